import { compareMeetings, type Meeting } from '@shared/domain/meeting.ts'
import type { Visit } from '@shared/domain/visit.ts'
import { recordsOf, type LiveScope } from '../../db/live.ts'
import { addDays, isKnownZone, zoneClock } from '../../lib/zone-time.ts'

/** A meeting of the programme with what came out of it. */
export type ProgrammeMeeting = {
  readonly meeting: Meeting
  /** Their short names; none whose name the title says already. */
  readonly organizations: readonly string[]
  readonly agreed: number
  readonly owe: number
  readonly theirs: number
  readonly open: number
  readonly notes: number
}

/** All meetings of a visit by time, those without a date last. Every list is walked once. */
export function programmeOf(live: LiveScope | undefined): ProgrammeMeeting[] {
  const known = new Map(recordsOf(live, 'organization').map((one) => [one.id, one]))
  const organizations = listBy(recordsOf(live, 'meetingOrganization'), (link) => link.organizationId)
  const agreed = listBy(recordsOf(live, 'agreement'), ({ id }) => id)
  const owe = listBy(recordsOf(live, 'commitment'), (one) => (one.direction === 'they-owe' ? null : one.id))
  const theirs = listBy(recordsOf(live, 'commitment'), (one) => (one.direction === 'they-owe' ? one.id : null))
  const open = listBy(recordsOf(live, 'openQuestion'), (one) => (one.isSettled === true ? null : one.id))
  const notes = listBy(recordsOf(live, 'note'), ({ id }) => id)
  const count = (lists: ReadonlyMap<string, readonly string[]>, id: string): number => lists.get(id)?.length ?? 0
  return recordsOf(live, 'meeting')
    .toSorted(compareMeetings)
    .map((meeting) => ({
      meeting,
      organizations: (organizations.get(meeting.id) ?? []).flatMap((id) => {
        const { name, shortName } = known.get(id) ?? { name: null, shortName: null }
        const isSaid = [name, shortName].some((said) => said && (meeting.title ?? '').includes(said))
        return isSaid ? [] : [shortName ?? name ?? ''].filter(Boolean)
      }),
      agreed: count(agreed, meeting.id),
      owe: count(owe, meeting.id),
      theirs: count(theirs, meeting.id),
      open: count(open, meeting.id),
      notes: count(notes, meeting.id),
    }))
}

/** Start and end of a meeting as the clocks of the visit's place show them; null while it has no date. */
export function placeSpan(
  { start, end, zone }: Meeting,
  placeZone: string,
): { readonly start: string; readonly end: string | null } | null {
  if (start === null) return null
  if (zone === null || zone === placeZone || !isKnownZone(zone)) return { start, end }
  const [own, place] = [zoneClock(zone), zoneClock(placeZone)]
  const moved = (local: string): string => place.localAt(own.instantOf(local))
  return { start: moved(start), end: end === null ? null : moved(end) }
}

/** More would be no day picker; a mistyped year must not make one. */
const MOST_DAYS = 14

/** The days to choose from: those of the visit and any other that has a meeting, in order. */
export function daysOfVisit(visit: Visit, programme: readonly ProgrammeMeeting[], placeZone: string): string[] {
  const days = new Set(programme.flatMap(({ meeting }) => placeSpan(meeting, placeZone)?.start.slice(0, 10) ?? []))
  const { startDay, endDay } = visit
  if (startDay !== null) {
    const last = endDay ?? startDay
    for (let day = startDay, count = 0; day <= last && count < MOST_DAYS; day = addDays(day, 1), count += 1) days.add(day)
  }
  return [...days].sort()
}

/** The day to show: the one asked for, today if the visit has it, else its nearest day to come, else its last. Null without days. */
export function chosenDay(days: readonly string[], asked: string | null, today: string): string | null {
  if (asked !== null && /^\d{4}-\d\d-\d\d$/.test(asked) && !Number.isNaN(Date.parse(asked))) return asked
  return days.find((day) => day >= today) ?? days.at(-1) ?? null
}

