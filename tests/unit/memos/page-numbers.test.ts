import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { ContentsEntry, Memo } from '@memos/content/memo.ts'
import { MOST_LAID_OUT, textLength, withPageNumbers } from '@memos/document/page-numbers.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { noOffice, printDocx } from '../../support/docx-programs.ts'
import { docxTexts } from '../../support/docx-parts.ts'
import { visitInOneLanguage } from '../../support/visit-in-one-language.ts'
import { oneMeetingVisit, said, visitFileOf } from '../../support/visit-file-fixtures.ts'

const isFull = process.env['SAFARNOMA_FULL'] === '1'
const report = (language: Language) => ({ kind: 'report', language, audience: 'internal', pageNumbers: true }) as const

const entriesOf = (memo: Memo | undefined): readonly ContentsEntry[] =>
  memo?.sections.flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'contents' ? part.entries : []))) ?? []

const numbered = async (file: VisitFile, language: Language) => entriesOf(await withPageNumbers(memoContent(file, report(language)).memo))

describe('page numbers in the contents', () => {
  // LibreOffice takes its time, so one language on every run, and all of them on demand.
  const languages: readonly Language[] = isFull ? LANGUAGES : ['ru']

  test.skipIf(noOffice() !== undefined).each(languages)('are those on which LibreOffice prints the headings in %s', async (language) => {
    const file = visitInOneLanguage(language)
    const { bytes, notices } = await writeMemo({ ...report(language), file })
    expect(notices).toEqual([])
    const [pdf] = await printDocx([bytes])
    const pages = (pdf?.text ?? '').split('\f').map((page) => page.split('\n').map(plain))
    for (const { text, page = 0 } of await numbered(file, language)) {
      const found = pages.flatMap((lines, index) => (lines.includes(plain(text)) ? [index + 1] : []))
      if (language === 'ja') expect(Math.abs((found[0] ?? 0) - page)).toBeLessThanOrEqual(Math.ceil(page * 0.2))
      else expect(found, text).toContain(page)
    }
  })

  test('stand in the field with dots before them, at the edge of the text, and Word is not asked to update', async () => {
    const { bytes } = await writeMemo({ ...report('ru'), file: visitInOneLanguage('ru') })
    const body = docxTexts(bytes).get('word/document.xml') ?? ''
    const contents = /<w:sdt>.*?<\/w:sdt>/s.exec(body)?.[0] ?? ''
    expect(contents).toContain('w:dirty="false"')
    expect(contents).toContain('<w:tab w:val="right" w:pos="9638" w:leader="dot"/>')
    expect(contents).not.toContain('9025')
    expect(contents).toMatch(/<w:tab\/><w:t[^>]*>\d+<\/w:t>/)
  })

  test('are left out, with a notice, of a report that would take too long', async () => {
    const note = { key: 'n', body: { bodySchema: 1 as const, blocks: [said('word '.repeat(20_000))] } }
    const meetings = ['a', 'b', 'c', 'd'].map((key) => ({ key, title: key, notes: [note] }))
    const file = visitFileOf({ ...oneMeetingVisit(), meetings, agreements: [], commitments: [] })
    expect(textLength(memoContent(file, report('en')).memo)).toBeGreaterThan(MOST_LAID_OUT)
    const { notices, bytes } = await writeMemo({ ...report('en'), file })
    expect(notices).toEqual([{ what: 'without-page-numbers' }])
    expect(Buffer.from(bytes).equals(Buffer.from((await writeMemo({ ...report('en'), pageNumbers: false, file })).bytes))).toBe(true)
  })

  test('change nothing where there are no contents', async () => {
    const file = oneMeetingVisit()
    const plainReport = await writeMemo({ ...report('en'), pageNumbers: false, file })
    expect(Buffer.from((await writeMemo({ ...report('en'), file })).bytes).equals(Buffer.from(plainReport.bytes))).toBe(true)
  })
})

/** Words as pages print them: a hyphen that does not break looks like any other, and wide letters stand apart from narrow ones. */
const plain = (text: string): string => text.replaceAll('\u2011', '-').replaceAll(/\s+/gu, '')
