import type { VisitFile } from '@shared/domain/visit-file.ts'
import { forAudience, type HeldBackPart } from './content/audience.ts'
import { letterheadChapters } from './content/letterhead-chapters.ts'
import { memoContent } from './content/memo-content.ts'
import type { Memo } from './content/memo.ts'
import type { MemoRequest } from './content/request.ts'
import type { MissingPart } from './content/missing.ts'
import type { MemoNotice } from './content/notices.ts'
import { packMemo } from './document/pack.ts'
import { hasContents, withPageNumbers } from './document/page-numbers.ts'
import { memoFileName } from './file-name.ts'
import { letterheadWords } from './letterhead/letterhead-words.ts'
import { packOnLetterhead } from './letterhead/pack-on-letterhead.ts'
import { openLetterhead } from './template.ts'

/** A Word document, its name, what its records do not say although they should, and what its audience may not read. */
export type WrittenMemo = {
  readonly bytes: Uint8Array
  readonly fileName: string
  readonly missing: readonly MissingPart[]
  readonly heldBack: readonly HeldBackPart[]
  readonly notices: readonly MemoNotice[]
}

/** @property letterhead the bytes of a Word file that `examineLetterhead` takes; without it the program's own page */
export type MemoOrder = MemoRequest & { readonly file: VisitFile; readonly letterhead?: Uint8Array | undefined }

/** @param done steps of `total`; the last call has both equal */
export type OnProgress = (done: number, total: number) => void

/**
 * Writes one Word document of a visit. Equal requests give equal bytes, in any process and time zone; no clock and no
 * random source is read. It keeps its thread busy for about a second per twenty meetings, so pages call it in a worker.
 * Throws when a memcon is asked of a meeting that is not in the file, and when the letterhead is one that is refused.
 */
export async function writeMemo(request: MemoOrder, onProgress?: OnProgress): Promise<WrittenMemo> {
  const { memo, notices, ...said } = memoContent(request.file, request)
  const numbered = await numberedMemo(request, memo)
  const total = memo.sections.reduce((sum, section) => sum + section.parts.length, 0) + 1
  let done = 0
  const onPart = (): void => onProgress?.(++done, total)
  const bytes = request.letterhead === undefined ? await packMemo(numbered ?? memo, onPart) : await onLetterhead(request, memo, onPart)
  onProgress?.(total, total)
  return {
    bytes,
    fileName: memoFileName(request.file, request),
    ...said,
    notices: numbered === undefined ? [...notices, { what: withoutNumbers(request) }] : notices,
  }
}

/** The memo with page numbers in its contents where it has contents; `undefined` where it gets none although they were asked for. */
async function numberedMemo({ pageNumbers, letterhead }: MemoOrder, memo: Memo): Promise<Memo | undefined> {
  if (pageNumbers !== true || !hasContents(memo)) return memo
  // Nobody knows how high the headers of a letterhead are, and a wrong number is worse than none.
  return letterhead === undefined ? withPageNumbers(memo) : undefined
}

const withoutNumbers = ({ letterhead }: MemoOrder): MemoNotice['what'] =>
  letterhead === undefined ? 'without-page-numbers' : 'without-page-numbers-on-letterhead'

async function onLetterhead(request: MemoOrder, memo: Memo, onPart: () => void): Promise<Uint8Array> {
  const letterhead = await openLetterhead(request.letterhead ?? new Uint8Array(), request.kind)
  const { file } = forAudience(request.file, request)
  return packOnLetterhead(memo, {
    letterhead,
    words: letterheadWords(file, request, memo),
    chapters: letterheadChapters(file, request),
    onPart,
  })
}
