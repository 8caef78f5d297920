import * as Y from 'yjs'

/** More keystrokes than this in one flush (the disk was full for a while) are written as a difference of the document. */
const MOST_MERGED = 256

/** What was typed and is not stored yet. */
export type UpdateBuffer = {
  readonly add: (update: Uint8Array) => void
  readonly isEmpty: () => boolean
  /** One update for everything typed so far. What is typed after it waits for the next one. */
  readonly take: () => Taken
}
/** Exactly one of the two is called: when the update is stored, or when it could not be. */
export type Taken = { readonly update: Uint8Array; readonly stored: () => void; readonly putBack: () => void }

/**
 * A difference by state vector would carry all deletions of the note's whole life each time, and an input method deletes
 * at every word: so the few updates of a flush are merged, which carries only their own. A long backlog is a difference
 * all the same: merging thousands of updates is slow and keeps every letter that was deleted meanwhile.
 */
export function createUpdateBuffer(doc: Y.Doc): UpdateBuffer {
  let waiting: readonly Uint8Array[] = []
  let isBacklog = false
  let storedVector = Y.encodeStateVector(doc)
  const wait = (updates: readonly Uint8Array[], isLong: boolean): void => {
    isBacklog = isLong || updates.length > MOST_MERGED
    waiting = isBacklog ? [] : updates
  }
  return {
    add: (update) => wait([...waiting, update], isBacklog),
    isEmpty: () => waiting.length === 0 && !isBacklog,
    take: () => {
      const taken = { waiting, isBacklog }
      const vector = Y.encodeStateVector(doc)
      const update = isBacklog ? Y.encodeStateAsUpdateV2(doc, storedVector) : Y.mergeUpdatesV2([...waiting])
      wait([], false)
      return {
        update,
        stored: () => {
          storedVector = vector
        },
        putBack: () => wait([...taken.waiting, ...waiting], taken.isBacklog || isBacklog),
      }
    },
  }
}
