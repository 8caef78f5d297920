import { packRecord } from '@shared/sync/packed.ts'
import type { PushItem } from '@shared/sync/protocol/records.ts'
import { nextStamp, type Stamp } from '@shared/sync/stamp.ts'
import { recordOf } from '../sync/records.mjs'

/** One record on the wire as a laptop sends it: what was written, at one moment, on top of what was there. */
export function itemOf(
  { kind, id, on = '' }: { kind: string; id: string; on?: Stamp },
  written: Readonly<Record<string, string | number | boolean | object>>,
): Made {
  const stamp = nextStamp(on, Date.now(), 'bench-device.session')
  const cells = Object.fromEntries(Object.entries(written).map(([field, value]) => [field, { value: value as never, stamp, bases: [on] }]))
  return { id, stamp, item: { record: packRecord({ kind, id, cells }) } }
}
export type Made = { readonly id: string; readonly stamp: Stamp; readonly item: PushItem }

/** Records that a pull of the load brings. */
export const PULLED = 10

/** A new record of 17 fields, about 650 bytes of JSON. */
export const newRecord = (number: number): Made => itemOf({ kind: 'meeting', id: crypto.randomUUID() }, recordOf(number).fields)

/** One field of a record written anew. */
export const editOf = ({ id, stamp }: Made, words: string): Made => itemOf({ kind: 'meeting', id, on: stamp }, { place: words })
