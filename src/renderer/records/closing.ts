/** What must be stored before the window goes: the note being typed, the drafts. */
export type Closing = {
  /** Returns the function that takes it off again. */
  add(flush: () => Promise<void>): () => void
  flush(): Promise<void>
}

export function createClosing(): Closing {
  const flushes = new Set<() => Promise<void>>()
  return {
    add: (flush) => {
      flushes.add(flush)
      return () => void flushes.delete(flush)
    },
    flush: async () => {
      await Promise.allSettled([...flushes].map((flush) => flush()))
    },
  }
}
