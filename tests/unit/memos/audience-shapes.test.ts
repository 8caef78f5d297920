import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '@shared/domain/record.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { MemoRequest } from '@memos/content/request.ts'
import { SHEET_COLUMNS, SHEET_FORMATS } from '@memos/content/sheet-request.ts'
import { writeSheet } from '@memos/sheet/write-sheet.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { writeSet } from '@memos/write-set.ts'
import { MARKING, canariesIn, canariesInText, visitWithCanaries } from '../../support/canaries.ts'
import { FULL, letterhead } from '../../support/letterheads.ts'
import { EDITS, LOOKS, askedOf, type LookName } from '../../support/memo-matrix.ts'

const isFull = process.env['SAFARNOMA_FULL'] === '1'
const file = visitWithCanaries()
const shared = (Object.keys(LOOKS) as LookName[]).filter((look) => askedOf(file, ['shared', look, 'en']) !== undefined)

function requestOf(look: LookName, language: Language, audience: 'internal' | 'shared' = 'shared'): MemoRequest {
  const request = askedOf(file, [audience, look, language])
  if (request === undefined) throw new Error(`No ${look}`)
  return { ...request, edits: { ...EDITS, marking: MARKING } }
}

/** Each look in one language, all languages in turn; on demand each in all. */
const asked = shared.flatMap((look, index) =>
  LANGUAGES.filter((_, number) => isFull || number === index % LANGUAGES.length).map((language) => [look, language] as const),
)

describe('what is for our side alone reaches the other side in no shape', () => {
  test.each(asked)('of a %s in %s: neither its parts, its name nor a letterhead', async (look, language) => {
    const request = requestOf(look, language)
    const plain = await writeMemo({ ...request, file })
    expect(canariesIn(plain.bytes)).toEqual([])
    expect(canariesInText(plain.fileName)).toEqual([])
    const onPaper = await writeMemo({ ...request, file, letterhead: await letterhead({ body: FULL }) })
    expect(canariesIn(onPaper.bytes)).toEqual([])
  })

  test.each(SHEET_FORMATS)('of a control sheet as %s', async (format) => {
    for (const language of LANGUAGES) {
      const sheet = await writeSheet(file, { language, audience: 'shared', columns: SHEET_COLUMNS, format })
      expect(canariesInText(sheet.fileName)).toEqual([])
      expect(format === 'csv' ? canariesInText(new TextDecoder().decode(sheet.bytes)) : canariesIn(sheet.bytes)).toEqual([])
      const own = await writeSheet(file, { language, audience: 'internal', columns: SHEET_COLUMNS, format })
      expect(format === 'csv' ? canariesInText(new TextDecoder().decode(own.bytes)) : canariesIn(own.bytes)).toContain('ourOwner')
    }
  })

  test('of several documents in one archive', async () => {
    const items = asked.slice(0, 4).map(([look, language]) => ({ options: requestOf(look, language) }))
    expect(canariesIn(await writeSet(file, items))).toEqual([])
  })

  test('of the screen that asks for a document', () => {
    for (const [look, language] of asked) {
      const { memo, missing, notices } = memoContent(file, requestOf(look, language))
      expect(canariesInText(JSON.stringify({ memo, missing, notices }))).toEqual([])
    }
  })

  test('although the same shapes of our own side are full of it', async () => {
    const own = await writeMemo({ ...requestOf('report-in-two', 'ru', 'internal'), file, letterhead: await letterhead({ body: FULL }) })
    expect(canariesIn(own.bytes)).toEqual(expect.arrayContaining(['privateCyrillic', 'proposals', 'ourOwner', 'email', 'phone']))
  })
})
