import { Packer } from 'docx'
import { describe, expect, test } from 'vitest'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { MemoRequest } from '@memos/content/request.ts'
import { renderParts } from '@memos/document/blocks.ts'
import { memoDocument } from '@memos/document/document.ts'
import { fixIds, newFixedIds } from '@memos/document/fixed-bytes.ts'
import { packMemo } from '@memos/document/pack.ts'
import { docxTexts } from '../../support/docx-parts.ts'
import { emptyVisit, hostileVisit, oneMeetingVisit, seventeenMeetingsVisit } from '../../support/visit-file-fixtures.ts'

const PARTS = ['word/document.xml', 'word/_rels/document.xml.rels', 'word/numbering.xml', 'word/styles.xml']

describe('a document written block by block', () => {
  test.each<[string, () => VisitFile, MemoRequest]>([
    ['a report with a register', seventeenMeetingsVisit, { kind: 'report', language: 'ru', audience: 'internal' }],
    ['a memcon with every block', oneMeetingVisit, { kind: 'memcon', meetingKey: 'meeting-1', language: 'en', audience: 'internal' }],
    ['hostile text', hostileVisit, { kind: 'memcon', meetingKey: 'meeting', language: 'ja', audience: 'internal' }],
    ['a visit without anything', emptyVisit, { kind: 'report', language: 'en', audience: 'internal' }],
  ])('is, part by part, what the library writes of the whole: %s', async (_, visit, request) => {
    const { memo } = memoContent(visit(), request)
    const whole = memoDocument(memo, (section, setting) => [...renderParts(section.parts, setting)])
    const [ours, theirs] = [docxTexts(await packMemo(memo, () => undefined)), docxTexts(await Packer.pack(whole, 'uint8array'))]
    expect([...ours.keys()].toSorted()).toEqual([...theirs.keys()].toSorted())
    const ids = newFixedIds()
    for (const name of PARTS) expect(ours.get(name)).toBe(fixIds(theirs.get(name) ?? '', ids))
  })
})
