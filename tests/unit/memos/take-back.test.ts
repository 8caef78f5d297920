import { describe, expect, test } from 'vitest'
import { memoContent } from '@memos/content/memo-content.ts'
import type { MemoRequest } from '@memos/content/request.ts'
import { changedParagraphs, readOwnDocument } from '@memos/take-back.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { withPart } from '../../support/docx-parts.ts'
import { resavedByOffice } from '../../support/docx-programs.ts'
import { FULL, letterhead } from '../../support/letterheads.ts'
import { hostileVisit, oneMeetingVisit, seventeenMeetingsVisit } from '../../support/visit-file-fixtures.ts'

const MEMCON: MemoRequest = { kind: 'memcon', meetingKey: 'meeting-1', language: 'ja', audience: 'shared', preset: 'bayonnoma' }
const REPORT: MemoRequest = { kind: 'report', language: 'ru', audience: 'internal' }

describe('a document that comes back', () => {
  test('says what it is and that nobody edited it', async () => {
    const file = oneMeetingVisit()
    const own = readOwnDocument((await writeMemo({ ...MEMCON, file })).bytes)
    expect(own).toMatchObject({
      kind: 'memcon',
      language: 'ja',
      audience: 'shared',
      preset: 'bayonnoma',
      visitId: file.id,
      meetingIds: [file.meetings[0]?.id],
      isTextEdited: false,
    })
    const custom = memoContent(file, MEMCON).memo.properties.custom
    expect(own?.recordSha256).toBe(custom.find(({ name }) => name === 'RecordSha256')?.value)
  })

  test('in two languages says both', async () => {
    const { bytes } = await writeMemo({ ...MEMCON, secondLanguage: 'ru', file: oneMeetingVisit() })
    expect(readOwnDocument(bytes)).toMatchObject({ language: 'ja', secondLanguage: 'ru', isTextEdited: false })
  })

  test.each([
    ['of seventeen meetings', seventeenMeetingsVisit],
    ['of hostile text', hostileVisit],
  ])('a report %s is whole, also on a letterhead', async (_name, visit) => {
    const file = visit()
    expect(readOwnDocument((await writeMemo({ ...REPORT, file })).bytes)?.isTextEdited).toBe(false)
    const paper = await letterhead({ body: FULL })
    expect(readOwnDocument((await writeMemo({ ...REPORT, file, letterhead: paper })).bytes)?.isTextEdited).toBe(false)
  })

  test('and one whose words were changed says so, with the paragraphs', async () => {
    const { bytes } = await writeMemo({ ...REPORT, file: oneMeetingVisit() })
    const edited = withPart(bytes, 'word/document.xml', (text) => text.replace('JETRO', 'JETRO and friends'))
    const [before, after] = [readOwnDocument(bytes), readOwnDocument(edited)]
    expect(after?.isTextEdited).toBe(true)
    expect(changedParagraphs(before?.paragraphs ?? [], after?.paragraphs ?? [])).toEqual([
      { type: 'changed', before: expect.stringContaining('JETRO'), text: expect.stringContaining('JETRO and friends') },
    ])
  })

  test('is not edited by a program that only opens and saves it', async ({ skip }) => {
    const { bytes } = await writeMemo({ ...MEMCON, file: oneMeetingVisit() })
    const saved = await resavedByOffice(bytes)
    if (saved === null) return skip('LibreOffice is not on this computer')
    expect(readOwnDocument(saved)?.paragraphs).toEqual(readOwnDocument(bytes)?.paragraphs)
    expect(readOwnDocument(saved)?.isTextEdited).toBe(false)
  })

  test('and a file that is not ours is nothing', async () => {
    expect(readOwnDocument(await letterhead())).toBeNull()
    expect(readOwnDocument(new TextEncoder().encode('text'))).toBeNull()
  })
})

describe('changed paragraphs', () => {
  test('are told apart: changed, added, removed', () => {
    expect(changedParagraphs(['a', 'b', 'c', 'd'], ['a', 'x', 'c', 'd', 'e'])).toEqual([
      { type: 'changed', before: 'b', text: 'x' },
      { type: 'added', text: 'e' },
    ])
    expect(changedParagraphs(['a', 'b', 'c'], ['a', 'c'])).toEqual([{ type: 'removed', text: 'b' }])
    expect(changedParagraphs(['a'], ['a'])).toEqual([])
  })

  test('are found by their text alone in texts too long to compare', () => {
    const long = Array.from({ length: 2_100 }, (_, index) => `before ${index}`)
    const other = ['first', ...long.slice(1, -1).toReversed(), 'last']
    expect(changedParagraphs(long, other)).toEqual([
      { type: 'changed', before: 'before 0', text: 'first' },
      { type: 'changed', before: 'before 2099', text: 'last' },
    ])
  })
})
