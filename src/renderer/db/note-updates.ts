import * as Y from 'yjs'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { Database } from './database.ts'

/** The text of a note on this laptop, as Yjs updates (version 2), oldest first. */
export async function readNoteUpdates({ dexie }: Database, noteId: string): Promise<Uint8Array[]> {
  return (await dexie.noteUpdates.where('noteId').equals(noteId).sortBy('n')).map((row) => row.update)
}

/** Inside a transaction only: see write.ts, which writes `bodyEdited` with it. */
export async function appendNoteUpdate(
  { dexie }: Database,
  { noteId, scope, update }: { noteId: string; scope: string; update: Uint8Array },
): Promise<void> {
  await dexie.noteUpdates.add({ noteId, scope, isPending: 1, update })
}

/** What the server has not acknowledged, with the row numbers to acknowledge it by. */
export async function pendingNoteUpdates({ dexie }: Database, noteId: string): Promise<{ n: number; update: Uint8Array }[]> {
  const rows = await dexie.noteUpdates.where('noteId').equals(noteId).sortBy('n')
  return rows.filter((row) => row.isPending === 1).map(({ n, update }) => ({ n, update }))
}

/** More flushes than this travel as one difference of the document. */
const MOST_APART = 50

/**
 * What of a text waits for the server, as it goes out, with the row numbers to acknowledge it by. An hour of typing without a
 * network is well over a thousand flushes: they go as one. Where that would be too long for one message, the oldest go
 * first and the note keeps waiting with the rest.
 */
export async function outgoingText({ dexie }: Database, noteId: string): Promise<{ ns: number[]; updates: Uint8Array[] }> {
  const rows = await dexie.noteUpdates.where('noteId').equals(noteId).sortBy('n')
  const pending = rows.filter((row) => row.isPending === 1)
  if (pending.length <= MOST_APART) return { ns: pending.map((row) => row.n), updates: pending.map((row) => row.update) }
  const settled = documentOf(rows.filter((row) => row.isPending === 0).map((row) => row.update))
  const whole = Y.encodeStateAsUpdateV2(documentOf(rows.map((row) => row.update)), Y.encodeStateVector(settled))
  const fits = (whole.length * 4) / 3 < LIMITS.itemBytes
  const sent = fits ? pending : pending.slice(0, MOST_APART)
  return { ns: sent.map((row) => row.n), updates: fits ? [whole] : sent.map((row) => row.update) }
}

/** How a text stands after it met the server's. */
export type SettledText = {
  /** Something new came. */
  readonly isChanged: boolean
  /** Something of it still waits for the server. */
  readonly isPending: boolean
  /** State vector and delete set of all of it: a deletion alone does not move the vector. */
  readonly shape: Uint8Array
}

/**
 * Inside a transaction only. Merges what the server has, by a document and not by joining thousands of small updates:
 * `received` came from it, the rows `acknowledged` are there now.
 */
export async function settleNoteUpdates(
  { dexie }: Database,
  note: { noteId: string; scope: string },
  settled: { received: readonly Uint8Array[]; acknowledged: readonly number[] },
): Promise<SettledText> {
  const rows = await dexie.noteUpdates.where('noteId').equals(note.noteId).sortBy('n')
  const document = documentOf(rows.map((row) => row.update))
  const before = shapeOf(document)
  const isMerged = (row: { n: number; isPending: 0 | 1 }): boolean => row.isPending === 0 || settled.acknowledged.includes(row.n)
  const known = documentOf([...rows.filter(isMerged).map((row) => row.update), ...settled.received])
  apply(document, settled.received)
  const shape = shapeOf(document)
  // What waited may have come back: then the server has it, and nothing waits.
  const isPending = rows.some((row) => !isMerged(row)) && !sameBytes(shape, shapeOf(known))
  await dexie.noteUpdates.bulkDelete(rows.filter((row) => !isPending || isMerged(row)).map((row) => row.n))
  await dexie.noteUpdates.add({ ...note, isPending: 0, update: Y.encodeStateAsUpdateV2(known) })
  return { isChanged: settled.received.length > 0 && !sameBytes(before, shape), isPending, shape }
}

/** A note's text as a pack carries it: merged, the part that the ministry has and the part that waits for it. */
export type PackedText = { readonly received: Uint8Array | null; readonly waiting: Uint8Array | null }

/** Inside a transaction only. Null when there is no text. */
export async function packNoteText({ dexie }: Database, noteId: string): Promise<PackedText | null> {
  const rows = await dexie.noteUpdates.where('noteId').equals(noteId).sortBy('n')
  if (rows.length === 0) return null
  const received = rows.filter((row) => row.isPending === 0)
  const known = documentOf(received.map((row) => row.update))
  const whole = documentOf(rows.map((row) => row.update))
  return {
    received: received.length === 0 ? null : Y.encodeStateAsUpdateV2(known),
    waiting: received.length === rows.length ? null : Y.encodeStateAsUpdateV2(whole, Y.encodeStateVector(known)),
  }
}

/**
 * Inside a transaction only. Joins a text that a pack brought: what the ministry has counts as received here too, what is new and
 * waits there waits here. A text that brings nothing new leaves the rows as they are.
 */
export async function joinPackedText(
  database: Database,
  note: { noteId: string; scope: string },
  { received, waiting }: PackedText,
): Promise<SettledText> {
  const before = await textShapeOf(database, note.noteId)
  const mayWait = (await pendingNoteUpdates(database, note.noteId)).length > 0
  const isNews = received !== null && (mayWait || (await bringsNew(database, note.noteId, received)))
  if (isNews) await settleNoteUpdates(database, note, { received: [received], acknowledged: [] })
  if (waiting !== null && (await bringsNew(database, note.noteId, waiting))) await appendNoteUpdate(database, { ...note, update: waiting })
  const shape = (await textShapeOf(database, note.noteId)) ?? new Uint8Array()
  const isPending = (await pendingNoteUpdates(database, note.noteId)).length > 0
  return { isChanged: before === null || !sameBytes(before, shape), isPending, shape }
}

/** Inside a transaction, or to look. Whether an update holds words that the text here does not. */
export async function bringsNew({ dexie }: Database, noteId: string, update: Uint8Array): Promise<boolean> {
  const rows = await dexie.noteUpdates.where('noteId').equals(noteId).sortBy('n')
  const document = documentOf(rows.map((row) => row.update))
  const before = shapeOf(document)
  apply(document, [update])
  return !sameBytes(before, shapeOf(document))
}

/** Inside a transaction only. Null when there is no text. */
export async function textShapeOf({ dexie }: Database, noteId: string): Promise<Uint8Array | null> {
  const rows = await dexie.noteUpdates.where('noteId').equals(noteId).sortBy('n')
  return rows.length === 0 ? null : shapeOf(documentOf(rows.map((row) => row.update)))
}

function documentOf(updates: readonly Uint8Array[]): Y.Doc {
  const document = new Y.Doc({ gc: true })
  apply(document, updates)
  return document
}

/** Bytes that are no update count for nothing: they must not keep the rest of a visit from coming in. */
function apply(document: Y.Doc, updates: readonly Uint8Array[]): void {
  for (const update of updates) {
    try {
      Y.applyUpdateV2(document, update)
    } catch {
      // Yjs throws plain errors of many kinds on bytes that are no update.
    }
  }
}

const shapeOf = (document: Y.Doc): Uint8Array => Y.encodeSnapshotV2(Y.snapshot(document))

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
