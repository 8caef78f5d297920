import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '@shared/domain/record.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import { noteParts } from '@memos/content/note-parts.ts'
import { cleanText, linkAddress } from '@memos/document/text.ts'
import { asciiName, memoFileName } from '@memos/file-name.ts'
import { labelsOf } from '@memos/labels/labels-of.ts'
import { SOURCES } from '@memos/labels/sources.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { docxTexts } from '../../support/docx-parts.ts'
import { emptyVisit, oneMeetingVisit, said, seventeenMeetingsVisit, visitFileOf, words } from '../../support/visit-file-fixtures.ts'

const internal = { audience: 'internal' } as const

describe('the labels', () => {
  /** Every text of a table of labels with its name; functions are called with sample values. */
  const texts = (language: Language): [string, string][] => {
    const { phrase, time: _time, number: _number, language: _language, settlesFirst: _settlesFirst, ...plain } = labelsOf(language)
    const flat = Object.entries(plain).flatMap(([group, entries]) => stringsOf(group, entries))
    const strings = Object.entries(phrase).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    return [...flat, ...strings]
  }
  /** What a group of labels says, whatever groups it has within; set phrases with a gap are read elsewhere. */
  const stringsOf = (name: string, value: unknown): [string, string][] =>
    typeof value === 'string'
      ? [[name, value]]
      : Object.entries(value ?? {}).flatMap(([inner, more]) => stringsOf(`${name}.${inner}`, more))
  const SCRIPT: Record<Language, RegExp> = {
    en: /^[\x20-\x7e]+$/,
    'uz-Latn': /^[\x20-\x7e‘’]+$/,
    'uz-Cyrl': /^[\p{Script=Cyrillic}\x20-\x7e]+$/u,
    ru: /^[\p{Script=Cyrillic}\x20-\x7e№«»]+$/u,
    ja: /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}・：、。（）ー　]+$/u,
  }

  test.each(LANGUAGES)('of %s are complete, in the script of the language, and without its neighbour’s letters', (language) => {
    for (const [name, text] of texts(language)) {
      expect(text, name).toMatch(SCRIPT[language])
      if (language === 'ru') expect(text, name).not.toMatch(/[ўқғҳ]/i)
      if (language === 'uz-Latn') expect(text, name).not.toMatch(/[oOgG]'|[oOgG]’/)
    }
  })

  test.each(LANGUAGES)('of %s are the only words that a memo of bare records prints', (language) => {
    const known = new Set(texts(language).map(([, text]) => text))
    const { memo } = memoContent(emptyVisit(), { kind: 'memcon', meetingKey: 'bare', language, ...internal })
    for (const part of memo.sections.flatMap(({ parts }) => parts)) {
      if (part.type === 'title') expect(known).toContain(part.kind)
      if (part.type === 'facts') for (const { label } of part.rows) expect(known).toContain(label)
    }
  })

  test.each(LANGUAGES)('of %s that have a source are there under that name', (language) => {
    const names = new Set(texts(language).map(([name]) => name))
    for (const [name, source] of Object.entries(SOURCES[language])) {
      expect(names, name).toContain(name)
      expect(source).not.toBe('')
    }
  })

  test('print the twelve months by their own tables', () => {
    const day = (language: Language, month: number): string => labelsOf(language).time.day(`2026-${String(month).padStart(2, '0')}-24`)
    expect(day('uz-Latn', 11)).toBe('2026\u2011yil\u00a024\u2011noyabr')
    expect(day('uz-Cyrl', 11)).toBe('2026\u00a0йил\u00a024\u00a0ноябрь')
    expect(day('ru', 11)).toBe('24\u00a0ноября\u00a02026\u00a0г.')
    expect(day('en', 11)).toBe('24\u00a0November\u00a02026')
    expect(day('ja', 11)).toBe('2026年11月24日（火）')
    expect(day('ja', 3)).toBe('2026年3月24日（火）')
    for (const language of LANGUAGES) expect(new Set(Array.from({ length: 12 }, (_, index) => day(language, index + 1))).size).toBe(12)
    expect(LANGUAGES.map((language) => labelsOf(language).time.shortDay('2026-11-24'))).toEqual([
      '24\u00a0Nov\u00a02026',
      '24.11.2026',
      '24.11.2026',
      '24.11.2026',
      '2026/11/24',
    ])
  })
})

