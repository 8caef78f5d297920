import * as Y from 'yjs'
import { base64ToBytes, bytesToBase64 } from '@shared/lib/base64.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { StoredUpdate } from '../db/note-updates-repository.ts'

/** One update in place of others: `replaces` are the places of those that it holds entirely. */
export type Merge = { readonly bytes: string; readonly replaces: readonly number[] }

/** Updates over this stay as they are when the whole document is too long for one message. */
const SMALL = LIMITS.itemBytes / 8

/**
 * Merges a note's updates through a document. Null when nothing can be gained: the whole would not fit one message,
 * or bytes that came from a laptop are not an update (they stay, untouched).
 */
export function mergeUpdates(updates: readonly StoredUpdate[]): Merge | null {
  try {
    return throughDocument(updates) ?? smallOnesOnly(updates)
  } catch {
    // Yjs throws plain errors of many kinds on bytes that are no update; what came in is kept as it came.
    return null
  }
}

/**
 * The state of a note's document, whatever the order of its updates and however they were merged: state vector and delete
 * set. Bytes that are no update count for nothing, as they do on laptops.
 */
export function shapeOfText(updates: readonly StoredUpdate[]): Uint8Array {
  const document = new Y.Doc()
  for (const update of updates) {
    try {
      Y.applyUpdateV2(document, base64ToBytes(update.bytes))
    } catch {
      // Kept as it came, like every byte of a laptop.
    }
  }
  const shape = Y.encodeSnapshotV2(Y.snapshot(document))
  document.destroy()
  return shape
}

/** Whether two lists of updates hold the same, however they were cut. Not known of bytes that are no update: then only the same bytes are. */
export function isSameText(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === b.length && a.every((update, index) => update === b[index])) return true
  if (a.length === 0 || b.length === 0) return false
  try {
    return inOne(a) === inOne(b)
  } catch {
    return false
  }
}

/** With what waits in it for updates that are not there. */
function inOne(updates: readonly string[]): string {
  const document = new Y.Doc()
  try {
    document.transact(() => {
      for (const update of updates) Y.applyUpdateV2(document, base64ToBytes(update))
    })
    return bytesToBase64(Y.encodeStateAsUpdateV2(document))
  } finally {
    document.destroy()
  }
}

/** A document keeps updates whose predecessors have not come yet, and writes them out again. */
function throughDocument(updates: readonly StoredUpdate[]): Merge | null {
  const document = new Y.Doc()
  try {
    document.transact(() => {
      for (const update of updates) Y.applyUpdateV2(document, base64ToBytes(update.bytes))
    })
    return mergeOf(Y.encodeStateAsUpdateV2(document), updates)
  } finally {
    document.destroy()
  }
}

function smallOnesOnly(updates: readonly StoredUpdate[]): Merge | null {
  const small = updates.filter((update) => update.bytes.length < SMALL)
  return small.length < 2 ? null : mergeOf(Y.mergeUpdatesV2(small.map((update) => base64ToBytes(update.bytes))), small)
}

function mergeOf(merged: Uint8Array, updates: readonly StoredUpdate[]): Merge | null {
  const bytes = bytesToBase64(merged)
  return bytes.length > LIMITS.itemBytes ? null : { bytes, replaces: updates.map((update) => update.seq) }
}
