import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '@shared/domain/record.ts'
import { parseVisitFileText } from '@shared/domain/visit-file-text.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { AUDIENCES, type Audience, type MemoRequest } from '@memos/content/request.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { DAMAGES } from '../../support/docx-damage.ts'
import { lintDocx } from '../../support/docx-lint.ts'
import { docxTexts } from '../../support/docx-parts.ts'
import { validateDocx } from '../../support/docx-programs.ts'
import { emptyVisit, hostileVisit, manyMeetingsVisit, oneMeetingVisit, seventeenMeetingsVisit } from '../../support/visit-file-fixtures.ts'

const VISITS = { empty: emptyVisit, one: oneMeetingVisit, seventeen: seventeenMeetingsVisit, forty: () => manyMeetingsVisit(40) }
type VisitName = keyof typeof VISITS

/** What is asked of each visit: every kind, and every look of a kind that is laid out in its own way. */
const ASKED = {
  memcon: { kind: 'memcon' },
  bayonnoma: { kind: 'memcon', preset: 'bayonnoma' },
  'zapis-besedy': { kind: 'memcon', preset: 'zapis-besedy' },
  gijiroku: { kind: 'memcon', preset: 'gijiroku' },
  report: { kind: 'report' },
  'numbered report': { kind: 'report', pageNumbers: true },
  register: { kind: 'register' },
  'road map': { kind: 'register', preset: 'road-map', grouping: 'month' },
} as const
type AskedName = keyof typeof ASKED
type Combination = readonly [audience: Audience, asked: AskedName, visit: VisitName, language: Language]

const COMBINATIONS = AUDIENCES.flatMap((audience) =>
  (Object.keys(ASKED) as AskedName[]).flatMap((asked) =>
    (Object.keys(VISITS) as VisitName[]).flatMap((visit) => LANGUAGES.map((language): Combination => [audience, asked, visit, language])),
  ),
)
/** All of them on demand. Each time: everything of an internal visit but the longest, and a part of what is shared. */
const isFull = process.env['SAFARNOMA_FULL'] === '1'
const isLinted = ([audience, asked, visit, language]: Combination): boolean =>
  isFull ||
  (visit !== 'forty' &&
    (asked !== 'numbered report' || (visit === 'seventeen' && language === 'uz-Cyrl')) &&
    (audience === 'internal' || (visit === 'one' && language === 'ja')))
/** The validator takes seconds a document: one language of each look. */
const VALIDATED: Readonly<Record<AskedName, Language>> = {
  memcon: 'uz-Latn',
  bayonnoma: 'uz-Cyrl',
  'zapis-besedy': 'ru',
  gijiroku: 'ja',
  report: 'ru',
  'numbered report': 'uz-Cyrl',
  register: 'en',
  'road map': 'uz-Latn',
}
const isChosen = ([audience, asked, visit, language]: Combination): boolean =>
  isFull || (audience === 'internal' && VALIDATED[asked] === language && visit === (ASKED[asked].kind === 'memcon' ? 'one' : 'seventeen'))

/** A draft of our own with everything around the text, and a final paper for the other side. */
const EDITS = {
  registrationNumber: '01-12/345',
  documentDay: '2025-03-12',
  addressee: 'To A\nTo B',
  marking: 'Restricted',
  distribution: ['A', 'B'],
  executor: 'C',
  approver: { name: 'D', post: 'E' },
}

const sample = (): VisitFile => {
  const parsed = parseVisitFileText(readFileSync('resources/samples/tokyo-2025.visit.json', 'utf8'))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.file
}

const memoOf = async (file: VisitFile, kind: 'memcon' | 'report', language: Language): Promise<Uint8Array> =>
  combined(file, ['internal', kind, 'one', language])

async function combined(file: VisitFile, [audience, asked, , language]: Combination): Promise<Uint8Array> {
  const head = { language, audience, isDraft: audience === 'internal', edits: EDITS } as const
  const look = ASKED[asked]
  const request: MemoRequest = look.kind === 'memcon' ? { ...head, ...look, meetingKey: file.meetings[0]?.key ?? '' } : { ...head, ...look }
  return (await writeMemo({ ...request, file })).bytes
}

describe('documents of every kind, audience, language and size', () => {
  test.each(COMBINATIONS.filter(isLinted))('%s %s of a visit with %s in %s has nothing that Word prints badly', async (...combination) => {
    const [, , visit] = combination
    expect(lintDocx(await combined(VISITS[visit](), combination), { hasDates: visit !== 'empty' })).toEqual([])
  })

  test.concurrent.each(COMBINATIONS.filter(isChosen))('%s %s of a visit with %s in %s is valid for Word', async (...combination) => {
    const [, , visit, language] = combination
    const bytes = await combined(VISITS[visit](), combination)
    expect(await validateDocx(bytes, 'Microsoft365')).toEqual([])
    if (isFull || language === 'ja') expect(await validateDocx(bytes, 'Office2019')).toEqual([])
  })

  test.each(LANGUAGES)('the memos of the sample visit, which has no dates, read well in %s', async (language) => {
    const file = sample()
    expect(lintDocx(await memoOf(file, 'report', language), { hasDates: false })).toEqual([])
    expect(lintDocx(await memoOf(file, 'memcon', language), { hasDates: false })).toEqual([])
  })
})

describe('documents of hostile text', () => {
  test.each(['memcon', 'report'] as const)('a %s of text that breaks careless writers is valid', async (kind) => {
    const bytes = await memoOf(hostileVisit(), kind, 'uz-Latn')
    expect(lintDocx(bytes, { hasDates: false, allowLeftovers: true })).toEqual([])
    expect(await validateDocx(bytes, 'Microsoft365')).toEqual([])
  })

  test('a link that could harm is plain text, and a good one is a link', async () => {
    const bytes = await memoOf(oneMeetingVisit(), 'memcon', 'en')
    const relations = docxTexts(bytes).get('word/_rels/document.xml.rels') ?? ''
    expect(relations).toContain('Target="https://example.org/a?b=c&amp;d=%22e%22"')
    expect([...docxTexts(bytes).values()].join('')).not.toContain('javascript:')
  })
})

describe('the checks themselves', () => {
  test.concurrent.each(Object.keys(DAMAGES))('%s is noticed', async (damage) => {
    const bytes = DAMAGES[damage]?.(await memoOf(seventeenMeetingsVisit(), 'report', 'en')) ?? new Uint8Array()
    const lint = lintDocx(bytes)
    expect(lint.length > 0 ? lint : await validateDocx(bytes, 'Microsoft365')).not.toEqual([])
  })
})