describe('file names', () => {
  const memcon = (meetingKey: string, language: Language = 'en') => ({ kind: 'memcon', meetingKey, language, ...internal }) as const
  const report = (language: Language) => ({ kind: 'report', language, ...internal }) as const

  test('name visit, kind, meeting, language, day and version', () => {
    expect(memoFileName(oneMeetingVisit(), memcon('meeting-1', 'uz-Latn'))).toBe('TYO2025_memcon_01-METI_uz-Latn_2025-03-04_v2.docx')
    expect(memoFileName(oneMeetingVisit(), report('ja'))).toBe('TYO2025_report_all_ja_2025-03-03_v2.docx')
  })

  test('leave out what the file does not say', () => {
    expect(memoFileName(emptyVisit(), memcon('bare', 'ru'))).toBe('visit_memcon_01_ru.docx')
    expect(memoFileName(emptyVisit(), report('ru'))).toBe('visit_report_all_ru.docx')
  })

  test('are short, plain and different for every meeting', () => {
    const file = seventeenMeetingsVisit()
    const names = file.meetings.map(({ key }) => memoFileName(file, memcon(key, 'uz-Cyrl')))
    expect(new Set(names).size).toBe(17)
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9._-]{1,100}$/)
  })

  test('write other alphabets in Latin letters, and drop what has none', () => {
    expect(asciiName('Министерство ўзбек')).toBe('Ministerstvo-ozbek')
    expect(asciiName('O‘zbekiston: IT-park’i')).toBe('Ozbekiston-IT-parki')
    expect(asciiName('../../etc/passwd')).toBe('etc-passwd')
    expect(asciiName('経済産業省')).toBe('')
    expect(asciiName('Université')).toBe('Universite')
  })
})

describe('properties of a document', () => {
  const texts = async (file = oneMeetingVisit()) =>
    docxTexts((await writeMemo({ kind: 'memcon', meetingKey: file.meetings[0]?.key ?? '', language: 'en', ...internal, file })).bytes)
  const customOf = (xml: string): Record<string, string> =>
    Object.fromEntries([...xml.matchAll(/name="(\w+)"[^>]*><vt:lpwstr>([^<]*)</g)].map(([, name = '', value = '']) => [name, value]))

  test('are those of the record', async () => {
    const parts = await texts()
    const core = parts.get('docProps/core.xml') ?? ''
    expect(core).toContain('<dc:title>Memorandum of Conversation: METI</dc:title>')
    expect(core).toContain('<dc:subject>Working visit to Tokyo</dc:subject>')
    expect(core).toContain('<dc:creator>2 Delegate</dc:creator>')
    expect(core).toContain('<cp:lastModifiedBy>2 Delegate</cp:lastModifiedBy>')
    expect(core).toMatch(/<dcterms:created[^>]*>2025-03-12T20:30:00Z<.*<dcterms:modified[^>]*>2025-03-12T20:30:00Z</s)
    expect(customOf(parts.get('docProps/custom.xml') ?? '')).toEqual({
      DocKind: 'memcon',
      VisitId: '00000000-0000-4000-8000-000000000001',
      MeetingIds: '00000000-0000-4000-8000-000000000101',
      Lang: 'en',
      SchemaVersion: '1',
      RecordSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      TextSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      Audience: 'internal',
    })
    expect(
      [...parts]
        .filter(([name]) => name.startsWith('word/footer'))
        .map(([, xml]) => xml)
        .join(''),
    ).toContain('memcon · TYO2025 · v2')
  })

  test('without an id and a date leave both out', async () => {
    const parts = await texts(emptyVisit())
    expect(Object.keys(customOf(parts.get('docProps/custom.xml') ?? ''))).toEqual([
      'DocKind',
      'Lang',
      'SchemaVersion',
      'RecordSha256',
      'TextSha256',
      'Audience',
    ])
    expect(parts.get('docProps/core.xml')).not.toContain('dcterms:')
  })

  test('numbers stand at the top from the second page on in Uzbek and Russian, at the foot elsewhere', async () => {
    const write = async (language: Language) =>
      docxTexts((await writeMemo({ kind: 'report', language, ...internal, file: oneMeetingVisit() })).bytes)
    const russian = await write('ru')
    expect(russian.get('word/document.xml')?.match(/<w:titlePg/g)).toHaveLength(1)
    expect([...russian].filter(([name, xml]) => name.startsWith('word/header') && xml.includes('PAGE')).length).toBeGreaterThan(0)
    const english = await write('en')
    expect([...english.keys()].filter((name) => name.startsWith('word/header'))).toEqual([])
    expect([...english].filter(([name, xml]) => name.startsWith('word/footer') && xml.includes('NUMPAGES')).length).toBeGreaterThan(0)
  })

  test('progress counts up to its total', async () => {
    const steps: [number, number][] = []
    await writeMemo({ kind: 'report', language: 'en', ...internal, file: oneMeetingVisit() }, (done, total) => steps.push([done, total]))
    expect(steps.at(-1)?.[0]).toBe(steps.at(-1)?.[1])
    expect(steps.map(([done]) => done)).toEqual(steps.map(([done]) => done).toSorted((a, b) => a - b))
    expect(new Set(steps.map(([, total]) => total)).size).toBe(1)
  })
})

