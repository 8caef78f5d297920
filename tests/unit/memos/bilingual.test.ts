import { describe, expect, test } from 'vitest'
import type { Language } from '@shared/domain/record.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { ColumnsRow, Part } from '@memos/content/memo.ts'
import { memoFileName } from '@memos/file-name.ts'
import { expectedParagraphs } from '../../support/docx-expected.ts'
import { letterVisit, LETTER_EDITS } from '../../support/letter-fixtures.ts'
import { seventeenMeetingsVisit } from '../../support/visit-file-fixtures.ts'

const letter = (language: Language, secondLanguage?: Language) => ({
  kind: 'letter' as const,
  audience: 'shared' as const,
  organizationKey: 'partner',
  edits: LETTER_EDITS,
  language,
  ...(secondLanguage === undefined ? {} : { secondLanguage }),
})
const memcon = (language: Language, secondLanguage: Language) =>
  ({ kind: 'memcon', audience: 'internal', meetingKey: 'first', language, secondLanguage }) as const

const partsOf = (request: Parameters<typeof memoContent>[1], file = letterVisit()): Part[] =>
  memoContent(file, request).memo.sections.flatMap(({ parts }) => [...parts])
const rowsOf = (parts: readonly Part[]): ColumnsRow[] => parts.flatMap((part) => (part.type === 'columns' ? [...part.rows] : []))
const wordsOf = (parts: readonly Part[]): string[] => expectedParagraphs({ sections: [{ orientation: 'portrait', parts }] } as never)

describe('A document in two languages', () => {
  test('has paragraph beside paragraph: each letter row says the same in both', () => {
    const rows = rowsOf(partsOf(letter('en', 'ru'))).map(({ left, right }) => [wordsOf(left)[0], wordsOf(right)[0]])
    expect(rows).toEqual(
      expect.arrayContaining([
        ['Dear Mr Reiyama,', 'Уважаемый господин Рэйяма!'],
        ['We understand that it was agreed:', 'По нашему пониманию, достигнуты следующие договорённости:'],
        ['We look forward to continuing our cooperation.', 'Выражаем надежду на дальнейшее плодотворное сотрудничество.'],
        ['Yours sincerely,', 'С уважением,'],
      ]),
    )
    expect(rows.every(([left, right]) => left !== undefined && right !== undefined)).toBe(true)
  })

  test('keeps the order of the first language, so the Japanese column has its list where the other has it', () => {
    const rows = rowsOf(partsOf(letter('en', 'ja')))
    const items = rows.filter(({ left }) => wordsOf(left)[0]?.startsWith('1. '))
    expect(items.map(({ right }) => wordsOf(right)[0])).toEqual(['１　Both sides prepare a joint course for engineers.'])
    expect(rows.flatMap(({ right }) => wordsOf(right))).not.toContain('記')
  })

  test('says what is the same in both once, across the columns', () => {
    const parts = partsOf(letter('en', 'ja'))
    const summary = parts.filter((part) => part.type === 'paragraph').flatMap((part) => wordsOf([part]))
    expect(summary).toEqual([expect.stringMatching(/^Both sides presented their programmes/)])
  })

  test('keeps every word of both letters', () => {
    const both = partsOf(letter('uz-Latn', 'ru'))
    const text = wordsOf(both).join('\n')
    for (const language of ['uz-Latn', 'ru'] as const) {
      for (const words of wordsOf(partsOf(letter(language))).filter((one) => !one.includes('\t'))) expect(text).toContain(words)
    }
  })

  test.each([
    ['ru', 'en'],
    ['ja', 'uz-Latn'],
  ] as const)('of a memcon in %s and %s leaves no paragraph of either language out', (first, second) => {
    const text = wordsOf(partsOf(memcon(first, second))).join('\n')
    for (const language of [first, second]) {
      const { memo } = memoContent(letterVisit(), { kind: 'memcon', audience: 'internal', meetingKey: 'first', language })
      const said = wordsOf(memo.sections.flatMap(({ parts }) => parts.filter(({ type }) => type === 'paragraph' || type === 'list')))
      for (const words of said) expect(text).toContain(words)
    }
  })

  test.each([
    ['en', 'ru', ['1. Summary', '2. Agreements and commitments', '3. Discussion']],
    ['ru', 'en', ['1. Краткое содержание', '2. Ход беседы', '3. Договорённости и обязательства']],
  ] as const)('of a memcon in %s and %s has the order of chapters of the first in both', (first, second, names) => {
    const heads = rowsOf(partsOf(memcon(first, second))).filter(({ left }) => left[0]?.type === 'heading')
    expect(heads.slice(0, 3).map(({ left }) => wordsOf(left)[0])).toEqual(names)
    const numbers = heads.map(({ left, right }) => [left, right].map((parts) => wordsOf(parts)[0]?.match(/^\d+/)?.[0]))
    expect(numbers.every(([left, right]) => left !== undefined && left === right)).toBe(true)
  })

  test('of a register is one table with both languages in its head and its groups', () => {
    const table = partsOf({ kind: 'register', audience: 'internal', language: 'en', secondLanguage: 'ru' }).find(
      ({ type }) => type === 'table',
    )
    if (table?.type !== 'table') throw new Error('no table')
    expect(table.columns.map(({ heading }) => heading)).toContain('Deadline / Срок')
    expect(wordsOf([table]).filter((words) => words === 'Both sides prepare a joint course for engineers.')).toHaveLength(1)
  })

  test('of a report has each chapter once in its contents, and leads to it', () => {
    const parts = partsOf({ kind: 'report', audience: 'internal', language: 'en', secondLanguage: 'uz-Latn' }, seventeenMeetingsVisit())
    const contents = parts.find(({ type }) => type === 'contents')
    if (contents?.type !== 'contents') throw new Error('no contents')
    const anchored = parts.flatMap((part) => (part.type === 'heading' && part.anchor !== undefined ? [part] : []))
    expect(contents.entries.map(({ anchor, text }) => [anchor, text])).toEqual(anchored.map(({ anchor, text }) => [anchor, text]))
    expect(contents.entries[0]?.text).toMatch(/ \/ /)
  })

  test('carries both languages in its properties and in its name, and no request for one language twice', () => {
    const { properties } = memoContent(letterVisit(), letter('en', 'ja')).memo
    expect(properties.custom).toContainEqual({ name: 'Lang', value: 'en ja' })
    expect(properties.title).toBe('Letter of thanks: PIE / 御礼: PIE')
    expect(memoFileName(letterVisit(), letter('uz-Latn', 'ja'))).toBe('TST2025_letter_PIE_uz-Latn-ja_2025-03-03_v3.docx')
    expect(memoContent(letterVisit(), letter('en', 'en')).memo).toEqual(memoContent(letterVisit(), letter('en')).memo)
  })
})
