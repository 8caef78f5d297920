import mammoth from 'mammoth'
import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { MemoRequest } from '@memos/content/request.ts'
import { cleanText } from '@memos/document/text.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { expectedParagraphs } from '../../support/docx-expected.ts'
import { noOffice, printDocx } from '../../support/docx-programs.ts'
import { hostileVisit, oneMeetingVisit, seventeenMeetingsVisit } from '../../support/visit-file-fixtures.ts'

const internal = { audience: 'internal' } as const

/** What another program reads: one string a paragraph, those without words left out. */
async function readParagraphs(bytes: Uint8Array): Promise<string[]> {
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) })
  return value.split('\n\n').filter((words) => words !== '')
}

describe('another program reads the very words', () => {
  test.each(LANGUAGES)('of a memcon in %s', async (language) => {
    const file = oneMeetingVisit()
    const request: MemoRequest = { kind: 'memcon', meetingKey: 'meeting-1', language, ...internal }
    const { bytes } = await writeMemo({ ...request, file })
    expect(await readParagraphs(bytes)).toEqual(expectedParagraphs(memoContent(file, request).memo))
  })

  test.each(LANGUAGES)('of a report of seventeen meetings in %s', async (language) => {
    const file = seventeenMeetingsVisit()
    const request: MemoRequest = { kind: 'report', language, ...internal }
    const { bytes } = await writeMemo({ ...request, file })
    expect(await readParagraphs(bytes)).toEqual(expectedParagraphs(memoContent(file, request).memo))
  })

  test('of a text that is a word of the library, which would print the number of a page for it', async () => {
    const words = ['CURRENT', 'SECTION', 'TOTAL_PAGES', 'TOTAL_PAGES_IN_SECTION']
    const [title, place, summary, text] = words
    const file = oneMeetingVisit()
    const changed = {
      ...file,
      meetings: file.meetings.map((meeting) => ({ ...meeting, title, place, summary })),
      agreements: file.agreements.map((agreement) => ({ ...agreement, text })),
    }
    const { bytes } = await writeMemo({ kind: 'memcon', meetingKey: 'meeting-1', language: 'en', ...internal, file: changed })
    expect(await readParagraphs(bytes)).toEqual(expect.arrayContaining(words))
  })

  test('of hostile text, without what no document can hold', async () => {
    const file = hostileVisit()
    const request: MemoRequest = { kind: 'memcon', meetingKey: 'meeting', language: 'en', ...internal }
    const { bytes } = await writeMemo({ ...request, file })
    const read = (await readParagraphs(bytes)).join('\n')
    for (const words of expectedParagraphs(memoContent(file, request).memo)) {
      // A heading stands on one line.
      expect(read.replaceAll(/\s+/g, ' ')).toContain(cleanText(words).replaceAll(/\s+/g, ' '))
    }
  })
})

describe.skipIf(noOffice() !== undefined)(`LibreOffice opens and prints (${noOffice() ?? 'it is here'})`, () => {
  const write = async (file: VisitFile, request: MemoRequest) => (await writeMemo({ ...request, file })).bytes

  test('memcon and report in five languages on A4, in the named fonts alone', async () => {
    const documents = await Promise.all([
      ...LANGUAGES.map((language) => write(oneMeetingVisit(), { kind: 'memcon', meetingKey: 'meeting-1', language, ...internal })),
      ...LANGUAGES.map((language) => write(seventeenMeetingsVisit(), { kind: 'report', language, ...internal })),
    ])
    const printed = await printDocx(documents)
    for (const [index, pdf] of printed.entries()) {
      const [least, most] = index < LANGUAGES.length ? [2, 4] : [15, 40]
      expect(pdf.pages).toBeGreaterThanOrEqual(least ?? 0)
      expect(pdf.pages).toBeLessThanOrEqual(most ?? 0)
      expect(new Set(pdf.sizes.map((size) => size.replace(/^841\.89 x 595\.3\d*/, '595.304 x 841.89')))).toEqual(
        new Set(['595.304 x 841.89 pts (A4)']),
      )
      expect(pdf.text).not.toMatch(/[\ufffd□]/)
      // Code is set in Courier. Liberation Serif stands in for Times New Roman and lacks қ, ғ, ҳ of Uzbek Cyrillic, which
      // Times has; they come from Noto Serif. Any other family would be a fallback for a letter that is missing.
      expect(pdf.fonts.filter((font) => !/^(LiberationSerif|IPAMincho|IPAPMincho|LiberationMono|NotoSerif-)/.test(font))).toEqual([])
    }
  })
})
