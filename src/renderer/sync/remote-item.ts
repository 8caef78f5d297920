import { base64ToBytes } from '@shared/lib/base64.ts'
import type { RecordDelta } from '@shared/sync/cell.ts'
import { unpackRecord } from '@shared/sync/packed.ts'
import type { PulledItem } from '@shared/sync/protocol/records.ts'
import type { RemoteItem } from '../db/apply-remote.ts'

/** An item of the wire as the database takes it. It is unpacked when somebody looks at its cells: what is new here lies as it came. */
export const toRemoteItem = ({ record: packed, updates, receivedAt }: PulledItem): RemoteItem => {
  let record: RecordDelta | undefined
  return {
    packed,
    get record() {
      return (record ??= unpackRecord(packed))
    },
    updates: updates?.map((update) => base64ToBytes(update.bytes)) ?? [],
    receivedAt,
  }
}
