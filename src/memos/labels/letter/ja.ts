/*
 * Letters in Japanese, after the form of a letter of thanks (礼状) of the document specification: 文書番号, 日付, 宛名, 発信者,
 * 件名, 拝啓 with the greeting of the season, さて, 末文, 敬具, then 記 … 以上. Sources of the form:
 * ibcjp.com/useful/02.html, netsanyo.net/blog/2055, panasonic.co.jp/ew (「礼状の書き方」).
 * The greetings of the season are those in common use for each month; without a date 時下 fits all year.
 * To be reviewed by a native speaker who writes for a ministry.
 */
import type { OrganizationType } from '@shared/domain/organization.ts'
import type { LetterPhrases } from './letter-phrases.ts'

/** January to December. */
const SEASONS = [
  '厳寒の候',
  '余寒の候',
  '早春の候',
  '陽春の候',
  '新緑の候',
  '初夏の候',
  '盛夏の候',
  '残暑の候',
  '初秋の候',
  '秋冷の候',
  '晩秋の候',
  '初冬の候',
]

/** How the other side is called in a letter. */
const YOURS: Readonly<Record<OrganizationType, string>> = {
  ministry: '貴省',
  agency: '貴機関',
  company: '貴社',
  university: '貴学',
  school: '貴校',
  association: '貴会',
  'start-up': '貴社',
  other: '貴団体',
}

export const letterJa: LetterPhrases = {
  language: 'ja',
  form: 'japanese',
  number: (number) => (number === undefined ? '第　　　　号' : number),
  blankDay: '　　　　年　　月　　日',
  subject: (organization) => `${organization}との面談の御礼について`,
  honoured: (name, honorific) => `${name}${honorific ?? '様'}`,
  addressee: ({ post, name, organization }) =>
    name === '' ? [`${organization}　御中`] : [organization, `${post === '' ? '' : `${post}　`}${name}`],
  addresseeAt: 'left',
  salutationAt: 'left',
  salutation: () => '',
  opening: ({ month, type }) => {
    const season = month === undefined ? '時下' : `${SEASONS[month - 1] ?? '時下'}、`
    return `拝啓　${season}${type === undefined ? '' : YOURS[type]}${type === undefined ? '' : 'の'}皆様におかれましては、ますますご清祥のこととお慶び申し上げます。`
  },
  thanks: (days) =>
    `さて、${days.length === 0 ? '先般' : days.join('及び')}の当省訪問団の訪問に際しましては、ご多忙のところ面談の機会を賜り、厚く御礼申し上げます。`,
  met: (people, isAll) => {
    const names = people.map(({ name, post }) => `${post === '' ? '' : `${post}　`}${name}`).join('、')
    return isAll
      ? `ご出席いただきました${names}に、心より感謝申し上げます。`
      : `${names}をはじめ、ご出席いただきました皆様に、心より感謝申し上げます。`
  },
  discussed: (subject) => `面談では、「${subject}」について意見を交換いたしました。`,
  agreed: '当省といたしましては、次の事項について合意に至ったものと理解しております。',
  agreedBelow: '当省といたしましては、下記の事項について合意に至ったものと理解しております。',
  differs: 'ご認識と異なる点がございましたら、ご教示賜りますようお願い申し上げます。',
  responsible: (owner) => `担当：${owner}`,
  when: (deadline) => `期限：${deadline}`,
  nextStep: (words) => `今後の対応につきましては、次のとおり考えております。${/[。！？.!?]$/u.test(words) ? words : `${words}。`}`,
  nextMeeting: (day) => `なお、次回の面談は${day}に予定しております。`,
  contact: (contact) => `本件に関するご連絡は、${contact}までお願い申し上げます。`,
  closing: '今後とも一層のご厚誼を賜りますようお願い申し上げますとともに、略儀ながら書中をもちまして御礼申し上げます。',
  complimentary: () => '敬具',
  list: { head: '記', end: '以上' },
}
