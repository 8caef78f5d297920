/**
 * Local times and instants of one IANA zone. `Intl` gives numbers here, never words: words come from our own tables.
 * Local times are `2025-03-05T13:30`, instants are milliseconds since 1970 (Date.now()).
 */
export type ZoneClock = {
  readonly zone: string
  readonly localAt: (instant: number) => string
  /** The instant of a local time. In the hour that a change of clocks skips it is the one after, in the hour that comes twice the first. */
  readonly instantOf: (local: string) => number
}

/** @throws RangeError for a zone that the platform does not know; ask `isKnownZone` first when it comes from outside */
export function zoneClock(zone: string): ZoneClock {
  const format = new Intl.DateTimeFormat('en-US-u-hc-h23', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const localAt = (instant: number): string => {
    const parts: Record<string, string> = {}
    for (const { type, value } of format.formatToParts(instant)) parts[type] = value
    return `${parts['year']?.padStart(4, '0')}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}`
  }
  const offsetAt = (instant: number): number => asUtc(localAt(instant)) - Math.floor(instant / 60_000) * 60_000
  const instantOf = (local: string): number => {
    const guess = asUtc(local)
    // The two offsets that can be in force around this local time; zones change by a few hours at most.
    const candidates = [guess - offsetAt(guess - 86_400_000), guess - offsetAt(guess + 86_400_000)]
    const exact = candidates.filter((instant) => localAt(instant) === local.slice(0, 16))
    return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates)
  }
  return { zone, localAt, instantOf }
}

/** The zone of this laptop's own clock. What is stored never depends on it. */
export const laptopZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

export function isKnownZone(zone: string): boolean {
  try {
    return zone !== '' && new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Today in a zone, `2025-03-05`. */
export const dayIn = (clock: ZoneClock, now: number): string => clock.localAt(now).slice(0, 10)

/** A day later or earlier by whole days. @param day `2025-03-05` */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

const asUtc = (local: string): number => Date.parse(`${local.slice(0, 16)}:00Z`)
