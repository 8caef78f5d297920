import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { Part } from '@memos/content/memo.ts'
import type { MemoEdits } from '@memos/content/request.ts'
import { sentencesOf } from '@memos/content/sentences.ts'
import { letterVisit, LETTER_EDITS, withMeeting } from '../../support/letter-fixtures.ts'

const KEY = 'partner'

function letter(file: VisitFile, language: Language = 'en', edits: MemoEdits = LETTER_EDITS) {
  return memoContent(file, { kind: 'letter', audience: 'shared', language, organizationKey: KEY, edits })
}

/** The lines of a letter, with a mark for those that begin no paragraph. */
function linesOf(parts: readonly Part[]): string[] {
  return parts.flatMap((part) => {
    if (part.type === 'paragraph') {
      return part.content
        .map((one) => (one.type === 'text' ? one.text : ''))
        .join('\n')
        .split(/\n+/)
    }
    if (part.type === 'list') {
      return part.items.flatMap((item, index) => linesOf(item).map((line, at) => (at === 0 ? `${index + 1}) ${line}` : line)))
    }
    if (part.type === 'signature') return [...part.above, `${part.role} ____ ${part.name}`]
    throw new Error(`a letter has no ${part.type}`)
  })
}

const textOf = (file: VisitFile, language: Language = 'en', edits: MemoEdits = LETTER_EDITS): string[] =>
  linesOf(letter(file, language, edits).memo.sections.flatMap(({ parts }) => parts))

/** The visit with its director changed. */
const withDirector = (change: Partial<VisitFile['contacts'][number]>): VisitFile => {
  const file = letterVisit()
  return { ...file, contacts: file.contacts.map((contact) => (contact.key === 'director' ? { ...contact, ...change } : contact)) }
}

