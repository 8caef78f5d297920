import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { Fact, Memo, Part } from '@memos/content/memo.ts'
import { expectedParagraphs } from '../../support/docx-expected.ts'
import { emptyVisit, oneMeetingVisit, said, visitFileOf } from '../../support/visit-file-fixtures.ts'

const memcon = (file: VisitFile, language: Language = 'en', meetingKey = 'meeting-1') =>
  memoContent(file, { kind: 'memcon', meetingKey, language, audience: 'internal' })
const partsOf = ({ sections }: Memo): readonly Part[] => sections.flatMap(({ parts }) => parts)
const headings = (memo: Memo, level = 1): string[] =>
  partsOf(memo).flatMap((part) => (part.type === 'heading' && part.level === level ? [part.text] : []))
const facts = (memo: Memo): readonly Fact[] => partsOf(memo).flatMap((part) => (part.type === 'facts' ? part.rows : []))
const fact = (memo: Memo, label: string): string | undefined =>
  facts(memo)
    .find((one) => one.label === label)
    ?.lines.map(({ text }) => text)
    .join(' | ')
const tableRows = (memo: Memo): string[][] =>
  partsOf(memo).flatMap((part) =>
    part.type === 'table'
      ? part.rows.map((row) => ('group' in row ? [row.group] : row.cells.map((lines) => lines.map(({ text }) => text).join(' | '))))
      : [],
  )

/** The one meeting with some of its fields changed. */
const withMeeting = (change: object): VisitFile => {
  const file = oneMeetingVisit()
  return visitFileOf({ ...file, meetings: file.meetings.map((meeting) => ({ ...meeting, ...change })) })
}

describe('the order of the parts', () => {
  test('puts agreements before the discussion in English and Japanese, after it in Uzbek and Russian', () => {
    const order = (language: Language): string[] => headings(memcon(oneMeetingVisit(), language).memo)
    expect(order('en')).toEqual(['1. Summary', '2. Agreements and commitments', '3. Discussion', '4. Open questions', '5. Next step'])
    expect(order('ja').slice(1, 3)).toEqual(['２　合意事項及び約束事項', '３　協議内容'])
    expect(order('ru').slice(1, 3)).toEqual(['2. Ход беседы', '3. Договорённости и обязательства'])
    expect(order('uz-Latn').slice(1, 3)).toEqual(['2. Muhokama', '3. Kelishuvlar va majburiyatlar'])
    expect(order('uz-Cyrl').slice(1, 3)).toEqual(['2. Муҳокама', '3. Келишувлар ва мажбуриятлар'])
  })

  test('leaves out what is empty, and the numbers close up', () => {
    const { memo } = memcon(withMeeting({ summary: ' \n ', openQuestions: [] }))
    expect(headings(memo)).toEqual(['1. Agreements and commitments', '2. Discussion', '3. Next step'])
  })

  test.each(LANGUAGES)('of a meeting without anything is title and required facts alone in %s', (language) => {
    const { memo } = memcon(emptyVisit(), language, 'bare')
    expect(partsOf(memo).map(({ type }) => type)).toEqual(['title', 'facts'])
    expect(facts(memo)).toHaveLength(4)
    expect(facts(memo).flatMap(({ lines }) => lines.map(({ text }) => text))).toEqual(['—', '—', '—', '—'])
  })
})

