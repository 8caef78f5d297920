import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import mammoth from 'mammoth'
import { LANGUAGES } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { MemoRequest } from '@memos/content/request.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { expectedParagraphs } from '../../support/docx-expected.ts'
import { lintDocx } from '../../support/docx-lint.ts'
import { noOffice, printDocx, validateDocx } from '../../support/docx-programs.ts'
import { letterVisit, LETTER_EDITS } from '../../support/letter-fixtures.ts'
import { emptyVisit, hostileVisit, seventeenMeetingsVisit } from '../../support/visit-file-fixtures.ts'

const isFull = process.env.SAFARNOMA_FULL === '1'

/** Every request that a visit can have of these kinds, and of documents in two languages. */
function requestsOf(file: VisitFile, languages: readonly (typeof LANGUAGES)[number][] = LANGUAGES): MemoRequest[] {
  return languages.flatMap((language): MemoRequest[] => {
    const secondLanguage = language === 'ja' ? 'en' : 'ja'
    const letters = file.organizations.slice(0, 2).flatMap(({ key }): MemoRequest[] => {
      const letter = { kind: 'letter' as const, audience: 'shared' as const, language, organizationKey: key, edits: LETTER_EDITS }
      return [letter, { ...letter, secondLanguage, isDraft: true }]
    })
    const first = file.meetings[0]?.key ?? ''
    // Slow of many meetings: in one language they stand for all.
    const ofTheVisit = { language, secondLanguage } as const
    return [
      ...(language === 'ru' ? ([{ kind: 'report', audience: 'internal', ...ofTheVisit }] as const) : []),
      { kind: 'register', audience: 'shared', ...ofTheVisit },
      ...letters,
      { kind: 'memcon', audience: 'internal', language, secondLanguage, meetingKey: first },
      { kind: 'brief', audience: 'internal', language, meetingKey: first },
      { kind: 'brief', audience: 'internal', language, earlier: [letterVisit()] },
    ]
  })
}

const VISITS = { empty: emptyVisit(), letters: letterVisit(), seventeen: seventeenMeetingsVisit() }

describe('letters, briefs and documents in two languages', () => {
  test.each(Object.entries(VISITS))('of a visit (%s) have no fault that Word would refuse, and no word is lost', async (_name, file) => {
    for (const request of requestsOf(file)) {
      const { bytes } = await writeMemo({ ...request, file })
      const name = `${request.kind} ${request.language}`
      expect(lintDocx(bytes, { hasDates: file.updatedAt !== undefined }), name).toEqual([])
      const { value } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) })
      const read = value.split(/\n+/).filter((line) => line !== '')
      expect(read, name).toEqual(expectedParagraphs(memoContent(file, request).memo).flatMap((line) => line.split('\n')))
    }
  })

  test('of hostile text are whole', async () => {
    const file = { ...hostileVisit(), updatedAt: '2025-03-10T09:00:00Z' }
    const [agreement] = file.agreements
    const hostile = agreement?.text ?? ''
    const meetings = file.meetings.map((meeting) => ({
      ...meeting,
      pointsToMake: hostile,
      gettingThere: hostile,
      objectives: [{ text: hostile, success: hostile }],
    }))
    const all = { ...file, meetings, agreements: file.agreements.map((one) => ({ ...one, isShareable: true, status: 'signed' as const })) }
    for (const request of requestsOf(all, ['uz-Latn', 'ja'])) {
      const edits = { ...LETTER_EDITS, addressee: `${hostile}\n${hostile}`, salutation: hostile, contact: hostile }
      const { bytes } = await writeMemo({ ...request, edits, file: all })
      expect(lintDocx(bytes, { allowLeftovers: true })).toEqual([])
      if (isFull || request.language === 'ja') expect(await validateDocx(bytes, 'Office2019')).toEqual([])
    }
  })

  test('are valid to the Open XML SDK', async () => {
    const chosen = requestsOf(letterVisit(), isFull ? LANGUAGES : ['uz-Cyrl', 'ja']).filter((_, index) => isFull || index % 2 === 0)
    const versions = ['Office2019', 'Microsoft365'] as const
    for (const [index, request] of chosen.entries()) {
      const { bytes } = await writeMemo({ ...request, file: letterVisit() })
      for (const version of isFull ? versions : versions.slice(index % 2).slice(0, 1)) {
        expect(await validateDocx(bytes, version), JSON.stringify(request)).toEqual([])
      }
    }
  })

  test('are the same bytes again, also after others', async () => {
    const hash = async (request: MemoRequest): Promise<string> =>
      createHash('sha256')
        .update((await writeMemo({ ...request, file: letterVisit() })).bytes)
        .digest('hex')
    const requests = requestsOf(letterVisit(), ['ja', 'ru'])
    const before = await Promise.all(requests.map(hash))
    expect(await Promise.all(requests.toReversed().map(hash))).toEqual(before.toReversed())
    expect(new Set(before).size).toBe(before.length)
  })

  test.skipIf(noOffice() !== undefined)('print on A4: a letter on one page, and each meeting of a pack begins a page', async () => {
    const file = letterVisit()
    const letters: MemoRequest[] = LANGUAGES.map((language) => ({
      kind: 'letter',
      audience: 'shared',
      language,
      organizationKey: 'partner',
      edits: LETTER_EDITS,
    }))
    const pack: MemoRequest = { kind: 'brief', audience: 'internal', language: 'en' }
    const documents = await Promise.all([...letters, pack].map(async (request) => (await writeMemo({ ...request, file })).bytes))
    const printed = await printDocx(documents)
    expect(printed.slice(0, -1).map(({ pages }) => pages)).toEqual(LANGUAGES.map(() => 1))
    expect(printed.flatMap(({ sizes }) => sizes).every((size) => size.includes('(A4)'))).toBe(true)
    const pages = printed.at(-1)?.text.split('\f') ?? []
    for (const title of ['Talks on training', 'Other talks', 'Second talks']) {
      expect(
        pages.filter((page) => page.trimStart().startsWith('Meeting') && page.trimStart().split('\n')[0]?.includes(title)),
      ).toHaveLength(1)
    }
  })
})
