import { Packer } from 'docx'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { MemoRequest } from '@memos/content/request.ts'
import { renderParts } from '@memos/document/blocks.ts'
import { memoDocument } from '@memos/document/document.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { writeSet } from '@memos/write-set.ts'

/** What the program itself does. */
export async function writeOurs(file: VisitFile, request: MemoRequest): Promise<Uint8Array> {
  const { bytes, notices } = await writeMemo({ ...request, file })
  for (const { what } of notices) console.error(`notice: ${what}`)
  return bytes
}

export const writeOurSet = (file: VisitFile, requests: readonly MemoRequest[]): Promise<Uint8Array> =>
  writeSet(
    file,
    requests.map((options) => ({ options })),
  )

/** The plain use of the library: the same styles and blocks as one document, packed by the library's own packer. */
export async function writePlain(file: VisitFile, request: MemoRequest): Promise<Uint8Array> {
  const { memo } = memoContent(file, request)
  return Packer.pack(
    memoDocument(memo, (section, setting) => [...renderParts(section.parts, setting)]),
    'uint8array',
  )
}
