import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { Packer } from 'docx'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { MemoRequest } from '@memos/content/request.ts'
import { renderParts } from '@memos/document/blocks.ts'
import { memoDocument } from '@memos/document/document.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { writeSet } from '@memos/write-set.ts'

/*
 * Our contenders, each in a process of its own: NAME FOLDER. Reads FOLDER/visit.json and FOLDER/requests.json, writes FOLDER/NAME-0.docx
 * and so on, and says the peak of its memory in MiB.
 */
const [, , name = '', folder = ''] = process.argv
const read = <T>(file: string): T => JSON.parse(readFileSync(join(folder, file), 'utf8')) as T
const file = read<VisitFile>('visit.json')
const requests = read<MemoRequest[]>('requests.json')

/** The plain use of the library: the same styles and blocks as one document, packed by the library's own packer. */
async function writePlain(request: MemoRequest): Promise<Uint8Array> {
  const { memo } = memoContent(file, request)
  // Loaded where it is used, as in ours: to load it costs as much as a few documents.
  const estimator = request.pageNumbers === true ? (await import('docx/layout')).estimatePageNumbersWith({ guess: true }) : undefined
  const document = memoDocument(memo, (section, setting) => [...renderParts(section.parts, setting)], estimator)
  return Packer.pack(document, 'uint8array')
}

async function written(): Promise<readonly Uint8Array[]> {
  const [first] = requests
  if (name === 'docx') return Promise.all(requests.map(writePlain))
  // As the app does it: one document alone, several in an archive.
  if (first !== undefined && requests.length === 1) return [(await writeMemo({ ...first, file })).bytes]
  const archive = await writeSet(
    file,
    requests.map((options) => ({ options })),
  )
  return Object.values(unzipSync(archive))
}

const documents = await written()
for (const [index, bytes] of documents.entries()) writeFileSync(join(folder, `${name}-${index}.docx`), bytes)
// Not what the process says of its own use: that begins with the memory of whoever started it.
console.log(JSON.stringify({ peakMiB: Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024 }))
