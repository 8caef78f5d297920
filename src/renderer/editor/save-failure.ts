/** Why a write did not happen: no room on the disk, or anything else. */
export type SaveFailure = 'disk-full' | 'storage'

/** Databases wrap the reason: it may be the error's own name or code, or that of the error inside it. */
export function failureCodeOf(error: unknown): SaveFailure {
  for (let inner = error, depth = 0; typeof inner === 'object' && inner !== null && depth < 5; depth += 1) {
    const { name, code, inner: wrapped, cause } = inner as { name?: unknown; code?: unknown; inner?: unknown; cause?: unknown }
    if (name === 'QuotaExceededError' || code === 'disk-full') return 'disk-full'
    inner = wrapped ?? cause
  }
  return 'storage'
}
