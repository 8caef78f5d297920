/** Values nested deeper than this would overflow the stack of whoever reads them; no field is near it. */
const DEEPEST = 100

/** Whether parsed JSON nests too deep. Goes no deeper than that itself, so it cannot overflow. */
export const isTooDeep = (value: unknown): boolean => isDeeperThan(value, DEEPEST)

function isDeeperThan(value: unknown, levels: number): boolean {
  if (levels < 0) return true
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) {
    for (const inside of value) if (isDeeperThan(inside, levels - 1)) return true
    return false
  }
  for (const key in value) if (isDeeperThan((value as Record<string, unknown>)[key], levels - 1)) return true
  return false
}
