import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { Part } from '@memos/content/memo.ts'
import type { MemoRequest } from '@memos/content/request.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { all, child, docxTexts, parseXml, textOf, value } from '../../support/docx-parts.ts'
import { letterVisit } from '../../support/letter-fixtures.ts'
import { EDITS } from '../../support/memo-matrix.ts'
import { emptyVisit, oneMeetingVisit } from '../../support/visit-file-fixtures.ts'

const memcon = { kind: 'memcon', meetingKey: 'meeting-1', language: 'en', audience: 'internal', edits: EDITS } as const

async function bodyOf(file: VisitFile, request: MemoRequest) {
  const body = parseXml(docxTexts((await writeMemo({ ...request, file })).bytes).get('word/document.xml') ?? '')
  if (typeof body === 'string') throw new Error(body)
  return body
}
const paragraphsOf = async (file: VisitFile, request: MemoRequest) => all(await bodyOf(file, request), 'p')
const partsOf = (file: VisitFile, request: MemoRequest): Part[] =>
  memoContent(file, request).memo.sections.flatMap(({ parts }) => [...parts])

describe('A signature', () => {
  const signed = async (post: string) => {
    const paragraphs = await paragraphsOf(oneMeetingVisit(), {
      ...memcon,
      preset: 'zapis-besedy',
      edits: { signatory: { name: 'A. Surname', post } },
    })
    return paragraphs.filter((one) => value(child(child(one, 'pPr'), 'pStyle'))?.startsWith('MDSignature'))
  }

  test('begins at the left and has its line from the middle of the text on, up to the name at the edge', async () => {
    const [line, ...more] = await signed('Director')
    const stops = line === undefined ? [] : all(line, 'tab').filter((tab) => tab.parentNode?.localName === 'tabs')
    expect(stops.map((stop) => [value(stop), value(stop, 'pos'), value(stop, 'leader')])).toEqual([
      ['left', '4678', undefined],
      ['right', '9355', 'underscore'],
    ])
    expect(line === undefined ? '' : textOf(line)).toBe('Director A. Surname')
    expect(more).toEqual([])
  })

  test('of a long post has the post in lines of its own, which stay with it', async () => {
    const [post, line] = await signed('Advisor to the Minister of Digital Technologies')
    expect(post === undefined ? '' : textOf(post)).toBe('Advisor to the Minister of Digital Technologies')
    expect(child(child(post, 'pPr'), 'keepNext')).toBeDefined()
    expect(line === undefined ? '' : textOf(line)).toBe(' A. Surname')
  })
})

test('The list of who gets a copy is not torn by the end of a page', async () => {
  const small = (await paragraphsOf(oneMeetingVisit(), memcon)).filter((one) => value(child(child(one, 'pPr'), 'pStyle')) === 'MDSmall')
  expect(small.map((one) => [textOf(one), child(child(one, 'pPr'), 'keepNext') !== undefined])).toEqual([
    ['Copy 1 – A', true],
    ['Copy 2 – B', true],
    ['Prepared by: C', false],
  ])
})

describe('A memcon in two languages', () => {
  test.each(LANGUAGES.flatMap((first) => LANGUAGES.filter((one) => one !== first).map((second) => [first, second] as const)))(
    'of %s and %s has each heading beside its own, in the order of the first',
    (language, secondLanguage) => {
      const request = { ...memcon, language, secondLanguage }
      const pairs = partsOf(oneMeetingVisit(), request).flatMap((part) =>
        part.type === 'columns'
          ? part.rows.map(({ left, right }) => [left, right].map((one) => one.find(({ type }) => type === 'heading')))
          : [],
      )
      const headings = pairs.filter((pair) => pair.some((one) => one !== undefined))
      expect(headings.length).toBeGreaterThanOrEqual(4)
      for (const pair of headings) expect(pair).not.toContain(undefined)
    },
  )

  test('is set in one size, also where something stands across both columns', async () => {
    const across = (await paragraphsOf(oneMeetingVisit(), { ...memcon, secondLanguage: 'ja' })).filter((one) =>
      textOf(one).startsWith('METI will take part'),
    )
    expect(across.map((one) => value(child(child(one, 'pPr'), 'pStyle')))).toEqual(['MDColumnText'])
  })
})

test('A report whose signature would stand on a page of its own has it under the register', () => {
  const { proposals: _, ...visit } = oneMeetingVisit().visit
  const { memo } = memoContent({ ...oneMeetingVisit(), visit }, { kind: 'report', language: 'en', audience: 'shared' })
  expect(memo.sections.map(({ orientation }) => orientation)).toEqual(['portrait', 'landscape'])
  expect(memo.sections.at(-1)?.parts.map(({ type }) => type)).toContain('signature')
})

test('A brief has no column in which nothing is known of anybody', () => {
  const headings = (file: VisitFile, meetingKey: string) =>
    partsOf(file, { kind: 'brief', language: 'en', audience: 'internal', meetingKey }).flatMap((part) =>
      part.type === 'table' ? part.columns.map(({ heading }) => heading) : [],
    )
  expect(headings(letterVisit(), 'second')).toEqual(expect.arrayContaining(['Name', 'What we know']))
  const known = headings(oneMeetingVisit(), 'meeting-1')
  expect(known).toContain('Name')
  expect(known).not.toContain('What we know')
})

test('A meeting that goes by its number alone is not named twice', () => {
  for (const kind of ['report', 'brief'] as const) {
    const headings = partsOf(emptyVisit(), { kind, language: 'en', audience: 'internal' }).flatMap((part) =>
      part.type === 'heading' && part.level === 1 ? [part.text] : [],
    )
    expect(headings).toContain('Meeting 1')
    expect(headings.join('\n')).not.toContain('Meeting 1.')
  }
})
