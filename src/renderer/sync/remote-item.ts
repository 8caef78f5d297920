import { base64ToBytes } from '@shared/lib/base64.ts'
import type { RecordDelta } from '@shared/sync/cell.ts'
import { digestOfPacked } from '@shared/sync/digest.ts'
import { hasItsStamps, unpackRecord } from '@shared/sync/packed.ts'
import type { PulledItem } from '@shared/sync/protocol/records.ts'
import { ScannedPulled } from '@shared/sync/scanned-pulled.ts'
import type { RemoteItem } from '../db/apply-remote.ts'
import type { Database } from '../db/database.ts'
import type { Arrival } from '../db/rows.ts'
import type { Seal } from '../db/seal.ts'
import { arrivalRow, rowToRecord } from '../db/stored-record.ts'

/** An item of the wire as the database takes it. It is unpacked when somebody looks at its cells: what is new here lies as it came. */
class Pulled implements RemoteItem {
  readonly arrival: Arrival | null
  readonly #item: PulledItem
  #record: RecordDelta | undefined
  #updates: readonly Uint8Array[] | undefined

  constructor(item: PulledItem, arrival: Arrival | null) {
    this.#item = item
    this.arrival = arrival
  }
  get record(): RecordDelta {
    return (this.#record ??= unpackRecord(this.#item.record))
  }
  get updates(): readonly Uint8Array[] {
    return (this.#updates ??= this.#item.updates?.map((update) => base64ToBytes(update.bytes)) ?? NO_UPDATES)
  }
  get receivedAt(): number {
    return this.#item.receivedAt
  }
}

const encoder = new TextEncoder()
const NO_UPDATES: readonly Uint8Array[] = []

export const toRemoteItem = (item: PulledItem): RemoteItem => new Pulled(item, null)

/** What is read from the row that was made of it: nothing of the answer is kept for whoever may ask. */
class Arrived implements RemoteItem {
  readonly arrival: Arrival
  readonly receivedAt: number
  readonly #seal: Seal
  #record: RecordDelta | undefined

  constructor(arrival: Arrival, receivedAt: number, seal: Seal) {
    this.arrival = arrival
    this.receivedAt = receivedAt
    this.#seal = seal
  }
  get record(): RecordDelta {
    return (this.#record ??= deltaOf(rowToRecord(this.arrival.row, this.#seal)))
  }
  get updates(): readonly Uint8Array[] {
    return NO_UPDATES
  }
}

const deltaOf = ({ kind, id, cells }: RecordDelta): RecordDelta => ({ kind, id, cells })

/**
 * The same of a visit that begins here, where all of it is to be written as it came: made ready while the page before is being stored. What
 * has a text is joined, and what names a stamp that it does not carry is refused, as anywhere.
 */
export function toNews({ seal, host }: Database, scope: string, item: PulledItem): RemoteItem {
  if (item instanceof ScannedPulled) {
    const { packed, id, receivedAt, digest } = item
    return new Arrived({ row: arrivalRow({ packed, id, receivedAt, arrivedAt: host.now() }, scope, seal), count: digest }, receivedAt, seal)
  }
  const { record: packed, updates, receivedAt } = item
  if (updates || !hasItsStamps(packed)) return toRemoteItem(item)
  const row = arrivalRow({ packed: encoder.encode(JSON.stringify(packed)), id: packed.i, receivedAt, arrivedAt: host.now() }, scope, seal)
  return new Pulled(item, { row, count: digestOfPacked(packed) })
}
