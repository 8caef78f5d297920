import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '@shared/domain/record.ts'
import { parseVisitFileText } from '@shared/domain/visit-file-text.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { MEMO_KINDS, type Audience } from '@memos/content/request.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { DAMAGES, damaged, pagesOf } from '../../support/docx-damage.ts'
import { lintDocx } from '../../support/docx-lint.ts'
import { docxTexts } from '../../support/docx-parts.ts'
import { validateDocx } from '../../support/docx-programs.ts'
import { FULL, letterhead } from '../../support/letterheads.ts'
import { LOOKS, VISITS, askedOf, combinations, preparedVisit, representative, type LookName } from '../../support/memo-matrix.ts'
import { HOSTILE, hostileVisit, oneMeetingVisit } from '../../support/visit-file-fixtures.ts'

/** Beside what tests/unit/memos/matrix.test.ts has in every run, our own documents in the languages that it leaves for the full run. */
const isFull = process.env['SAFARNOMA_FULL'] === '1'
const known = new Set(representative().map(String))
const linted = combinations().filter(
  (one) => !isFull && one[0] === 'internal' && one[2] !== 'forty' && !/in-two|numbered/.test(one[1]) && !known.has(String(one)),
)

/** The validator takes a second for each. */
const VALIDATED: readonly LookName[] = ['memcon', 'report', 'register', 'letter', 'brief']
const hostilePreparation = (text: string) => ({
  pointsToMake: text,
  ifRaised: text,
  gettingThere: text,
  backgroundNotToDisclose: text,
  objectives: [{ text, success: text }],
})

const sample = (): VisitFile => {
  const parsed = parseVisitFileText(readFileSync('resources/samples/tokyo-2025.visit.json', 'utf8'))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.file
}

async function memoOf(file: VisitFile, kind: 'memcon' | 'report', language: Language): Promise<Uint8Array> {
  return written(file, ['internal', kind, language])
}

async function written(file: VisitFile, asked: readonly [Audience, LookName, Language]): Promise<Uint8Array> {
  const request = askedOf(file, asked)
  if (request === undefined) throw new Error(`No ${asked.join(' ')}`)
  return (await writeMemo({ ...request, file })).bytes
}

async function onLetterhead(file: VisitFile, asked: readonly [Audience, LookName, Language]): Promise<Uint8Array> {
  const request = askedOf(file, asked)
  if (request === undefined) throw new Error(`No ${asked.join(' ')}`)
  return (await writeMemo({ ...request, file, letterhead: await letterhead({ body: FULL }) })).bytes
}

describe('documents in every language', () => {
  if (linted.length > 0) {
    test.each(linted)('%s %s of a visit with %s in %s has nothing that Word prints badly', async (...combination) => {
      const [audience, look, visit, language] = combination
      const file = VISITS[visit]()
      expect(lintDocx(await written(file, [audience, look, language]), { hasDates: file.updatedAt !== undefined })).toEqual([])
    })
  }

  test.each(LANGUAGES)('the memos of the sample visit, which has no dates, read well in %s', async (language) => {
    const file = sample()
    expect(lintDocx(await memoOf(file, 'report', language), { hasDates: false })).toEqual([])
    expect(lintDocx(await memoOf(file, 'memcon', language), { hasDates: false })).toEqual([])
  })
})

describe('documents of hostile text', () => {
  const looks = Object.keys(LOOKS) as LookName[]
  const hostile = hostileVisit()
  const settled = {
    ...hostile,
    meetings: hostile.meetings.map((meeting) => ({ ...meeting, ...hostilePreparation(HOSTILE.join(' ')) })),
    agreements: hostile.agreements.map((one) => ({ ...one, isShareable: true, status: 'signed' as const })),
  }

  test.concurrent.each(looks)('a %s of text that breaks careless writers is valid', async (look) => {
    const language = LANGUAGES[looks.indexOf(look) % LANGUAGES.length] ?? 'en'
    const bytes = await written(settled, [look.startsWith('letter') ? 'shared' : 'internal', look, language])
    expect(lintDocx(bytes, { hasDates: false, allowLeftovers: true })).toEqual([])
    if (isFull || VALIDATED.includes(look)) expect(await validateDocx(bytes, 'Microsoft365')).toEqual([])
    if (isFull) expect(await validateDocx(bytes, 'Office2019')).toEqual([])
  })

  test('a link that could harm is plain text, and a good one is a link', async () => {
    const bytes = await memoOf(oneMeetingVisit(), 'memcon', 'en')
    const relations = docxTexts(bytes).get('word/_rels/document.xml.rels') ?? ''
    expect(relations).toContain('Target="https://example.org/a?b=c&amp;d=%22e%22"')
    expect([...docxTexts(bytes).values()].join('')).not.toContain('javascript:')
  })
})

describe('the checks themselves', () => {
  const file = preparedVisit()
  const audienceOf = (look: LookName): Audience => (look.startsWith('letter') ? 'shared' : 'internal')
  const goodOnes = new Map<string, Promise<Uint8Array>>([
    ...MEMO_KINDS.map((kind) => [kind, written(file, [audienceOf(kind), kind, 'en'])] as const),
    ['memcon in two columns', written(file, ['internal', 'memcon-in-two', 'ru'])],
    ['report across the page', written(file, ['internal', 'report-in-two', 'en'])],
    ['letter on a letterhead', onLetterhead(file, ['shared', 'letter', 'uz-Latn'])],
    ['report on a letterhead', onLetterhead(file, ['internal', 'report', 'ja'])],
  ])
  const gate = [...goodOnes.keys()].flatMap((name) => Object.keys(DAMAGES).map((damage) => [name, damage] as const))

  test('have a section across the page to break, and one in two columns', async () => {
    const across = await goodOnes.get('report across the page')
    expect(pagesOf(across ?? new Uint8Array())).toEqual(['upright', 'across', 'upright'])
    const columns = await goodOnes.get('memcon in two columns')
    expect(docxTexts(columns ?? new Uint8Array()).get('word/document.xml')).toContain('<w:insideV w:val="none"')
  })

  test('notice by themselves, without the validator, that the properties of a paragraph are out of order', async () => {
    const bytes = damaged((await goodOnes.get('memcon')) ?? new Uint8Array(), 'paragraph properties out of order', 'beginning')
    expect(lintDocx(bytes)).toEqual([expect.stringMatching(/^word\/document\.xml: properties out of order: jc pStyle/)])
  })

  test.concurrent.each(gate)('in a %s, %s is noticed', async (name, damage) => {
    const good = (await goodOnes.get(name)) ?? new Uint8Array()
    const options = { isOnLetterhead: name.endsWith('letterhead') }
    expect(lintDocx(good, options)).toEqual([])
    const bytes = damaged(good, damage, name.includes('across') ? 'second section' : 'beginning')
    const lint = lintDocx(bytes, options)
    expect(lint.length > 0 ? lint : await validateDocx(bytes, 'Microsoft365')).not.toEqual([])
  })
})
