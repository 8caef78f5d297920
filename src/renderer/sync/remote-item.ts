import { base64ToBytes } from '@shared/lib/base64.ts'
import type { RecordDelta } from '@shared/sync/cell.ts'
import { digestOfPacked } from '@shared/sync/digest.ts'
import { hasItsStamps, unpackRecord } from '@shared/sync/packed.ts'
import type { PulledItem } from '@shared/sync/protocol/records.ts'
import type { RemoteItem } from '../db/apply-remote.ts'
import type { Database } from '../db/database.ts'
import { arrivalToRow } from '../db/stored-record.ts'

/** An item of the wire as the database takes it. It is unpacked when somebody looks at its cells: what is new here lies as it came. */
export const toRemoteItem = ({ record: packed, updates, receivedAt }: PulledItem): RemoteItem => {
  let record: RecordDelta | undefined
  return {
    get record() {
      return (record ??= unpackRecord(packed))
    },
    updates: updates?.map((update) => base64ToBytes(update.bytes)) ?? [],
    receivedAt,
  }
}

/**
 * The same of a visit that begins here, where all of it is to be written as it came: made ready while the page before is being stored. What
 * has a text is joined, and what names a stamp that it does not carry is refused, as anywhere.
 */
export function toNews({ seal, host }: Database, scope: string, item: PulledItem): RemoteItem {
  const { record: packed, updates, receivedAt } = item
  if (updates || !hasItsStamps(packed)) return toRemoteItem(item)
  const row = arrivalToRow({ packed, receivedAt, arrivedAt: host.now() }, scope, seal)
  return Object.assign(toRemoteItem(item), { arrival: { row, count: digestOfPacked(packed) } })
}
