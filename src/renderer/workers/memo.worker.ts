import type { Language } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { MemoKind, MemoRequest } from '@memos/content/request.ts'
import type { SheetFormat, SheetRequest } from '@memos/content/sheet-request.ts'
import { writeSheet } from '@memos/sheet/write-sheet.ts'
import { changedParagraphs, readOwnDocument, type OwnDocument, type ParagraphChange } from '@memos/take-back.ts'
import { examineLetterhead, type Intake } from '@memos/template.ts'
import { writeMemo, type WrittenMemo } from '@memos/write-memo.ts'
import { writeSet } from '@memos/write-set.ts'

/** A document to make, with the letterhead of its kind and language where there is one. */
export type MemoItem = { readonly options: MemoRequest; readonly letterhead?: Uint8Array | undefined }

/** What a page posts to this worker: one thing at a time. */
export type MemoOrder =
  | ({ readonly type: 'write'; readonly file: VisitFile } & MemoItem)
  /** Several documents of one visit, in one archive of this name. */
  | { readonly type: 'set'; readonly file: VisitFile; readonly items: readonly MemoItem[]; readonly archive: string }
  | { readonly type: 'sheet'; readonly file: VisitFile; readonly sheet: SheetRequest & { readonly format: SheetFormat } }
  | { readonly type: 'examine'; readonly bytes: Uint8Array; readonly kind: MemoKind; readonly language: Language }
  | { readonly type: 'recognise'; readonly bytes: Uint8Array }
  /** What somebody changed in a document that came back, against what its request gives today. */
  | ({ readonly type: 'compare'; readonly file: VisitFile; readonly paragraphs: readonly string[] } & MemoItem)

/** What it posts back: any number of steps, then the answer or the reason why there is none. */
export type MemoReply =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | ({ readonly type: 'written' } & WrittenMemo)
  | { readonly type: 'packed'; readonly bytes: Uint8Array; readonly fileName: string }
  | { readonly type: 'examined'; readonly intake: Intake }
  | { readonly type: 'recognised'; readonly document: OwnDocument | null }
  | { readonly type: 'compared'; readonly changes: readonly ParagraphChange[]; readonly recordSha256: string | undefined }
  | { readonly type: 'failed'; readonly message: string }

declare const self: DedicatedWorkerGlobalScope

self.onmessage = (event: MessageEvent<MemoOrder>) => {
  void answer(event.data)
}

async function answer(order: MemoOrder): Promise<void> {
  const post = (reply: MemoReply, transfer: Transferable[] = []): void => self.postMessage(reply, transfer)
  try {
    const reply = await replyTo(order, (done, total) => post({ type: 'progress', done, total }))
    post(reply, 'bytes' in reply ? [reply.bytes.buffer] : [])
  } catch (error) {
    // A rejected promise would reach no one: the page must hear of it, to end its progress bar.
    post({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
}

async function replyTo(order: MemoOrder, onProgress: (done: number, total: number) => void): Promise<MemoReply> {
  switch (order.type) {
    case 'write':
      return { type: 'written', ...(await writeMemo({ ...order.options, file: order.file, letterhead: order.letterhead }, onProgress)) }
    case 'set':
      return { type: 'packed', bytes: await writeSet(order.file, order.items, onProgress), fileName: order.archive }
    case 'sheet':
      return { type: 'packed', ...(await writeSheet(order.file, order.sheet)) }
    case 'examine':
      return { type: 'examined', intake: await examineLetterhead(order.bytes, order) }
    case 'recognise':
      return { type: 'recognised', document: readOwnDocument(order.bytes) }
    case 'compare': {
      const { bytes } = await writeMemo({ ...order.options, file: order.file, letterhead: order.letterhead })
      const { custom } = memoContent(order.file, order.options).memo.properties
      const recordSha256 = custom.find(({ name }) => name === 'RecordSha256')?.value
      return { type: 'compared', changes: changedParagraphs(readOwnDocument(bytes)?.paragraphs ?? [], order.paragraphs), recordSha256 }
    }
  }
}
