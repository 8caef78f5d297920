import { unzipSync } from 'fflate'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { SHEET_COLUMNS } from '@memos/content/sheet-request.ts'
import { writeSheet } from '@memos/sheet/write-sheet.ts'
import { lintDocx } from '../../support/docx-lint.ts'
import { oneMeetingVisit, seventeenMeetingsVisit, visitFileOf } from '../../support/visit-file-fixtures.ts'

const ALL = { language: 'en', audience: 'internal', columns: SHEET_COLUMNS } as const
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const HOSTILE = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '  =1',
  '＝1',
  'Oʻzbekiston 東京 😀',
  '_x0041_',
  '"quoted", and; more\nsecond',
]

const hostile = () =>
  visitFileOf({ ...oneMeetingVisit(), agreements: [], commitments: HOSTILE.map((text, index) => ({ key: `c${index}`, text })) })

/** The texts of an XLSX by row, read as Excel does. */
function cellsOf(bytes: Uint8Array): string[][] {
  const parts = unzipSync(bytes)
  const part = (name: string): string => decoder.decode(parts[name])
  const plain = (xml: string): string =>
    xml
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll(/&#(\d+);/g, (_all, code) => String.fromCodePoint(Number(code)))
      .replaceAll('&amp;', '&')
      .replaceAll('_x005F_', '_')
  const shared = [...part('xl/sharedStrings.xml').matchAll(/<si>.*?<t[^>]*>(.*?)<\/t>.*?<\/si>/gs)].map(([, text = '']) => plain(text))
  const sheet = part('xl/worksheets/sheet1.xml')
  expect(sheet).not.toContain('<f>')
  return [...sheet.matchAll(/<row\b.*?<\/row>/gs)].map(([row]) =>
    [...row.matchAll(/<c\b[^>]*?t="s"[^>]*>\s*<v>(\d+)<\/v>/g)].map(([, index]) => shared[Number(index)] ?? ''),
  )
}

describe('a control sheet', () => {
  test('as XLSX has a row for each agreement and commitment, in the chosen columns', async () => {
    const { bytes, fileName } = await writeSheet(oneMeetingVisit(), { ...ALL, columns: ['status', 'task'], format: 'xlsx' })
    const [heading, ...rows] = cellsOf(bytes)
    expect(fileName).toMatch(/_control-sheet_en_.*\.xlsx$/)
    expect(heading).toEqual(['Action', 'Status'])
    expect(rows).toHaveLength(oneMeetingVisit().agreements.length + oneMeetingVisit().commitments.length)
  })

  test('as XLSX keeps every text as text', async () => {
    const rows = cellsOf((await writeSheet(hostile(), { ...ALL, columns: ['task'], format: 'xlsx' })).bytes).slice(1)
    expect(rows.map(([text]) => text?.trim())).toEqual(HOSTILE.map((text) => text.replaceAll('\r', '\n').trim()))
  })

  test('as CSV opens in Excel with its letters, and begins no formula', async () => {
    const text = decoder.decode((await writeSheet(hostile(), { ...ALL, columns: ['task'], format: 'csv' })).bytes)
    expect(text.charCodeAt(0)).toBe(0xfeff)
    const { data, errors } = Papa.parse<string[]>(text.slice(1).trimEnd())
    expect(errors.filter(({ code }) => code !== 'UndetectableDelimiter')).toEqual([])
    const cells = data.slice(1).map(([cell = '']) => cell)
    expect(cells).toHaveLength(HOSTILE.length)
    expect(cells.filter((cell) => /^\s*[=+\-@＝]/.test(cell))).toEqual([])
    expect(cells).toContain('Oʻzbekiston 東京 😀')
    expect(cells).toContain('"quoted", and; more\nsecond')
  })

  test.each(['en', 'ru', 'uz-Cyrl', 'ja'] as const)('as CSV in %s has the separator of its readers', async (language) => {
    const text = decoder.decode((await writeSheet(oneMeetingVisit(), { ...ALL, language, format: 'csv' })).bytes)
    expect(text.split('\r\n')[0]).toContain(language === 'en' || language === 'ja' ? '","' : '";"')
  })

  test('as DOCX has nothing that Word prints badly', async () => {
    for (const language of ['ru', 'ja'] as const) {
      const { bytes } = await writeSheet(seventeenMeetingsVisit(), { ...ALL, language, format: 'docx' })
      expect(lintDocx(bytes)).toEqual([])
    }
  })

  test('for the other side names nobody of ours', async () => {
    const sheet = async (audience: 'internal' | 'shared') =>
      decoder.decode((await writeSheet(oneMeetingVisit(), { ...ALL, audience, format: 'csv' })).bytes)
    expect(await sheet('internal')).toContain('Delegate 2')
    expect(await sheet('shared')).not.toContain('Delegate 2')
  })

  test('is the same, byte for byte, each time', async () => {
    for (const format of ['xlsx', 'csv', 'docx'] as const) {
      const [one, other] = [
        await writeSheet(oneMeetingVisit(), { ...ALL, format }),
        await writeSheet(oneMeetingVisit(), { ...ALL, format }),
      ]
      expect(Buffer.from(one.bytes).equals(Buffer.from(other.bytes))).toBe(true)
    }
  })
})
