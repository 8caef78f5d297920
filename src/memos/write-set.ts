import type { VisitFile } from '@shared/domain/visit-file.ts'
import type { MemoRequest } from './content/request.ts'
import { fixedZip } from './fixed-zip.ts'
import { writeMemo } from './write-memo.ts'

/**
 * Several documents of a visit in one archive, each byte for byte what it is alone; equal requests give an equal archive.
 * @param onProgress thousandths of a document
 */
export async function writeSet(
  file: VisitFile,
  items: readonly { readonly options: MemoRequest; readonly letterhead?: Uint8Array | undefined }[],
  onProgress?: (done: number, total: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const documents: Record<string, Uint8Array> = {}
  for (const [index, { options, letterhead }] of items.entries()) {
    const onStep = (done: number, total: number): void =>
      onProgress?.(1_000 * index + Math.floor((1_000 * done) / total), 1_000 * items.length)
    const { bytes, fileName } = await writeMemo({ ...options, file, letterhead }, onStep)
    documents[freeName(fileName, documents)] = bytes
  }
  // The documents are packed already.
  return fixedZip(documents, 0)
}

/** The same document asked for twice, or once on other paper, is there twice. */
function freeName(name: string, taken: Readonly<Record<string, unknown>>): string {
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : name.replace(/\.docx$/, `-${number}.docx`)
    if (!Object.hasOwn(taken, free)) return free
  }
}