describe('the facts', () => {
  test('say when with both days by their own tables and the zone of the visit', () => {
    const when = (language: Language, label: string) => fact(memcon(oneMeetingVisit(), language).memo, label)
    expect(when('en', 'Date and time')).toBe('4\u00a0March\u00a02025, 10:00–11:30 (JST)')
    expect(when('uz-Latn', 'Sana va vaqt')).toBe('2025\u2011yil\u00a04\u2011mart, 10:00–11:30 (JST)')
    expect(when('uz-Cyrl', 'Сана ва вақт')).toBe('2025\u00a0йил\u00a04\u00a0март, 10:00–11:30 (JST)')
    expect(when('ru', 'Дата и время')).toBe('4\u00a0марта\u00a02025\u00a0г., 10:00–11:30 (JST)')
    expect(when('ja', '日時')).toBe('2025年3月4日（火）10時00分～11時30分（日本時間）')
    expect(when('en', 'Moved from')).toBe('3\u00a0March\u00a02025, 15:00')
  })

  test('stand for a meeting over midnight, without an end, and in a zone with a long name', () => {
    const when = (change: object) => fact(memcon(withMeeting(change)).memo, 'Date and time')
    expect(when({ end: '2025-03-05T01:00' })).toBe('4\u00a0March\u00a02025, 10:00 – 5\u00a0March\u00a02025, 01:00 (JST)')
    expect(when({ end: undefined, zone: 'America/New_York' })).toBe('4\u00a0March\u00a02025, 10:00 (America/New York)')
  })

  test('list people by rank with post and role, and the organization once above them', () => {
    const { memo } = memcon(oneMeetingVisit())
    expect(fact(memo, 'Their side')).toBe(
      'Ministry of Economy, Trade and Industry (METI) | Counterpart 1 (先方 一), Director (head) | Counterpart 2 (先方 二), Director',
    )
    expect(fact(memo, 'Our side')).toBe('1 Delegate, Advisor to the Minister (head) | 2 Delegate, Specialist')
    expect(fact(memo, 'Note-taker')).toBe('2 Delegate')
    expect(fact(memcon(oneMeetingVisit(), 'ja').memo, '先方')).toBe('経済産業省（METI） | Director　先方 一（代表） | Director　先方 二')
    expect(fact(memcon(oneMeetingVisit(), 'ru').memo, 'Наша сторона')).toBe(
      'Делегат 1, Advisor to the Minister (руководитель) | Делегат 2, Specialist',
    )
  })

  test('name an interpreter apart from the sides, and the lead even when nobody listed them', () => {
    const { memo } = memcon(withMeeting({ participants: [{ contact: 'ours-2', role: 'interpreter' }] }))
    expect(fact(memo, 'Interpreter')).toBe('2 Delegate, Specialist')
    expect(fact(memo, 'Our side')).toBe('1 Delegate, Advisor to the Minister (head)')
  })

  test('say the language of the notes only when it is another one', () => {
    expect(fact(memcon(oneMeetingVisit(), 'en').memo, 'Language of the notes')).toBe('Uzbek (Latin)')
    expect(fact(memcon(oneMeetingVisit(), 'uz-Latn').memo, 'Qaydlar tili')).toBeUndefined()
  })

  test('of more than fifteen people give the first and a count, and an annex gives them all', () => {
    const crowd = Array.from({ length: 16 }, (_, index) => ({
      key: `p${index}`,
      side: 'theirs' as const,
      latin: { full: `Counterpart ${index}` },
    }))
    const file = oneMeetingVisit()
    const meetings = file.meetings.map((meeting) => ({ ...meeting, participants: crowd.map(({ key }) => ({ contact: key })) }))
    const { memo } = memcon(visitFileOf({ ...file, contacts: [...file.contacts, ...crowd], meetings }))
    expect(fact(memo, 'Their side')).toBe(
      'Ministry of Economy, Trade and Industry (METI) | Counterpart 0 | and 15 others (full list in the annex)',
    )
    expect(headings(memo).at(-1)).toBe('Annex: participants')
    expect(expectedParagraphs(memo)).toContain('Counterpart 15')
  })

  test('say that a meeting was cancelled or only planned', () => {
    expect(fact(memcon(withMeeting({ state: 'cancelled' })).memo, 'State')).toBe('cancelled')
    expect(fact(memcon(withMeeting({ state: 'held' })).memo, 'State')).toBeUndefined()
  })
})

