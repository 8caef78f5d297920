import { describe, expect, test } from 'vitest'
import type { MemoRequest } from '@memos/content/request.ts'
import { examineLetterhead } from '@memos/template.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { lintDocx } from '../../support/docx-lint.ts'
import { docxTexts } from '../../support/docx-parts.ts'
import { resavedByOffice, validateDocx } from '../../support/docx-programs.ts'
import { FULL, changed, letterhead, russianStyles, splitRuns, withBody, withRelation } from '../../support/letterheads.ts'
import { hostileVisit, oneMeetingVisit, seventeenMeetingsVisit } from '../../support/visit-file-fixtures.ts'

const USE = { kind: 'report', language: 'uz-Latn' } as const
const REQUEST: MemoRequest = {
  ...USE,
  audience: 'internal',
  edits: {
    registrationNumber: '04-12/345',
    documentDay: '2026-11-24',
    addressee: 'A {{date}} B',
    marking: 'XIZMAT',
    signatory: { name: 'A. B.', post: 'Boshliq' },
  },
}
const textOf = (bytes: Uint8Array): string =>
  (docxTexts(bytes).get('word/document.xml') ?? '').replaceAll(/<[^>]+>/g, '|').replaceAll(/\|+/g, '|')
const isFull = process.env.SAFARNOMA_FULL === '1'

describe('a letterhead is looked at', () => {
  test('and its placeholders are found, unknown or missing, in headers too and where Word split them', async () => {
    const paper = splitRuns(await letterhead({ header: '{{ classification }} {{logo}}', body: ['{{reg_no}}', '{{reg_no}} {{body}}'] }))
    expect(await examineLetterhead(paper, USE)).toMatchObject({
      type: 'taken',
      found: expect.arrayContaining(['reg_no', 'classification', 'body']),
      unknown: ['logo'],
      missing: ['date', 'title'],
    })
    expect(await examineLetterhead(await letterhead(), USE)).toMatchObject({ type: 'taken', found: [], missing: ['date', 'title', 'body'] })
  })

  test('and one that phones home, or that nobody can fill, is refused with the reason', async () => {
    const paper = await letterhead({ body: FULL })
    const outside = withRelation(paper, 'image', 'Target="https://example.org/a.png" TargetMode="External"')
    expect(await examineLetterhead(outside, USE)).toEqual({
      type: 'refused',
      refusal: { code: 'external-relation', detail: 'https://example.org/a.png' },
    })
    const torn = changed(paper, (parts) => (parts['word/document.xml'] = (parts['word/document.xml'] ?? '').replace('</w:body>', '')))
    expect(await examineLetterhead(torn, USE)).toMatchObject({ type: 'refused', refusal: { code: 'broken' } })
  })
})

