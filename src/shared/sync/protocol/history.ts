import { z } from 'zod'
import { id } from '@shared/domain/record.ts'
import { before, listLimit, moment, somebody } from './lists.ts'
import { fieldName, packedRecord } from './records.ts'

export const historyRequest = z.strictObject({ record: id, before, limit: listLimit })
export const historyEntry = z.strictObject({
  position: z.int(),
  /** What was received: values, stamps and bases, as it came. */
  record: packedRecord,
  /** Who brought it, and from which of their devices. */
  pushedBy: somebody.nullable(),
  device: id,
  receivedAt: moment,
  /** Fields that another laptop wrote, which signed them. Of other fields of another laptop nobody knows but from whoever brought them. */
  proven: z.array(fieldName),
})
export const historyReply = z.strictObject({
  /** Newest first. */
  entries: z.array(historyEntry),
  /** Every device that wrote or brought something on this page: whose it is, and its name. */
  devices: z.record(id, z.strictObject({ owner: somebody, name: z.string(), isRevoked: z.boolean() })),
  more: z.boolean(),
})
