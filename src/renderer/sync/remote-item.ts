import { base64ToBytes } from '@shared/lib/base64.ts'
import { unpackRecord } from '@shared/sync/packed.ts'
import type { PulledItem } from '@shared/sync/protocol/records.ts'
import type { RemoteItem } from '../db/apply-remote.ts'

/** An item of the wire as the database takes it. */
export const toRemoteItem = (item: PulledItem): RemoteItem => ({
  record: unpackRecord(item.record),
  updates: (item.updates ?? []).map((update) => base64ToBytes(update.bytes)),
  receivedAt: item.receivedAt,
})
