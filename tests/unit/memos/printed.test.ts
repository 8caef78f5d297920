import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { Memo } from '@memos/content/memo.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { noOffice, printDocx, type Pdf } from '../../support/docx-programs.ts'
import { EDITS, LOOKS, VISITS, askedOf, combinations, type Combination, type LookName, type VisitName } from '../../support/memo-matrix.ts'
import { visitFileOf } from '../../support/visit-file-fixtures.ts'

const isFull = process.env['SAFARNOMA_FULL'] === '1'

/** So many pages each, at least and at most. */
const PAGES: Readonly<
  Record<VisitName, Readonly<Record<'memcon' | 'report' | 'register' | 'letter' | 'brief' | 'pack', readonly [number, number]>>>
> = {
  empty: { memcon: [1, 2], report: [1, 2], register: [1, 1], letter: [1, 1], brief: [1, 1], pack: [2, 2] },
  one: { memcon: [2, 4], report: [3, 6], register: [1, 2], letter: [1, 2], brief: [2, 3], pack: [2, 4] },
  seventeen: { memcon: [2, 6], report: [18, 45], register: [4, 14], letter: [1, 2], brief: [1, 3], pack: [17, 40] },
  forty: { memcon: [2, 6], report: [40, 110], register: [4, 14], letter: [1, 2], brief: [1, 3], pack: [38, 90] },
}
const familyOf = (look: LookName): keyof (typeof PAGES)['one'] =>
  look === 'brief-of-all'
    ? 'pack'
    : ((['report', 'register', 'letter', 'brief'] as const).find((kind) => look.includes(kind)) ??
      (look === 'road-map' ? 'register' : 'memcon'))

/** Each time: every look of one meeting, what may be long of seventeen, and what may be empty of nothing, the languages in turn. */
function chosen(): Combination[] {
  const looks = (Object.keys(LOOKS) as LookName[]).filter((look) => look !== 'numbered-report')
  const asked: readonly (readonly [VisitName, readonly LookName[]])[] = [
    ['one', looks],
    ['seventeen', ['report', 'register', 'road-map', 'brief-of-all', 'report-in-two']],
    ['empty', ['memcon', 'report', 'letter', 'brief-of-all']],
  ]
  return asked.flatMap(([visit, some], turn) =>
    some.map((look, index): Combination => [
      look.startsWith('letter') ? 'shared' : 'internal',
      look,
      visit,
      LANGUAGES[(index + turn) % LANGUAGES.length] ?? 'en',
    ]),
  )
}

/** The documents of one call of LibreOffice, which takes longer to begin than to print a short one: a family of looks in all languages. */
function batches(): [name: string, batch: Combination[]][] {
  if (!isFull) return [['every look in turn', chosen()]]
  const named = new Map<string, Combination[]>()
  for (const one of combinations()) {
    const [audience, look, visit] = one
    const name = `${audience} ${familyOf(look)} of ${visit}`
    named.set(name, [...(named.get(name) ?? []), one])
  }
  return [...named]
}

/** The reports of 40 meetings are a thousand pages. */
const PATIENCE = isFull ? { timeout: 900_000 } : {}

/** Every agreement and commitment with a word of its own, so that a page tells which rows it has. */
function withRowMarks(file: VisitFile): VisitFile {
  const marked = <R extends { text?: string | undefined }>(records: readonly R[], letter: string): R[] =>
    records.map((one, index) => ({ ...one, text: `Row${letter}${String(index + 1).padStart(3, '0')} ${one.text ?? ''}` }))
  return visitFileOf({ ...file, agreements: marked(file.agreements, 'A'), commitments: marked(file.commitments, 'C') })
}

describe.skipIf(noOffice() !== undefined)(`documents as LibreOffice prints them (${noOffice() ?? 'it is here'})`, () => {
  test.each(batches())('%s', PATIENCE, async (_, batch) => {
    const memos: Memo[] = []
    const documents: Uint8Array[] = []
    for (const [audience, look, visit, language] of batch) {
      const file = withRowMarks(VISITS[visit]())
      const request = askedOf(file, [audience, look, language])
      if (request === undefined) throw new Error(`No ${look}`)
      memos.push(memoContent(file, request).memo)
      documents.push((await writeMemo({ ...request, file })).bytes)
    }
    const printed = await printDocx(documents)
    for (const [index, combination] of batch.entries()) {
      const pdf = printed[index]
      const memo = memos[index]
      if (pdf === undefined || memo === undefined) throw new Error('not printed')
      const name = combination.join(' ')
      expectPages(pdf, combination, name)
      expectFonts(pdf, name)
      expectEdges(pdf, combination, name)
      expectHeaderRows(pdf, memo, name)
    }
  })
})

