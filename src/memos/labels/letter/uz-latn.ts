/*
 * Letters in Uzbek, Latin script, after the form of the document specification («Hurmatli janob Tanaka! … Hurmat bilan»).
 * «Hurmatli» fits everybody, so without a form of address the whole name stands; «xonim» stands behind the name.
 * To be reviewed by a native speaker who writes for a ministry.
 */
import { sentence, type LetterPhrases } from './letter-phrases.ts'

export const letterUzLatn: LetterPhrases = {
  language: 'uz-Latn',
  form: 'western',
  number: (number) => `№ ${number ?? '____________'}`,
  blankDay: '20__-yil «___» ____________',
  subject: () => '',
  honoured: (name) => name,
  addressee: ({ post, name, organization }) => [organization, post, name],
  addresseeAt: 'right',
  salutationAt: 'centre',
  salutation: ({ name, family, addressAs }) => {
    const called = family ?? name
    if (called === undefined) return 'Hurmatli hamkasblar!'
    if (addressAs === undefined) return `Hurmatli ${name ?? called}!`
    return addressAs === 'mr' ? `Hurmatli janob ${called}!` : `Hurmatli ${called} xonim!`
  },
  opening: () => '',
  thanks: (days) => {
    if (days.length === 0) return 'Tashrifimiz davomida delegatsiyamizni qabul qilganingiz uchun minnatdorlik bildiramiz.'
    return `Delegatsiyamizni ${inWords(days)} ${days.length === 1 ? 'kuni' : 'kunlari'} qabul qilganingiz uchun minnatdorlik bildiramiz.`
  },
  met: (people, isAll) => {
    const names = people.map(({ name, post }) => (post === '' ? name : `${name} (${post})`)).join(', ')
    return sentence(`Uchrashuv ishtirokchilaridan alohida minnatdormiz: ${names}${isAll ? '' : ' va boshqalar'}`)
  },
  discussed: (subject) => sentence(`Uchrashuvda quyidagilar muhokama qilindi: ${subject}`),
  agreed: 'Bizning tushunishimizcha, quyidagilar kelishib olindi:',
  agreedBelow: '',
  differs: 'Agar sizning fikringiz boshqacha bo‘lsa, bizga ma’lum qilishingizni so‘raymiz.',
  responsible: (owner) => `Mas’ul: ${owner}`,
  when: (deadline) => `Muddati: ${deadline}`,
  nextStep: (words) => sentence(`Keyingi qadam: ${words}`),
  nextMeeting: (day) => `Keyingi uchrashuv ${day} kuniga rejalashtirilgan.`,
  contact: (contact) => sentence(`Bizning tomondan aloqa uchun mas’ul: ${contact}`),
  closing: 'Hamkorligimiz bundan keyin ham samarali davom etishidan umidvormiz.',
  complimentary: () => 'Hurmat bilan,',
  list: { head: '', end: '' },
}

/** `A, B va C` */
const inWords = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} va ${words.at(-1) ?? ''}`