describe('a document on a letterhead', () => {
  test('has the words in their places and its own title only once, and what they say is never a placeholder', async () => {
    const file = { ...oneMeetingVisit(), visit: { ...oneMeetingVisit().visit, purpose: 'Say {{addressee}} and {{body}}' } }
    const paper = splitRuns(await letterhead({ body: FULL, header: '{{classification}}' }))
    const { bytes } = await writeMemo({ ...REQUEST, file, letterhead: paper })
    const text = textOf(bytes)
    expect(text).toContain('|04-12/345|')
    expect(text).toMatch(/2026\|yil\s24\|noyabr/)
    expect(text).toContain('A {{date}} B')
    expect(text).toContain('Say {{addressee}} and {{body}}')
    expect(text).toContain('Boshliq| |A. B.')
    expect(text.split(file.visit.title ?? '').length).toBe(2)
    expect([...docxTexts(bytes).values()].join('')).toContain('XIZMAT')
    expect(lintDocx(bytes, { isOnLetterhead: true, allowLeftovers: true })).toEqual([])
  })

  test('keeps the headers, the page and the styles of the ministry, and lies across where the register does', async () => {
    const { bytes } = await writeMemo({ ...REQUEST, file: seventeenMeetingsVisit(), letterhead: await letterhead({ body: FULL }) })
    const parts = docxTexts(bytes)
    const sections = parts.get('word/document.xml')?.match(/<w:sectPr\b.*?<\/w:sectPr>/gs) ?? []
    expect(sections.map((one) => /w:orient="landscape"/.test(one))).toEqual([false, true, false])
    expect(sections.map((one) => one.includes('<w:titlePg'))).toEqual([true, false, false])
    expect(sections.every((one) => one.includes('w:left="2000"') && one.includes('headerReference'))).toBe(true)
    expect(
      [...parts]
        .filter(([name]) => name.startsWith('word/header'))
        .map(([, text]) => text)
        .join(''),
    ).toContain('MINISTRY OF SAMPLES')
    expect(lintDocx(bytes, { isOnLetterhead: true, allowLeftovers: true })).toEqual([])
    expect(await validateDocx(bytes, 'Microsoft365')).toEqual([])
  })

  test('without a place for it stands behind what the letterhead says', async () => {
    const { bytes } = await writeMemo({ ...REQUEST, file: oneMeetingVisit(), letterhead: await letterhead({ body: ['Kept line', ''] }) })
    expect(textOf(bytes)).toMatch(/^\|Kept line\|XIZMAT\|/)
    expect(textOf(bytes)).toContain('Yuboruvchi')
  })

  test('uses styles under the ids of a Russian Word, and the ministry’s own of the same name', async () => {
    const paper = russianStyles(await letterhead({ body: FULL }))
    const { bytes } = await writeMemo({ ...REQUEST, file: hostileVisit(), letterhead: paper })
    const document = docxTexts(bytes).get('word/document.xml') ?? ''
    expect(document).toContain('<w:pStyle w:val="1"/>')
    expect(document).toContain('<w:pStyle w:val="Own"/>')
    expect(document).not.toContain('"MDNote"')
    expect(docxTexts(bytes).get('word/styles.xml')).toContain('<w:basedOn w:val="a"/>')
    const problems = lintDocx(bytes, { isOnLetterhead: true, allowLeftovers: true, hasDates: false })
    // The lint knows headings by their usual ids.
    expect(problems.filter((one) => !one.startsWith('heading jumps'))).toEqual([])
    if (isFull) expect(await validateDocx(bytes, 'Microsoft365')).toEqual([])
  })

  test('has a place in a cell, where everything stays on one page across', async () => {
    const cell =
      '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="8000"/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>{{body}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    const { bytes } = await writeMemo({ ...REQUEST, file: oneMeetingVisit(), letterhead: withBody(await letterhead(), cell) })
    expect(
      docxTexts(bytes)
        .get('word/document.xml')
        ?.match(/<w:sectPr\b/g),
    ).toHaveLength(1)
  })

  test('is the same, byte for byte, each time', async () => {
    const order = { ...REQUEST, file: oneMeetingVisit(), letterhead: await letterhead({ body: FULL }) }
    const first = (await writeMemo(order)).bytes
    await writeMemo({ ...order, language: 'ja' })
    expect(Buffer.from((await writeMemo(order)).bytes).equals(Buffer.from(first))).toBe(true)
  })

  test('is valid on paper that LibreOffice saved, but for what that paper has of its own', async () => {
    const saved = await resavedByOffice(await letterhead({ body: FULL }))
    if (saved === null) throw new Error('LibreOffice is not on this computer')
    const own = new Set((await validateDocx(saved, 'Microsoft365')).map((line) => line.replace(/^.*: /, '')))
    const { bytes } = await writeMemo({ ...REQUEST, file: oneMeetingVisit(), letterhead: saved })
    expect((await validateDocx(bytes, 'Microsoft365')).filter((line) => !own.has(line.replace(/^.*: /, '')))).toEqual([])
  })

  test('says nothing internal to the other side, whatever its placeholders ask for', async () => {
    const { bytes } = await writeMemo({
      ...REQUEST,
      audience: 'shared',
      file: oneMeetingVisit(),
      letterhead: await letterhead({ header: '{{classification}}', body: FULL }),
    })
    expect([...docxTexts(bytes).values()].join('')).not.toContain('XIZMAT')
  })
})
