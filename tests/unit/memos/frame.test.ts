import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '@shared/domain/record.ts'
import type { MemoRequest } from '@memos/content/request.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { all, child, docxTexts, parseXml, textOf, value } from '../../support/docx-parts.ts'
import { oneMeetingVisit } from '../../support/visit-file-fixtures.ts'

const write = async (language: Language, more: Partial<Pick<MemoRequest, 'audience' | 'isDraft' | 'edits'>> = {}) =>
  docxTexts(
    (await writeMemo({ kind: 'memcon', meetingKey: 'meeting-1', language, audience: 'internal', ...more, file: oneMeetingVisit() })).bytes,
  )

type Parts = Awaited<ReturnType<typeof write>>

/** What stands at the top of the first page and of the others: the text of the headers by the kind that the section names. */
function headersOf(parts: Parts): Record<string, string> {
  const body = parseXml(parts.get('word/document.xml') ?? '')
  if (typeof body === 'string') throw new Error(body)
  const relations = parts.get('word/_rels/document.xml.rels') ?? ''
  return Object.fromEntries(
    all(body, 'headerReference').map((reference) => {
      const id = reference.getAttributeNS('http://schemas.openxmlformats.org/officeDocument/2006/relationships', 'id') ?? ''
      const target = new RegExp(`Id="${id}"[^>]*Target="([^"]+)"|Target="([^"]+)"[^>]*Id="${id}"`).exec(relations)
      const header = parseXml(parts.get(`word/${target?.[1] ?? target?.[2]}`) ?? '')
      const text = typeof header === 'string' ? header : all(header, 'p').map(textOf).join('')
      return [value(reference, 'type') ?? '', text]
    }),
  )
}

const xmlOf = (parts: Parts): string => [...parts.values()].join('\n')
const edits = { marking: 'Restricted' }

describe('a marking', () => {
  test.each(['ru', 'uz-Latn', 'uz-Cyrl'] as const)(
    'stands on the first page alone in %s, where the others have their number',
    async (language) => {
      expect(headersOf(await write(language, { edits }))).toEqual({ first: 'Restricted', default: '' })
    },
  )

  test.each(['en', 'ja'] as const)('stands on every page in %s', async (language) => {
    expect(headersOf(await write(language, { edits }))).toEqual({ default: 'Restricted' })
    expect(headersOf(await write(language))).toEqual({})
  })

  test('is the classification of the document, and of no document for the other side', async () => {
    expect((await write('en', { edits })).get('docProps/custom.xml')).toMatch(/name="Classification"[^>]*><vt:lpwstr>Restricted</)
    const shared = await write('en', { edits, audience: 'shared' })
    expect(shared.get('docProps/custom.xml')).toMatch(/name="Audience"[^>]*><vt:lpwstr>shared</)
    expect(xmlOf(shared)).not.toContain('Restricted')
    expect(xmlOf(shared)).not.toContain('Classification')
  })
})

describe('a draft', () => {
  const WORDS: Readonly<Record<Language, string>> = { en: 'DRAFT', 'uz-Latn': 'LOYIHA', 'uz-Cyrl': 'ЛОЙИҲА', ru: 'ПРОЕКТ', ja: '案' }

  test.each(LANGUAGES)('says so across its pages and at its foot in %s; a final paper does not', async (language) => {
    const [draft, final] = [await write(language, { isDraft: true }), await write(language)]
    expect(xmlOf(draft)).toContain(`string="${WORDS[language]}"`)
    expect(xmlOf(final)).not.toContain('<v:textpath')
    const foot = (parts: Parts): string =>
      [...parts]
        .filter(([name]) => /footer\d/.test(name))
        .map(([, text]) => text.replaceAll(/<[^>]*>/g, ''))
        .join()
    expect(foot(draft).length).toBeGreaterThan(foot(final).length)
  })
})

describe('the lines around the text', () => {
  test('have styles of their own: number and day, addressee, copies', async () => {
    const parts = await write('ja', { edits: { registrationNumber: '7', documentDay: '2025-03-12', addressee: 'To A', executor: 'C' } })
    const body = parseXml(parts.get('word/document.xml') ?? '')
    if (typeof body === 'string') throw new Error(body)
    const styles = all(body, 'p').map((paragraph) => value(child(child(paragraph, 'pPr'), 'pStyle')))
    expect(styles).toEqual(expect.arrayContaining(['MDRegistration', 'MDAside', 'MDSmall']))
    expect(parts.get('word/styles.xml')).toMatch(/w:styleId="MDRegistration".*?<w:jc w:val="right"\/>/s)
  })

  test('a day that is none is left out', async () => {
    expect(xmlOf(await write('en', { edits: { documentDay: 'tomorrow' } }))).not.toContain('tomorrow')
  })
})
