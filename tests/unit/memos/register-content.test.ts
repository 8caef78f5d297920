import { describe, expect, test } from 'vitest'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { Memo, TablePart } from '@memos/content/memo.ts'
import type { RegisterRequest } from '@memos/content/request.ts'
import { expectedParagraphs } from '../../support/docx-expected.ts'
import { emptyVisit, oneMeetingVisit, seventeenMeetingsVisit, visitFileOf } from '../../support/visit-file-fixtures.ts'

const register = (file: VisitFile, more: Partial<RegisterRequest> = {}): Memo =>
  memoContent(file, { kind: 'register', language: 'en', audience: 'internal', ...more }).memo
const tableOf = (memo: Memo): TablePart | undefined =>
  memo.sections.flatMap(({ parts }) => parts).flatMap((part) => (part.type === 'table' ? [part] : []))[0]
const groupsOf = (memo: Memo): string[] => tableOf(memo)?.rows.flatMap((row) => ('group' in row ? [row.group] : [])) ?? []
const actionsOf = (memo: Memo): (string | undefined)[] =>
  tableOf(memo)?.rows.flatMap((row) => ('group' in row ? [] : [row.cells[1]?.[0]?.text])) ?? []

describe('a register of its own', () => {
  test('lies across the page, under its title, in columns that fill it', () => {
    const memo = register(oneMeetingVisit())
    expect(memo.sections.map(({ orientation }) => orientation)).toEqual(['landscape'])
    expect(expectedParagraphs(memo).slice(0, 2)).toEqual(['Agreement Register', 'Working visit to Tokyo'])
    expect(tableOf(memo)?.columns.reduce((sum, { share }) => sum + share, 0)).toBe(14_570)
  })

  test('of a visit in which nothing was settled says so', () => {
    expect(expectedParagraphs(register(emptyVisit()))).toEqual(['Agreement Register', 'No agreements or commitments are recorded.'])
  })

  test('by month goes by the last day, what has none at the end', () => {
    const groups = groupsOf(register(seventeenMeetingsVisit(), { grouping: 'month' }))
    expect(groups).toEqual([...MONTHS.map((month) => `${month}\u00a02025`), 'Without a deadline'])
    expect(groupsOf(register(seventeenMeetingsVisit(), { grouping: 'month', language: 'uz-Latn' }))[0]).toBe('2025\u2011yil yanvar')
    expect(groupsOf(register(seventeenMeetingsVisit(), { grouping: 'month', language: 'ru' }))[0]).toBe('январь\u00a02025\u00a0г.')
  })

  test('of one organization has what concerns it alone', () => {
    const memo = register(seventeenMeetingsVisit(), { organizationKey: 'org-4' })
    expect(groupsOf(memo)).toEqual(['Japan External Trade Organization (JETRO)'])
    expect(expectedParagraphs(memo)[1]).toBe('Japan External Trade Organization')
    expect(actionsOf(memo)).toHaveLength(3)
  })

  test('sorts equal deadlines by meeting, then as recorded', () => {
    const commitment = (key: string, meeting: string) => ({
      key,
      text: key,
      meeting,
      direction: 'we-owe' as const,
      owner: 'A',
      window: { words: '', edtf: '2025-04' },
    })
    const file = visitFileOf({
      safarnoma: 1,
      visit: {},
      meetings: [
        { key: 'late', start: '2025-03-04T09:00' },
        { key: 'early', start: '2025-03-03T09:00' },
      ],
      commitments: [commitment('b', 'late'), commitment('c', 'early'), commitment('a', 'early')],
    })
    expect(actionsOf(register(file))).toEqual(['c', 'a', 'b'])
  })
})

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September']

describe('a road map', () => {
  const approver = { name: 'A. Approver', post: 'Deputy Minister' }

  test('is approved at its head: word, post, line with the name, line for the day', () => {
    const text = expectedParagraphs(register(oneMeetingVisit(), { preset: 'road-map', language: 'uz-Latn', edits: { approver } }))
    expect(text.slice(0, 5)).toEqual([
      'TASDIQLAYMAN',
      'Deputy Minister',
      '____________________ A. Approver',
      '20___-yil "___" ____________',
      'Yo‘l xaritasi',
    ])
    expect(expectedParagraphs(register(oneMeetingVisit(), { preset: 'road-map' })).slice(0, 2)).toEqual([
      'APPROVED',
      '____________________',
    ])
  })

  test('has measure, mechanism, deadline and who is responsible, and leaves out what was dropped', () => {
    const memo = register(seventeenMeetingsVisit(), { preset: 'road-map' })
    expect(tableOf(memo)?.columns.map(({ heading }) => heading)).toEqual([
      'No.',
      'Measure',
      'Mechanism of implementation',
      'Deadline',
      'Responsible',
      'Status',
    ])
    expect(tableOf(memo)?.columns.reduce((sum, { share }) => sum + share, 0)).toBe(14_570)
    expect(actionsOf(memo)).toHaveLength(actionsOf(register(seventeenMeetingsVisit())).length - 3)
  })
})

describe('a register for the other side', () => {
  test('answers with the ministry where one of us owes, and that is no gap', () => {
    const { memo, missing } = memoContent(seventeenMeetingsVisit(), { kind: 'register', language: 'en', audience: 'shared' })
    expect(missing.filter(({ what }) => what === 'owner')).toEqual([])
    expect(expectedParagraphs(memo)).toContain('Ministry of Digital Technologies')
  })
})
