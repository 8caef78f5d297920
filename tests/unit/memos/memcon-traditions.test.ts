import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { Memo, Part } from '@memos/content/memo.ts'
import { wordCount } from '@memos/content/notices.ts'
import { MEMCON_PRESETS, type MemconPreset, type MemconRequest, type MemoEdits } from '@memos/content/request.ts'
import { expectedParagraphs } from '../../support/docx-expected.ts'
import { emptyVisit, oneMeetingVisit, said, visitFileOf, words } from '../../support/visit-file-fixtures.ts'

type Asked = { readonly preset?: MemconPreset; readonly language?: Language; readonly edits?: MemoEdits; readonly meetingKey?: string }

const memcon = (file: VisitFile, { language = 'en', meetingKey = 'meeting-1', ...more }: Asked = {}) =>
  memoContent(file, { kind: 'memcon', audience: 'internal', language, meetingKey, ...more } satisfies MemconRequest)
const partsOf = (memo: Memo): Part[] => memo.sections.flatMap(({ parts }) => parts)
const headings = (memo: Memo): string[] => partsOf(memo).flatMap((part) => (part.type === 'heading' && part.level === 1 ? [part.text] : []))
const signatures = (memo: Memo): string[] =>
  partsOf(memo).flatMap((part) => (part.type === 'signature' ? [[...part.above, part.role, part.name].join(' | ')] : []))
const withMeeting = (change: object): VisitFile => {
  const file = oneMeetingVisit()
  return visitFileOf({ ...file, meetings: file.meetings.map((meeting) => ({ ...meeting, ...change })) })
}

describe('a memorandum', () => {
  test('settles before the discussion in English and Japanese, after it in Russian and Uzbek', () => {
    const places = LANGUAGES.map((language) => {
      const names = headings(memcon(oneMeetingVisit(), { language }).memo).map((text) => text.replace(/^\S+\s+/, ''))
      return [language, names.length, names[1]]
    })
    expect(places).toEqual([
      ['en', 5, 'Agreements and commitments'],
      ['uz-Latn', 5, 'Muhokama'],
      ['uz-Cyrl', 5, 'Муҳокама'],
      ['ru', 5, 'Ход беседы'],
      ['ja', 5, '合意事項及び約束事項'],
    ])
  })

  test('ends with our own comment, and numbering closes up where it is empty', () => {
    expect(headings(memcon(withMeeting({ comment: 'They hesitate.' })).memo).slice(-2)).toEqual(['5. Next step', '6. Comment (internal)'])
    expect(headings(memcon(withMeeting({ summary: '', comment: 'They hesitate.' })).memo).at(-1)).toBe('5. Comment (internal)')
  })

  test('is signed by who took the notes, with post and initials, or by whom somebody named', () => {
    expect(signatures(memcon(oneMeetingVisit()).memo)).toEqual(['Specialist | Drafted by | 2.\u00a0Delegate'])
    const edits = { signatory: { name: 'A. Signer', post: 'Head of department' } }
    expect(signatures(memcon(oneMeetingVisit(), { edits }).memo)).toEqual(['Head of department | Drafted by | A. Signer'])
  })

  test('says when the two sides meet again on the visit', () => {
    const file = oneMeetingVisit()
    const again = { key: 'again', title: 'METI, second round', start: '2025-03-06T09:00', organizations: ['org-1'] }
    const cancelled = { ...again, key: 'cancelled', start: '2025-03-05T09:00', state: 'cancelled' as const }
    const { memo } = memcon(visitFileOf({ ...file, meetings: [...file.meetings, again, cancelled] }))
    expect(expectedParagraphs(memo)).toContain('Next meeting: METI, second round, 6\u00a0March\u00a02025, 09:00 (JST)')
  })
})

