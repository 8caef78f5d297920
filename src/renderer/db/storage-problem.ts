/** What the disk says: expected, with a sentence of its own. Null for a bug, which is to be thrown on. */
export function storageProblemOf(error: unknown): 'disk-full' | 'storage' | null {
  if (!(error instanceof Error)) return null
  const inner = 'inner' in error && error.inner instanceof Error ? error.inner : error
  if (isNamed(error, 'QuotaExceededError') || isNamed(inner, 'QuotaExceededError')) return 'disk-full'
  const isStorage = ['AbortError', 'UnknownError', 'DatabaseClosedError', 'InvalidStateError'].some((name) => isNamed(error, name))
  return isStorage ? 'storage' : null
}

const isNamed = (error: Error, name: string): boolean => error.name === name
