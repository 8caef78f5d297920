/** Values nested deeper than this would overflow the stack of whoever reads them; no field is near it. */
const DEEPEST = 100

/** Whether parsed JSON nests too deep. Looks level by level, so it cannot overflow itself. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  }
  return false
}
