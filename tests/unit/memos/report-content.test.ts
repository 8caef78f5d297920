import { describe, expect, test } from 'vitest'
import type { Language } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { Memo, Part } from '@memos/content/memo.ts'
import { expectedParagraphs } from '../../support/docx-expected.ts'
import { emptyVisit, oneMeetingVisit, seventeenMeetingsVisit, visitFileOf } from '../../support/visit-file-fixtures.ts'

const report = (file: VisitFile, language: Language = 'en') => memoContent(file, { kind: 'report', language, audience: 'internal' })
const partsOf = ({ sections }: Memo): readonly Part[] => sections.flatMap(({ parts }) => parts)
const headings = (memo: Memo): string[] => partsOf(memo).flatMap((part) => (part.type === 'heading' && part.level === 1 ? [part.text] : []))
type TablePart = Extract<Part, { type: 'table' }>
const tableWith = (memo: Memo, column: string): TablePart | undefined =>
  partsOf(memo).find((part): part is TablePart => part.type === 'table' && part.columns.some(({ heading }) => heading === column))
const rowsOf = (table: TablePart | undefined): string[][] =>
  table?.rows.map((row) => ('group' in row ? [row.group] : row.cells.map((lines) => lines.map(({ text }) => text).join(' | ')))) ?? []

describe('the report of a visit', () => {
  test('has its parts in order, a chapter for each meeting that took place, and the register across', () => {
    const { memo } = report(seventeenMeetingsVisit())
    const chapters = headings(memo)
    expect(chapters.slice(0, 3)).toEqual(['Executive summary', 'Programme carried out', 'Meeting 1. METI'])
    expect(chapters.slice(-4)).toEqual([
      'Cross-cutting themes',
      'Register of agreements and commitments',
      'Proposals and next steps',
      'People met',
    ])
    expect(chapters.filter((text) => text.startsWith('Meeting '))).toHaveLength(17)
    expect(memo.sections.map(({ orientation }) => orientation)).toEqual(['portrait', 'landscape', 'portrait'])
  })

  test('lists every chapter in its contents, which a short report does not have', () => {
    const { memo } = report(seventeenMeetingsVisit())
    const contents = partsOf(memo).find((part) => part.type === 'contents')
    expect(contents?.entries.map(({ text }) => text)).toEqual(headings(memo))
    expect(partsOf(report(oneMeetingVisit()).memo).some((part) => part.type === 'contents')).toBe(false)
  })

  test('of nothing is a title, its two required facts and the programme', () => {
    const { memo, missing } = report(emptyVisit())
    expect(headings(memo)).toEqual(['Executive summary', 'Programme carried out', 'Meeting 1'])
    expect(missing.slice(0, 2)).toEqual([
      { what: 'date', kind: 'visit', path: 'visit.startDay', of: '' },
      { what: 'place', kind: 'visit', path: 'visit.city', of: '' },
    ])
  })

  test('points to the list of people met where it has one, and to none that it has not', () => {
    const linesOf = (audience: 'internal' | 'shared'): string[] =>
      expectedParagraphs(memoContent(seventeenMeetingsVisit(), { kind: 'report', language: 'en', audience }).memo)
    expect(linesOf('internal')).toContain('and 17 others (full list in the annex)')
    expect(linesOf('shared')).toContain('and 17 others')
    const { memo } = memoContent(seventeenMeetingsVisit(), { kind: 'brief', language: 'en', audience: 'internal' })
    expect(expectedParagraphs(memo)).toContain('and 17 others')
  })

  test('counts meetings, organizations, agreements and open commitments by direction', () => {
    const figures = partsOf(report(seventeenMeetingsVisit()).memo).find((part) => part.type === 'facts' && part.labels === 'wide')
    expect(figures?.type === 'facts' ? figures.rows.map(({ label, lines }) => `${label}: ${lines[0]?.text}`) : []).toEqual([
      'Meetings held: 15',
      'Meetings cancelled: 1',
      'Organizations met: 15',
      'Agreements: 14',
      'Open commitments of our side: 17',
    ])
  })

  test('is signed by the head of the delegation', () => {
    expect(partsOf(report(oneMeetingVisit()).memo).at(-1)).toEqual({
      type: 'signature',
      above: ['Advisor to the Minister'],
      role: 'Head of delegation',
      name: '1.\u00a0Delegate',
    })
  })
})

describe('the programme carried out', () => {
  test('goes by date with those without one last, and says what was not as planned', () => {
    const rows = rowsOf(tableWith(report(seventeenMeetingsVisit()).memo, 'Our lead'))
    expect(rows).toHaveLength(17)
    expect(rows[0]).toEqual([
      '1',
      '3\u00a0Mar\u00a02025 | 09:00–17:30',
      'METI | Ministry of Economy, Trade and Industry (METI)',
      '1 Delegate',
    ])
    expect(rows.at(-1)?.[1]).toBe('')
    expect(rows.some(([, , meeting]) => meeting?.startsWith('Zeroboard (cancelled)'))).toBe(true)
    expect(
      rows.some(([, , meeting]) => meeting?.startsWith('My Navi (moved from 3\u00a0Mar\u00a02025, 09:00, not on the programme)')),
    ).toBe(true)
    expect(rows.some(([, , meeting]) => meeting?.startsWith('CosmoWinds (planned)'))).toBe(true)
  })

  test('has no column of dates when no meeting has one, and keeps the order of the file', () => {
    const file = oneMeetingVisit()
    const names = ['Zeroboard', 'AJA', 'MIC']
    const meetings = names.map((title) => ({ key: title, title }))
    const { memo } = report(visitFileOf({ ...file, meetings, agreements: [], commitments: [] }))
    const table = tableWith(memo, 'Meeting')
    expect(table?.columns.map(({ heading }) => heading)).toEqual(['No.', 'Meeting'])
    expect(rowsOf(table).map(([, meeting]) => meeting)).toEqual(names)
    expect(expectedParagraphs(memo).join('\n')).not.toMatch(/null|undefined|\(\)/)
  })
})

