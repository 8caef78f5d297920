import type { Json } from '@shared/lib/canonical-json.ts'
import type { Cell } from '@shared/sync/cell.ts'
import { packRecord } from '@shared/sync/packed.ts'
import type { PushItem } from '@shared/sync/protocol/records.ts'
import { nextStamp, type Stamp } from '@shared/sync/stamp.ts'

export type Written = Record<string, readonly [value: Json, stamp: Stamp, ...bases: Stamp[]]>

/** One item of a push: `{ field: [value, stamp, ...bases] }`. */
export function itemOf(kind: string, id: string, written: Written): PushItem {
  const cells = Object.fromEntries(
    Object.entries(written).map(([field, [value, stamp, ...bases]]): [string, Cell] => [field, { value, stamp, bases }]),
  )
  return { record: packRecord({ kind, id, cells }) }
}

/** A note with what was typed into it, as base64. */
export const noteOf = (id: string, written: Written, updates: readonly string[]): PushItem => ({
  ...itemOf('note', id, written),
  updates: [...updates],
})

/** A stamp of a record that was never written before, at `wall` by `author`. */
export const stampAt = (wall: number, author = 'device.session'): Stamp => nextStamp('', wall, author)

/** A stamp of the epoch that a laptop reaches after `epoch` wrong clocks. */
export const stampOfEpoch = (epoch: number, wall = 1_000, author = 'device.session'): Stamp =>
  epoch.toString(16).padStart(8, '0') + stampAt(wall, author).slice(8)