describe('A letter', () => {
  test('in English has its parts in order, and says only what may be shared', () => {
    expect(textOf(letterVisit())).toEqual([
      'No. 01-12/345',
      '12\u00a0March\u00a02025',
      'Reiyama Ichiro',
      'Director',
      'Partner Institute of Examples (PIE)',
      'Dear Mr Reiyama,',
      'Thank you for receiving our delegation on 5\u00a0March\u00a02025. It was a pleasure to meet Reiyama Ichiro (Director) and Tamegawa Hana (Adviser).',
      'Both sides presented their programmes for engineers. The partner asked about graduates with Japanese. A joint course was discussed.',
      'We understand that it was agreed:',
      '1) Both sides prepare a joint course for engineers.',
      'When: by the autumn (1\u00a0Sep\u00a02025 – 30\u00a0Sep\u00a02025)',
      '2) Send a draft programme.',
      'Responsible: Ministry of Examples · When: within two weeks (19\u00a0Mar\u00a02025)',
      '3) Send a representative.',
      'Responsible: Partner Institute of Examples (PIE) · When: between March and April (1\u00a0Mar\u00a02025 – 30\u00a0Apr\u00a02025)',
      'Please let us know if your understanding is different.',
      'Next step: exchange of draft programmes. Our next meeting is planned for 7\u00a0March\u00a02025, 14:00 (JST). For any question on this letter, please write to Delegate Twoev, office@example.org.',
      'We look forward to continuing our cooperation.',
      'Yours sincerely,',
      'Deputy Minister ____ D.\u00a0Headov',
    ])
  })

  test('in Japanese has sender, subject, 拝啓 with the season, 敬具, and the list between 記 and 以上', () => {
    const text = textOf(letterVisit(), 'ja')
    expect(text.slice(0, 7)).toEqual([
      '01-12/345',
      '2025年3月12日',
      '例示研究所（PIE）',
      'Director　例山 一郎様',
      'Ministry of Examples',
      'Deputy Minister',
      'Headov Delegate',
    ])
    expect(text[7]).toBe('例示研究所（PIE）との面談の御礼について')
    expect(text[8]).toMatch(/^拝啓　早春の候、貴機関の皆様/)
    expect(text[9]).toMatch(/^さて、2025年3月5日（水）の当省訪問団/)
    const end = text.indexOf('敬具')
    expect(text.slice(end, end + 3)).toEqual(['敬具', '記', '1) Both sides prepare a joint course for engineers.'])
    expect(text.at(-1)).toBe('以上')
    expect(text.join('')).toContain('当省といたしましては、下記の事項について')
  })

  test.each([
    ['ru', 'Уважаемый господин Рэйяма!', 'С уважением,'],
    ['uz-Latn', 'Hurmatli janob Reiyama!', 'Hurmat bilan,'],
    ['uz-Cyrl', 'Ҳурматли жаноб Рэйяма!', 'Ҳурмат билан,'],
  ] as const)('in %s greets and closes as its language does', (language, greeting, closing) => {
    const text = textOf(letterVisit(), language)
    expect(text).toContain(greeting)
    expect(text).toContain(closing)
  })

  test('chooses a form that fits everybody where nobody said Mr or Ms, and one for nobody in particular', () => {
    const greetings = (file: VisitFile) =>
      LANGUAGES.map((language) => textOf(file, language).find((line) => /^(Dear|Hurmatli|Ҳурматли|Уваж)/.test(line)))
    const { addressAs: _, ...unsaid } = letterVisit().contacts.find(({ key }) => key === 'director') ?? {}
    const neutral = {
      ...letterVisit(),
      contacts: letterVisit().contacts.map((one) =>
        one.key === 'director' ? { key: 'director', side: 'theirs' as const, ...unsaid } : one,
      ),
    }
    expect(greetings(neutral)).toEqual([
      'Dear Reiyama Ichiro,',
      'Hurmatli Reiyama Ichiro!',
      'Ҳурматли Рэйяма Итиро!',
      'Уважаемые коллеги!',
      undefined,
    ])
    expect(greetings(withDirector({ addressAs: 'ms' }))).toEqual([
      'Dear Ms Reiyama,',
      'Hurmatli Reiyama xonim!',
      'Ҳурматли Рэйяма хоним!',
      'Уважаемая госпожа Рэйяма!',
      undefined,
    ])
    expect(greetings(withMeeting('first', { participants: [] }))).toEqual([
      'Dear Sir or Madam,',
      'Hurmatli hamkasblar!',
      'Ҳурматли ҳамкасблар!',
      'Уважаемые коллеги!',
      undefined,
    ])
    expect(textOf(withMeeting('first', { participants: [] }), 'ja')).toContain('例示研究所（PIE）　御中')
  })

  test('takes a title in the letter’s own script, and leaves one in another', () => {
    expect(textOf(withDirector({ honorific: 'Professor' }))).toContain('Dear Professor Reiyama,')
    expect(textOf(withDirector({ honorific: '先生' }))).toContain('Dear Mr Reiyama,')
    expect(textOf(withDirector({ honorific: '先生' }), 'ja')).toContain('Director　例山 一郎先生')
  })

  test('takes what a person typed for it: addressee, salutation, who signs', () => {
    const text = textOf(letterVisit(), 'en', {
      addressee: 'The President\nof the Institute',
      salutation: 'Your Excellency,',
      signatory: { name: 'A. Signer', post: 'Minister' },
    })
    expect(text).toEqual(expect.arrayContaining(['The President', 'of the Institute', 'Your Excellency,', 'Minister ____ A. Signer']))
    expect(text).not.toContain('Dear Mr Reiyama,')
  })

  test('leaves room for the pen where number and date are not known, and lists them', () => {
    const { missing } = letter(letterVisit(), 'ru', {})
    expect(missing.map(({ what }) => what)).toEqual(['registration-number', 'document-day'])
    expect(textOf(letterVisit(), 'ru', {}).slice(0, 2)).toEqual(['№ ____________', '«___» ____________ 20__ г.'])
    expect(textOf(letterVisit(), 'ja', {})[8]).toMatch(/^拝啓　時下/)
  })

  test('thanks for the visit where no meeting has a date, and lists the date as missing', () => {
    const { start: _, end: __, ...undated } = letterVisit().meetings[0] ?? {}
    const file = { ...letterVisit(), meetings: [{ ...undated } as VisitFile['meetings'][number]] }
    expect(textOf(file)[6]).toMatch(/^Thank you for receiving our delegation during its visit\./)
    expect(letter(file).missing).toContainEqual(expect.objectContaining({ what: 'date', kind: 'meeting', path: 'meetings[0].start' }))
  })

  test('tells of a long summary in four sentences and says so; without a summary of the subject; never of the notes', () => {
    const long = withMeeting('first', { summary: 'One was said. Two was said. Three was said. Four was said. Five was said.' })
    expect(textOf(long)[7]).toBe('One was said. Two was said. Three was said. Four was said.')
    expect(letter(long).notices).toContainEqual({ what: 'summary-shortened', count: 5, of: 'PIE' })
    const { summary: _, ...untold } = letterVisit().meetings[0] ?? {}
    const file = { ...letterVisit(), meetings: [{ ...untold } as VisitFile['meetings'][number]] }
    expect(textOf(file)[7]).toBe('We discussed the following: Training of engineers.')
    expect(JSON.stringify(letter(letterVisit()).memo)).not.toContain('A raw line')
  })

  test('a promise without a day prints a dash, and is listed; nothing to share leaves the whole part out', () => {
    const file = letterVisit()
    const openEnded = { ...file, commitments: file.commitments.map((commitment) => ({ ...commitment, window: undefined })) }
    expect(textOf(openEnded)).toContain('Responsible: Ministry of Examples · When: —')
    expect(letter(openEnded).missing).toContainEqual(expect.objectContaining({ what: 'deadline', kind: 'commitment', key: 'send' }))
    const nothing = textOf({ ...file, agreements: [], commitments: [] })
    expect(nothing).not.toContain('We understand that it was agreed:')
    expect(nothing).not.toContain('Please let us know if your understanding is different.')
  })

  test('holds back what nobody marked and what is not agreed, and says so of this organization alone', () => {
    expect(letter(letterVisit()).heldBack.map(({ what, why, path }) => `${what} ${why} ${path}`)).toEqual([
      'not-shareable not-agreed agreements[1]',
      'not-shareable internal agreements[2]',
      'not-shareable internal commitments[2]',
    ])
    const other = memoContent(letterVisit(), { kind: 'letter', audience: 'shared', language: 'en', organizationKey: 'other' })
    expect(other.heldBack).toEqual([])
  })

  test('names of several organizations’ people only those of this one', () => {
    const file = withMeeting('first', { organizations: ['partner', 'other'] })
    const guest = {
      key: 'guest',
      side: 'theirs' as const,
      latin: { full: 'Guest Other' },
      posts: [{ title: 'Head', organization: 'other' }],
    }
    const [first, ...more] = file.meetings
    if (!first) throw new Error('no meeting')
    const both = {
      ...file,
      contacts: [...file.contacts, guest],
      meetings: [{ ...first, participants: [...first.participants, { contact: 'guest', rank: 1 }] }, ...more],
    }
    expect(textOf(both).join('\n')).not.toContain('Guest Other')
    expect(textOf(both).join('\n')).toContain('Tamegawa Hana')
  })

  test('over a page says so', () => {
    const long = withMeeting('first', {
      summary: 'A long word about engineers and their courses. '.repeat(4).trim(),
      nextStep: 'words '.repeat(700),
    })
    expect(letter(long).notices).toContainEqual({ what: 'longer-than-a-page', of: 'PIE' })
    expect(letter(letterVisit()).notices).toEqual([])
  })
})

describe('Sentences', () => {
  test.each([
    ['Mr. Smith came at 10.30. He left.', ['Mr. Smith came at 10.30.', 'He left.']],
    ['Встреча прошла 5 марта 2025 г. в Токио. Стороны договорились.', ['Встреча прошла 5 марта 2025 г. в Токио.', 'Стороны договорились.']],
    ['合意した。次回は四月。', ['合意した。', '次回は四月。']],
    ['Really? “Yes.” Then we go on', ['Really?', '“Yes.”', 'Then we go on']],
    ['no end', ['no end']],
    ['', []],
  ])('of %s', (text, sentences) => {
    expect(sentencesOf(text)).toEqual(sentences)
  })

  test('lose nothing', () => {
    const text = 'A. B. C! D? 1. 2. e.g. this. Оба. 「終」。'
    expect(sentencesOf(text).join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
  })
})