describe('a meeting in the report', () => {
  const chapterOf = (memo: Memo, start: string): string[] => {
    const words = expectedParagraphs(memo)
    // Not the line of the contents, which ends with a tab, and not the link among the themes behind it.
    return words.slice(words.findIndex((text) => text.startsWith(start) && !text.endsWith('\t')))
  }

  test('without a summary shows the beginning of its notes and says where the rest is', () => {
    const words = chapterOf(report(seventeenMeetingsVisit()).memo, 'Meeting 4. ')
    expect(words).toContain('From the notes')
    expect(words).toContain('The full text is in the memorandum of conversation.')
  })

  test('prints one dash for neither day nor place, and lists both as missing', () => {
    const { memo, missing } = report(
      visitFileOf({ safarnoma: 1, visit: { startDay: '2025-03-03', city: 'Tokyo' }, meetings: [{ key: 'a', title: 'AJA' }] }),
    )
    expect(missing.map(({ what }) => what)).toEqual(['date', 'place', 'their-side', 'our-side'])
    expect(expectedParagraphs(memo).filter((text) => text === '—')).toHaveLength(3)
  })

  test('that was cancelled has a chapter only when it left something', () => {
    const cancelled = { key: 'a', title: 'AJA', state: 'cancelled' as const }
    expect(headings(report(visitFileOf({ safarnoma: 1, visit: {}, meetings: [cancelled] })).memo)).not.toContain('Meeting 1. AJA')
    const told = { ...cancelled, summary: 'It will be made up for in April.' }
    expect(headings(report(visitFileOf({ safarnoma: 1, visit: {}, meetings: [told] })).memo)).toContain('Meeting 1. AJA')
  })
})

describe('the register', () => {
  test('groups by organization, sorts by deadline, and parts our owner from the partner’s', () => {
    const rows = rowsOf(tableWith(report(oneMeetingVisit()).memo, 'Our owner'))
    expect(rows).toEqual([
      ['Ministry of Economy, Trade and Industry (METI)'],
      ['1', 'Send the list of candidates.', '', 'Delegate 2', '', 'by the tenth | by 10\u00a0Mar\u00a02025', 'open | (overdue)'],
      [
        '2',
        'Send a representative.',
        '',
        '',
        'Ministry of Economy, Trade and Industry (METI)',
        'between March and April | 1\u00a0Mar\u00a02025 – 30\u00a0Apr\u00a02025',
        'under way',
      ],
      [
        '3',
        'Japan takes part in ICT Week 2025.',
        'A stand of its own. | Amount: 1,200,000.50\u00a0USD | For: ICT Week 2025',
        'IT Park',
        '',
        'this autumn | 1\u00a0Sep\u00a02025 – 30\u00a0Nov\u00a02025',
        'confirmed in writing (6\u00a0Mar\u00a02025)',
      ],
    ])
  })

  test('counts what is overdue on the day of the last change in the ministry’s zone, and not at all without that day', () => {
    const words = (change: object): string => expectedParagraphs(report(visitFileOf({ ...oneMeetingVisit(), ...change })).memo).join('\n')
    // 20:30 in Greenwich is the next day in Tashkent.
    expect(words({})).toContain('Status as of 13\u00a0March\u00a02025.')
    expect(words({})).toContain('Total: open 3, done 0, overdue 1, without a deadline 0.')
    expect(words({ updatedAt: '2025-03-10T18:59:59Z' })).toContain('overdue 0')
    expect(words({ updatedAt: '2025-03-10T19:00:00Z' })).toContain('overdue 1')
    expect(words({ updatedAt: undefined })).not.toContain('overdue')
  })

  test('stands for records that belong to no meeting and no organization', () => {
    const file = visitFileOf({
      safarnoma: 1,
      visit: {},
      commitments: [{ key: 'c', text: 'Write home.', direction: 'we-owe', owner: 'Delegate A' }],
    })
    expect(rowsOf(tableWith(report(file).memo, 'Our owner'))[0]).toEqual(['Without an organization'])
  })
})

describe('people met', () => {
  test('are those of the other side in a meeting that took place, with how to reach them', () => {
    const rows = rowsOf(tableWith(report(oneMeetingVisit()).memo, 'Contact details'))
    expect(rows[0]).toEqual([
      '1',
      'Counterpart 1 (先方 一)',
      'Director | Ministry of Economy, Trade and Industry (METI)',
      'counterpart-1@example.org',
    ])
    expect(rows).toHaveLength(2)
  })

  test('are not those of a meeting that was cancelled', () => {
    const file = oneMeetingVisit()
    const cancelled = visitFileOf({ ...file, meetings: file.meetings.map((meeting) => ({ ...meeting, state: 'cancelled' as const })) })
    expect(headings(report(cancelled).memo)).not.toContain('People met')
  })
})