describe('text of people', () => {
  test('loses only what no document can hold, and its line ends become breaks', () => {
    expect(cleanText('a\u0000b\u001fc\ufffed\uffffe\ufdd0f')).toBe('abcdef')
    expect(cleanText('a\r\nb\rc\u2028d\u0085e')).toBe('a\nb\nc\nd\ne')
    expect(cleanText('‘o‘zbek’ 👩‍👩‍👧 𠮷\u00a0\u00ad\u200f\ufeff\ufffd')).toBe('‘o‘zbek’ 👩‍👩‍👧 𠮷\u00a0\u00ad\u200f\ufeff\ufffd')
  })

  test('a link is an address that Word opens, or nothing', () => {
    expect(linkAddress('https://example.org:8080/a b')).toBeUndefined()
    expect(linkAddress('https://example.org/ж?q=日本#x')).toBe('https://example.org/%D0%B6?q=%E6%97%A5%E6%9C%AC#x')
    expect(linkAddress('mailto:office@example.org')).toBe('mailto:office@example.org')
    for (const href of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'http://[::',
      '//example.org',
      'https://exa mple.org',
      `https://example.org/${'ж'.repeat(900)}`,
      '',
    ]) {
      expect(linkAddress(href)).toBeUndefined()
    }
  })
})

describe('the parts of a note', () => {
  const table = (rows: object[][]) => noteParts({ bodySchema: 1, blocks: [{ type: 'table', rows: rows as never }] }, 2)
  const cell = (text: string, more: object = {}) => ({ blocks: [said(text)], ...more })

  test('are full grids whatever the cells span', () => {
    const [grid] = table([[cell('a', { rowspan: 3 }), cell('b', { colspan: 2 })], [cell('c')], [cell('d'), cell('e'), cell('f')], []])
    if (grid?.type !== 'grid') throw new Error('not a grid')
    expect(grid.columns).toBe(4)
    for (const row of grid.rows) expect(row.reduce((sum, { span }) => sum + span, 0)).toBe(4)
    expect(grid.rows.map(([first]) => first?.merge)).toEqual(['first', 'further', 'further', 'none'])
  })

  test('are no merged cell at the last row, no header where none was meant, and paragraphs for a table that is too wide', () => {
    const [last] = table([[cell('a', { rowspan: 9 })]])
    expect(last?.type === 'grid' && last.rows[0]?.[0]?.merge).toBe('none')
    expect(last?.type === 'grid' && last.headerRows).toBe(0)
    expect(table([Array.from({ length: 64 }, () => cell('x'))])).toEqual([expect.objectContaining({ type: 'paragraph' })])
    expect(table([])).toEqual([])
  })

  test('are headings that never jump a level', () => {
    const blocks = [3, 1, 3, 2].map((level) => ({ type: 'heading' as const, level: level as 1 | 2 | 3, content: words(`h${level}`) }))
    const levels = (first: 2 | 3) => noteParts({ bodySchema: 1, blocks }, first).map((part) => part.type === 'heading' && part.level)
    expect(levels(2)).toEqual([2, 2, 3, 3])
    expect(levels(3)).toEqual([3, 3, 3, 3])
  })
})

test('a meeting without a title goes by its organizations', () => {
  const file = visitFileOf({
    safarnoma: 1,
    visit: {},
    organizations: [{ key: 'o', name: 'Zeroboard' }],
    meetings: [{ key: 'm', organizations: ['o'] }],
  })
  const { memo } = memoContent(file, { kind: 'memcon', meetingKey: 'm', language: 'ja', ...internal })
  expect(memo.properties.title).toBe('面談記録: Zeroboard')
})