describe('agreements and commitments', () => {
  test('an agreement says its state with its day, its window, owner, money and programme', () => {
    expect(expectedParagraphs(memcon(oneMeetingVisit()).memo)).toContain(
      'confirmed in writing (6\u00a0Mar\u00a02025) · this autumn (1\u00a0Sep\u00a02025 – 30\u00a0Nov\u00a02025) · IT Park · Amount: 1,200,000.50\u00a0USD · For: ICT Week 2025',
    )
    expect(expectedParagraphs(memcon(oneMeetingVisit(), 'ru').memo).join('\n')).toContain('Сумма: 1\u00a0200\u00a0000,50\u00a0USD')
  })

  test('a commitment keeps its deadline as spoken beside the days, and names owner and side', () => {
    expect(tableRows(memcon(oneMeetingVisit()).memo)).toEqual([
      ['1', 'Send the list of candidates.', 'Delegate 2 | (our side)', 'by the tenth | by 10\u00a0Mar\u00a02025', 'open'],
      [
        '2',
        'Send a representative.',
        'Ministry of Economy, Trade and Industry (METI) | (their side)',
        'between March and April | 1\u00a0Mar\u00a02025 – 30\u00a0Apr\u00a02025',
        'under way',
      ],
    ])
  })
})

describe('what is missing', () => {
  test('is every dash that is printed, by its place and record, and nothing else', () => {
    const { memo, missing } = memcon(emptyVisit(), 'en', 'bare')
    expect(missing).toEqual([
      { what: 'date', kind: 'meeting', key: 'bare', path: 'meetings[0].start', of: 'Meeting 1' },
      { what: 'place', kind: 'meeting', key: 'bare', path: 'meetings[0].place', of: 'Meeting 1' },
      { what: 'their-side', kind: 'meeting', key: 'bare', path: 'meetings[0].organizations', of: 'Meeting 1' },
      { what: 'our-side', kind: 'meeting', key: 'bare', path: 'meetings[0].participants', of: 'Meeting 1' },
    ])
    expect(expectedParagraphs(memo).filter((words) => words === '—')).toHaveLength(missing.length)
    expect(memcon(oneMeetingVisit()).missing).toEqual([])
  })

  test('is the owner and the deadline of a commitment, with its id', () => {
    const file = oneMeetingVisit()
    const id = '00000000-0000-4000-8000-000000000999'
    const bare = { key: 'bare', id, text: 'Call back.', direction: 'we-owe' as const, meeting: 'meeting-1' }
    expect(memcon(visitFileOf({ ...file, commitments: [bare] })).missing).toEqual([
      { what: 'owner', kind: 'commitment', key: 'bare', id, path: 'commitments[0].owner', of: 'Call back.' },
      { what: 'deadline', kind: 'commitment', key: 'bare', id, path: 'commitments[0].window', of: 'Call back.' },
    ])
  })

  test('a meeting that the file does not have is a bug, and throws', () => {
    expect(() => memcon(oneMeetingVisit(), 'en', 'nowhere')).toThrow('nowhere')
  })
})

describe('the discussion', () => {
  const note = (key: string, more: object = {}) => ({ key, body: { bodySchema: 1 as const, blocks: [said(`words of ${key}`)] }, ...more })

  test('names the authors when there are several notes, and not when there is one', () => {
    const two = memcon(withMeeting({ notes: [note('a', { authorName: 'Delegate A' }), note('b', { authorName: 'Delegate B' })] })).memo
    expect(expectedParagraphs(two).join('\n')).toContain('Notes by Delegate A\nwords of a\nNotes by Delegate B\nwords of b')
    expect(expectedParagraphs(memcon(withMeeting({ notes: [note('a', { authorName: 'Delegate A' })] })).memo)).not.toContain(
      'Notes by Delegate A',
    )
  })

  test('is the agreed note alone when there is one with words', () => {
    const withMinute = memcon(withMeeting({ notes: [note('a'), note('m', { role: 'minute' })] })).memo
    expect(expectedParagraphs(withMinute)).toContain('words of m')
    expect(expectedParagraphs(withMinute)).not.toContain('words of a')
    const emptyMinute = { key: 'm', role: 'minute', body: { bodySchema: 1, blocks: [said('  ')] } }
    expect(expectedParagraphs(memcon(withMeeting({ notes: [note('a'), emptyMinute] })).memo)).toContain('words of a')
  })
})