/** A meeting drawn on the hours of a day, in minutes from its midnight; those that overlap stand side by side. */
export type Block = {
  readonly one: ProgrammeMeeting
  readonly from: number
  readonly to: number
  /** Nobody said when it ends: drawn as an hour. */
  readonly isOpenEnded: boolean
  readonly lane: number
  readonly lanes: number
}

const DAY_MINUTES = 24 * 60
/** Shorter ones would not hold a line of text. */
const SHORTEST = 30

export function blocksOfDay(programme: readonly ProgrammeMeeting[], day: string, placeZone: string): Block[] {
  const spans = programme.flatMap((one) => {
    const span = placeSpan(one.meeting, placeZone)
    if (span?.start.slice(0, 10) !== day) return []
    const from = minutesOf(span.start)
    const isSameDay = span.end?.slice(0, 10) === day
    const end = span.end === null ? from + 60 : isSameDay ? minutesOf(span.end) : DAY_MINUTES
    return [{ one, from, to: Math.min(Math.max(end, from + SHORTEST), DAY_MINUTES), isOpenEnded: span.end === null }]
  })
  return inLanes(spans.sort((a, b) => a.from - b.from || b.to - a.to))
}

/** Each run of overlapping blocks shares the width; a block takes the first lane that is free. */
function inLanes(spans: readonly Omit<Block, 'lane' | 'lanes'>[]): Block[] {
  const blocks: Block[] = []
  let run: { span: Omit<Block, 'lane' | 'lanes'>; lane: number }[] = []
  let ends: number[] = []
  const close = (): void => {
    blocks.push(...run.map(({ span, lane }) => ({ ...span, lane, lanes: ends.length })))
    run = []
    ends = []
  }
  for (const span of spans) {
    if (ends.length > 0 && span.from >= Math.max(...ends)) close()
    const free = ends.findIndex((end) => end <= span.from)
    const lane = free < 0 ? ends.length : free
    ends[lane] = span.to
    run.push({ span, lane })
  }
  close()
  return blocks
}

/** First and last full hour that the columns show: 9 to 18, and more where a meeting wants it. */
export function hoursOf(blocks: readonly Block[]): { readonly first: number; readonly last: number } {
  return {
    first: Math.min(9, ...blocks.map(({ from }) => Math.floor(from / 60))),
    last: Math.max(18, ...blocks.map(({ to }) => Math.ceil(to / 60))),
  }
}

/**
 * The meeting to come: the first planned one that is not over; where none has a date, the first planned one without.
 * @param now local time at the visit's place, `2025-03-05T13:04`
 */
export function nextMeeting(programme: readonly ProgrammeMeeting[], now: string, placeZone: string): ProgrammeMeeting | undefined {
  const planned = programme.filter(({ meeting }) => (meeting.state ?? 'planned') === 'planned')
  const spans = planned.map((one) => ({ one, span: placeSpan(one.meeting, placeZone) }))
  const dated = spans.find(({ span }) => span !== null && (span.end ?? span.start) > now)
  return (dated ?? spans.find(({ span }) => span === null))?.one
}

/** Meetings that were held and that nobody has written about, the latest first. */
export const withoutNote = (programme: readonly ProgrammeMeeting[]): ProgrammeMeeting[] =>
  programme
    .filter(({ meeting, notes }) => meeting.state === 'held' && notes === 0)
    .toSorted((a, b) => (a.meeting.start === b.meeting.start ? 0 : (a.meeting.start ?? '') < (b.meeting.start ?? '') ? 1 : -1))

export const minutesOf = (local: string): number => Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16))

function listBy<T extends { readonly meetingId: string | null }>(
  list: readonly T[],
  valueOf: (one: T) => string | null,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const one of list) {
    const value = valueOf(one)
    if (value === null || one.meetingId === null) continue
    const held = found.get(one.meetingId)
    if (held) held.push(value)
    else found.set(one.meetingId, [value])
  }
  return found
}
