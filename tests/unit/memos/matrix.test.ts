import mammoth from 'mammoth'
import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { Memo } from '@memos/content/memo.ts'
import type { MemoRequest } from '@memos/content/request.ts'
import { labelsOf } from '@memos/labels/labels-of.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { expectedHeadings, expectedParagraphs } from '../../support/docx-expected.ts'
import { lintDocx } from '../../support/docx-lint.ts'
import { docxTexts, parseXml } from '../../support/docx-parts.ts'
import { hasPandoc, readWithPandoc, validateDocx } from '../../support/docx-programs.ts'
import { LOOKS, VISITS, askedOf, combinations, representative, type Combination } from '../../support/memo-matrix.ts'

const isFull = process.env['SAFARNOMA_FULL'] === '1'
const chosen = isFull ? combinations() : representative()
/** The validator takes a second for each document: every run has one of each look, of a visit that fills it, for the one side and the other in turn. */
const validated = isFull ? chosen : Object.keys(LOOKS).flatMap(filledOf)

function filledOf(look: string, turn: number): Combination[] {
  const visit = /report|register|map|all/.test(look) ? 'seventeen' : 'one'
  const filled = chosen.filter((one) => one[1] === look && one[2] === visit)
  return filled.slice(turn % filled.length).slice(0, 1)
}

type Made = { readonly file: VisitFile; readonly request: MemoRequest; readonly memo: Memo; readonly bytes: Uint8Array }

async function made([audience, look, visit, language]: Combination): Promise<Made> {
  const file = VISITS[visit]()
  const request = askedOf(file, [audience, look, language])
  if (request === undefined) throw new Error(`No ${look} for this audience`)
  return { file, request, memo: memoContent(file, request).memo, bytes: (await writeMemo({ ...request, file })).bytes }
}

describe('documents of every kind, audience, language and size', () => {
  test.each(chosen)('%s %s of a visit with %s in %s', async (...combination) => {
    const { file, memo, bytes } = await made(combination)
    expect(lintDocx(bytes, { hasDates: file.updatedAt !== undefined })).toEqual([])
    await expectWords(memo, bytes)
    expectProperties(memo, bytes)
    expectItsLanguage(combination, memo)
  })

  test.concurrent.each(validated)('%s %s of a visit with %s in %s is valid for Word', async (...combination) => {
    const { bytes } = await made(combination)
    expect(await validateDocx(bytes, 'Microsoft365')).toEqual([])
    if (isFull || combination[3] === 'ja') expect(await validateDocx(bytes, 'Office2019')).toEqual([])
  })
})

/** Two other programs read the very words and headings, in order. */
async function expectWords(memo: Memo, bytes: Uint8Array): Promise<void> {
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) })
  const paragraphs = expectedParagraphs(memo)
  const read = value.split('\n\n').filter((words) => words !== '')
  expect(withoutPages(read)).toEqual(withoutPages(paragraphs))
  const { value: html } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes) })
  expect(headingsIn(html)).toEqual(expectedHeadings(memo).map(folded))
  if (!hasPandoc()) return
  const pandoc = await readWithPandoc(bytes)
  const entries = memo.sections.flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'contents' ? part.entries : [])))
  const named = new Set(entries.map(({ text }) => folded(text)))
  const isEntry = (line: string): boolean => named.has(line.replace(/ \d+$/, ''))
  expect(pandoc.paragraphs.map((line) => (isEntry(line) ? line.replace(/ \d+$/, '') : line))).toEqual(
    withoutPages(expectedParagraphs(memo, ' ')).map(folded).filter(Boolean),
  )
  expect(pandoc.headings).toEqual(expectedHeadings(memo).map(folded))
}

const folded = (words: string): string => words.replaceAll(/\s+/gu, ' ').trim()
/** The page behind an entry of the contents is no word of the content. */
const withoutPages = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/\t\d*$/, ''))

const headingsIn = (html: string): string[] =>
  [...html.matchAll(/<h(\d)>(.*?)<\/h\1>/gs)].map(([, level = '', words = '']) => folded(`${level} ${textOfHtml(words)}`))

function textOfHtml(html: string): string {
  const parsed = parseXml(`<p>${html.replaceAll(/<(br|img)\b([^>]*[^/])?>/g, '')}</p>`)
  return typeof parsed === 'string' ? html : (parsed.documentElement?.textContent ?? '')
}

function expectProperties({ properties }: Memo, bytes: Uint8Array): void {
  const parts = docxTexts(bytes)
  const core = parseXml(parts.get('docProps/core.xml') ?? '')
  const custom = parseXml(parts.get('docProps/custom.xml') ?? '')
  if (typeof core === 'string' || typeof custom === 'string') throw new Error('The properties cannot be read')
  const said = (name: string): string | undefined => core.getElementsByTagName(name)[0]?.textContent ?? undefined
  expect({
    title: said('dc:title') ?? '',
    subject: said('dc:subject') ?? '',
    author: said('dc:creator') ?? '',
    lastModifiedBy: said('cp:lastModifiedBy') ?? '',
    keywords: said('cp:keywords') ?? '',
    created: said('dcterms:created'),
    modified: said('dcterms:modified'),
  }).toEqual({
    title: properties.title,
    subject: properties.subject,
    author: properties.author,
    lastModifiedBy: properties.author,
    keywords: properties.keywords,
    created: properties.modified,
    modified: properties.modified,
  })
  const named = [...custom.getElementsByTagName('property')].map((one) => ({ name: one.getAttribute('name'), value: one.textContent }))
  const isHash = ({ name }: { name: string | null }): boolean => name === 'TextSha256'
  expect(named.filter((one) => !isHash(one))).toEqual(properties.custom.filter((one) => !isHash(one)))
  expect(named.find(isHash)?.value).toMatch(/^(?!0{64})[0-9a-f]{64}$/)
}

/** No paragraph is a label of a language that the document is not in. */
function expectItsLanguage([, , , language]: Combination, memo: Memo): void {
  const second = memo.properties.custom.find(({ name }) => name === 'Lang')?.value.split(' ') ?? []
  const own = new Set([language, ...second].flatMap((one) => labelTexts(one as Language)))
  const foreign = new Set(LANGUAGES.flatMap(labelTexts).filter((words) => !own.has(words)))
  expect(expectedParagraphs(memo).filter((words) => foreign.has(words))).toEqual([])
}

function labelTexts(language: Language): string[] {
  const { phrase: _phrase, time: _time, number: _number, language: _language, ...labels } = labelsOf(language)
  const texts = (value: unknown): string[] => (typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(texts))
  return texts(labels)
}