/** The other side gets no notes of ours: of a long visit that is a third of the report. */
const SHARED_REPORT_OF_FORTY = [25, 70] as const

function expectPages({ pages, sizes }: Pdf, [audience, look, visit]: Combination, name: string): void {
  const family = familyOf(look)
  const isShorter = audience === 'shared' && family === 'report' && visit === 'forty'
  const [least, most] = isShorter ? SHARED_REPORT_OF_FORTY : PAGES[visit][family]
  expect(pages, name).toBeGreaterThanOrEqual(least)
  expect(pages, name).toBeLessThanOrEqual(most)
  expect(sizes, name).toHaveLength(pages)
  expect(
    sizes.filter((size) => !/^(595\.3\d* x 841\.89|841\.89 x 595\.3\d*) pts \(A4\)/.test(size)),
    name,
  ).toEqual([])
}

/**
 * Code is set in Courier. Liberation Serif stands in for Times New Roman and lacks қ, ғ, ҳ of Uzbek Cyrillic, which Times has; they
 * come from Noto Serif. Any other family would be a fallback for a letter that is missing.
 */
function expectFonts({ fonts, text }: Pdf, name: string): void {
  expect(
    fonts.filter((font) => !/^(LiberationSerif|IPAMincho|IPAPMincho|LiberationMono|NotoSerif-)/.test(font)),
    name,
  ).toEqual([])
  expect(text, name).not.toMatch(/[\ufffd□]/)
}

/** Numbers, marking and the line at the foot, page by page. */
function expectEdges(pdf: Pdf, [audience, look, , language]: Combination, name: string): void {
  const atTop = language === 'ru' || language.startsWith('uz') || look.startsWith('letter')
  for (const [index, page] of pagesOf(pdf).entries()) {
    const lines = page
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
    const at = `${name}, page ${index + 1}`
    if (!atTop) expect(lines.at(-2)?.replaceAll(' ', ''), at).toBe(`${index + 1}/${pdf.pages}`)
    else if (index > 0) expect(lines[0], at).toBe(String(index + 1))
    expect(lines[0] === EDITS.marking, at).toBe(audience === 'internal' && (!atTop || index === 0))
    expect(lines.at(-1), at).toMatch(/^(memcon|report|register|letter|brief)\b/)
  }
}

/** Across the page lie only registers: where rows of theirs stand, the heads of the columns stand too. */
function expectHeaderRows(pdf: Pdf, memo: Memo, name: string): void {
  const heads = memo.sections.flatMap(({ orientation, parts }) =>
    orientation === 'landscape' ? parts.flatMap((part) => (part.type === 'table' ? [part.columns.map(({ heading }) => heading)] : [])) : [],
  )
  // A narrow column breaks a Japanese head anywhere, and others behind a hyphen.
  const words = (heads[0] ?? []).flatMap((heading) => heading.split(/\s+|(?<=[\p{Script=Han}・-])/u))
  const rows = memo.sections.flatMap(({ orientation, parts }) =>
    orientation === 'landscape' ? (JSON.stringify(parts).match(/Row[AC]\d{3}/g) ?? []) : [],
  )
  const seen = new Set<string>()
  for (const [index, page] of pagesOf(pdf).entries()) {
    if (!pdf.sizes[index]?.startsWith('841.89')) continue
    const own = page.match(/Row[AC]\d{3}/g) ?? []
    for (const row of own) seen.add(row)
    const missing = own.length === 0 ? [] : words.filter((word) => !page.includes(word))
    expect(missing, `${name}, page ${index + 1}`).toEqual([])
  }
  expect(
    [...new Set(rows)].filter((row) => !seen.has(row)),
    name,
  ).toEqual([])
}

const pagesOf = ({ text }: Pdf): string[] => text.split('\f').slice(0, -1)
