import { describe, expect, it } from 'vitest'
import { writeMemo } from '@memos/write-memo.ts'
import { PAGE_MARK, PAGES_MARK } from '../../../../src/renderer/features/memos/preview/page-marks.ts'
import { pagedFiles } from '../../../../src/renderer/features/memos/preview/paged-files.ts'
import { docxTexts, withPart } from '../../../support/docx-parts.ts'
import { seventeenMeetingsVisit } from '../../../support/visit-file-fixtures.ts'

const report = async (language: 'en' | 'ru') =>
  (await writeMemo({ kind: 'report', language, audience: 'internal', file: seventeenMeetingsVisit() })).bytes
const textOf = (bytes: Uint8Array, part: RegExp): string =>
  [...docxTexts(bytes)]
    .filter(([name]) => part.test(name))
    .map(([, text]) => text)
    .join('')

describe('the files of a preview as pages', () => {
  it('have marks where a page says its number, and keep all else', async () => {
    const { file } = pagedFiles(await report('en'))
    expect(textOf(file, /footer\d/)).toContain(`<w:t>${PAGE_MARK}</w:t>`)
    expect(textOf(file, /footer\d/)).toContain(`<w:t>${PAGES_MARK}</w:t>`)
    expect(textOf(file, /footer\d/)).not.toContain('fldChar')
    expect(textOf(file, /document\.xml$/)).toBe(textOf(await report('en'), /document\.xml$/))
  })

  it('take a number that another program left in a field for a mark too', async () => {
    const field =
      '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE \\* MERGEFORMAT </w:instrText></w:r>' +
      '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    const edited = withPart(await report('en'), 'word/footer1.xml', (text) => text.replace('</w:ftr>', `<w:p>${field}</w:p></w:ftr>`))
    expect(textOf(pagedFiles(edited).file, /footer1/)).toContain(`<w:p><w:r><w:t>${PAGE_MARK}</w:t></w:r></w:p></w:ftr>`)
  })

  it('have beside them one with nothing but the ends of the sections, none with a first page of its own kind', async () => {
    const bytes = await report('ru')
    const [whole, continued] = [textOf(bytes, /document\.xml$/), textOf(pagedFiles(bytes).continued, /document\.xml$/)]
    expect(whole).toContain('<w:titlePg/>')
    expect(continued).not.toContain('<w:titlePg')
    expect(continued.match(/<w:sectPr\b/g)).toHaveLength(whole.match(/<w:sectPr\b/g)?.length ?? 0)
    expect(continued).not.toContain('<w:t')
    expect(textOf(pagedFiles(bytes).continued, /header\d/)).toContain(PAGE_MARK)
  })

  it('cannot be made of what is no Word file', () => {
    expect(() => pagedFiles(new TextEncoder().encode('no'))).toThrow('not-a-word-file')
  })
})
