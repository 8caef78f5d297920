import { formatTimeRange } from './format-date.ts'
import { daysBetween } from './format-relative.ts'
import type { Language } from './language.ts'
import { zoneCity } from './zone-names.ts'
import type { ZoneClock } from './zone-time.ts'

/** A time span as one zone's clocks show it. */
export type ZoneSpan = {
  readonly city: string
  /** "13:30–14:30" */
  readonly times: string
  /** Whole days that the start falls later (1) or earlier (-1) than at the place of the meeting. */
  readonly dayShift: number
}

type Span = { readonly start: string; readonly end: string | null; readonly place: ZoneClock; readonly other: ZoneClock }

/** The same span at its place and elsewhere, both named; one entry alone when both zones are the same. */
export function spanInZones(language: Language, { start, end, place, other }: Span): readonly ZoneSpan[] {
  const here: ZoneSpan = { city: zoneCity(language, place.zone), times: formatTimeRange(start, end), dayShift: 0 }
  if (place.zone === other.zone) return [here]
  const there = (local: string): string => other.localAt(place.instantOf(local))
  const otherStart = there(start)
  return [
    here,
    {
      city: zoneCity(language, other.zone),
      times: formatTimeRange(otherStart, end === null ? null : there(end)),
      dayShift: daysBetween(start, otherStart),
    },
  ]
}
