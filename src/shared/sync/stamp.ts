import { assert } from '@shared/lib/assert.ts'

/**
 * When a field was written, in an order that trusts no clock (docs/sync-spec.md S1 to S4).
 * Text of fixed width `epoch(8 hex) wall(12 hex) count(6 hex) author`, so that comparing text compares stamps.
 */
export type Stamp = string

/** The stamp of a field that was never written: smaller than every other. */
export const NEVER: Stamp = ''

export const MAX_EPOCH_JUMP = 1000

const EPOCH = 8
const WALL = 12
const COUNT = 6
const HEAD = EPOCH + WALL + COUNT
/** An author is a device id and a session drawn at each start, or a server instance. */
const STAMP = /^[0-9a-f]{26}[0-9a-zA-Z._:-]{1,80}$/

export const isStamp = (text: string): boolean => STAMP.test(text)

export const compareStamps = (a: Stamp, b: Stamp): number => (a < b ? -1 : a > b ? 1 : 0)

export const greatestStamp = (stamps: Iterable<Stamp>): Stamp => {
  let greatest = NEVER
  for (const stamp of stamps) if (stamp > greatest) greatest = stamp
  return greatest
}

/**
 * The stamp for a write now, made from the record alone: later than `last`, the greatest stamp in the record as held here.
 * The epoch grows only where a clock is behind that stamp, so no wrong clock can stop anyone or win for ever.
 * @param now milliseconds since 1970 by this laptop's clock
 */
export function nextStamp(last: Stamp, now: number, author: string): Stamp {
  const { epoch, wall, count } = stampParts(last)
  if (now > wall) return formatStamp(epoch, now, 0) + author
  if (now === wall) return formatStamp(epoch, now, count + 1) + author
  return formatStamp(epoch + 1, now, 0) + author
}

/** The parts of a stamp; `wall` is in milliseconds since 1970 by the author's clock, which may have been wrong. */
export function stampParts(stamp: Stamp): { epoch: number; wall: number; count: number; author: string } {
  if (stamp === NEVER) return { epoch: 0, wall: -1, count: 0, author: '' }
  return {
    epoch: Number.parseInt(stamp.slice(0, EPOCH), 16),
    wall: Number.parseInt(stamp.slice(EPOCH, EPOCH + WALL), 16),
    count: Number.parseInt(stamp.slice(EPOCH + WALL, HEAD), 16),
    author: stamp.slice(HEAD),
  }
}

export const isServerStamp = (stamp: Stamp): boolean => stamp.startsWith('server-', HEAD)

/** One author per device and session, so a restored backup, a cloned disk and two tabs never share one. */
export const deviceAuthor = (deviceId: string, session: string): string => `${deviceId.replaceAll('-', '')}.${session}`

export const authorOfStamp = (stamp: Stamp): string => stamp.slice(HEAD)

/** The device that made a stamp; null where a server or nobody's device did. */
export const deviceOfStamp = (stamp: Stamp): string | null => deviceOfAuthor(authorOfStamp(stamp))

export function deviceOfAuthor(author: string): string | null {
  const device = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\./.exec(author)
  return device ? device.slice(1).join('-') : null
}

function formatStamp(epoch: number, wall: number, count: number): string {
  assert(wall >= 0 && Number.isSafeInteger(wall), 'a clock gives whole milliseconds since 1970')
  return hex(epoch, EPOCH) + hex(wall, WALL) + hex(count, COUNT)
}

function hex(number: number, width: number): string {
  const digits = number.toString(16).padStart(width, '0')
  assert(digits.length === width, `a stamp part has ${width} digits`)
  return digits
}