describe('a bayonnoma', () => {
  const bayonnoma = (file: VisitFile, language: Language = 'uz-Latn', edits: MemoEdits = {}) =>
    memcon(file, { preset: 'bayonnoma', language, edits }).memo

  test('has its parts in order under their names, in Uzbek and in Russian', () => {
    expect(headings(bayonnoma(oneMeetingVisit())).slice(0, 4)).toEqual(['QATNASHDILAR', 'KUN TARTIBI', 'ESHITILDI', 'QAROR QILINDI'])
    expect(headings(bayonnoma(oneMeetingVisit(), 'ru')).slice(0, 4)).toEqual(['ПРИСУТСТВОВАЛИ', 'ПОВЕСТКА ДНЯ', 'СЛУШАЛИ', 'РЕШИЛИ'])
    expect(partsOf(bayonnoma(oneMeetingVisit())).some((part) => part.type === 'heading' && part.text === 'SO‘ZGA CHIQDILAR')).toBe(true)
  })

  test('makes its agenda of the headings of the notes, and a point of each', () => {
    const blocks = [
      said('Before all points.'),
      { type: 'heading' as const, level: 1 as const, content: words('Strategy') },
      said('Said to the strategy.'),
      { type: 'heading' as const, level: 1 as const, content: words('Schools') },
      said('Said to the schools.'),
    ]
    const memo = bayonnoma(withMeeting({ notes: [{ key: 'n', body: { bodySchema: 1, blocks } }] }))
    expect(headings(memo).slice(1, 5)).toEqual(['KUN TARTIBI', '1. ESHITILDI', '2. ESHITILDI', 'QAROR QILINDI'])
    const said1 = expectedParagraphs(memo)
    expect(said1.slice(said1.indexOf('1. ESHITILDI'), said1.indexOf('QAROR QILINDI'))).toEqual([
      '1. ESHITILDI',
      'Strategy',
      'METI will take part in ICT Week 2025.',
      'IT missions will be sent to Uzbekistan.',
      'SO‘ZGA CHIQDILAR',
      'Before all points.',
      'Said to the strategy.',
      '2. ESHITILDI',
      'Schools',
      'SO‘ZGA CHIQDILAR',
      'Said to the schools.',
    ])
  })

  test('is signed by chair and secretary, and has their lines when nobody is known', () => {
    expect(signatures(bayonnoma(oneMeetingVisit()))).toEqual(['Rais | 1.\u00a0Delegate', 'Kotib | 2.\u00a0Delegate'])
    const edits = { signatory: { name: 'A. Chair' }, secretary: { name: 'B. Secretary' } }
    expect(signatures(bayonnoma(oneMeetingVisit(), 'uz-Latn', edits))).toEqual(['Rais | A. Chair', 'Kotib | B. Secretary'])
    const bare = memcon(emptyVisit(), { preset: 'bayonnoma', language: 'uz-Latn', meetingKey: 'bare' }).memo
    expect(signatures(bare)).toEqual(['Rais | ', 'Kotib | '])
  })
})

describe('a запись беседы', () => {
  test('names both heads and the day, begins with the diary and ends with post and name', () => {
    const { memo } = memcon(oneMeetingVisit(), { preset: 'zapis-besedy', language: 'ru' })
    expect(expectedParagraphs(memo).slice(0, 3)).toEqual([
      'Из дневника: 1.\u00a0Делегат',
      'Запись беседы',
      'Advisor to the Minister 1.\u00a0Делегат – Director, METI 1.\u00a0Counterpart, 4\u00a0марта\u00a02025\u00a0г.',
    ])
    expect(signatures(memo)).toEqual(['Advisor to the Minister | 1.\u00a0Делегат'])
  })

  test('gets its copies numbered', () => {
    const { memo } = memcon(oneMeetingVisit(), {
      preset: 'zapis-besedy',
      language: 'ru',
      edits: { distribution: ['министру', ' ', 'в дело'] },
    })
    expect(expectedParagraphs(memo).slice(-3)).toEqual(['Рассылка', '1‑й\u00a0экз. – министру', '2‑й\u00a0экз. – в дело'])
  })
})

describe('a 議事録', () => {
  test('has the decisions before the proceedings in every language', () => {
    const { memo } = memcon(oneMeetingVisit(), { preset: 'gijiroku', language: 'ja' })
    expect(headings(memo)).toEqual(['１　要旨', '２　決定事項', '３　議事内容', '４　懸案・宿題', '５　次回予定'])
    expect(headings(memcon(oneMeetingVisit(), { preset: 'gijiroku', language: 'ru' }).memo).slice(1, 3)).toEqual([
      '2. Решения',
      '3. Ход обсуждения',
    ])
  })
})

describe('every tradition', () => {
  test.each(MEMCON_PRESETS)('%s of a meeting without anything prints only dashes that are listed', (preset) => {
    const { memo, missing } = memcon(emptyVisit(), { preset, meetingKey: 'bare' })
    expect(expectedParagraphs(memo).filter((text) => text === '—')).toHaveLength(missing.length)
    expect(missing.map(({ what }) => what)).toEqual(['date', 'place', 'their-side', 'our-side'])
  })

  test.each(MEMCON_PRESETS)('%s takes the title, number, day and addressee that somebody wrote', (preset) => {
    const edits = { title: 'On ICT', registrationNumber: '7', documentDay: '2025-03-12', addressee: 'To A\nTo B', executor: 'C' }
    const { memo } = memcon(oneMeetingVisit(), { preset, edits })
    const text = expectedParagraphs(memo)
    expect(text.slice(0, 3)).toEqual(['12\u00a0March\u00a02025   No.\u00a07', 'To A', 'To B'])
    expect(text).toContain('On ICT')
    expect(text.at(-1)).toBe('Prepared by: C')
    expect(memo.properties.title).toMatch(/: On ICT$/)
  })
})

describe('a summary', () => {
  test('of more than 120 words is noticed, with its record', () => {
    const notice = { what: 'summary-too-long', kind: 'meeting', key: 'meeting-1', path: 'meetings[0].summary', of: 'METI' }
    const id = '00000000-0000-4000-8000-000000000101'
    expect(memcon(withMeeting({ summary: 'word '.repeat(121) })).notices).toEqual([{ ...notice, id, count: 121 }])
    expect(memcon(withMeeting({ summary: 'word '.repeat(120) })).notices).toEqual([])
  })

  test('is counted by words, and Japanese by two characters a word', () => {
    expect(wordCount('O‘zbekiston IT-park, 5 ta.')).toBe(4)
    expect(wordCount('経済産業省')).toBe(3)
    expect(wordCount(' – ')).toBe(0)
  })
})
