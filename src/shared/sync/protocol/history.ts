import { z } from 'zod'
import { id } from '@shared/domain/record.ts'
import { LIMITS } from './limits.ts'
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
/** Every device that wrote or brought something on this page: whose it is, and its name. */
const devices = z.record(id, z.strictObject({ owner: somebody, name: z.string(), isRevoked: z.boolean() }))
export const historyReply = z.strictObject({
  /** Newest first. */
  entries: z.array(historyEntry),
  devices,
  more: z.boolean(),
})

/** The beginnings of many records' histories. */
export const historiesRequest = z.strictObject({ records: z.array(id).min(1).max(LIMITS.historyRecords) })
export const historiesReply = z.strictObject({
  /**
   * In the order in which they were asked for, each newest first; at least the first of them. Those that did not fit are left out, and asked
   * for again. `more`: older entries are asked for with `history`.
   */
  histories: z.array(z.strictObject({ record: id, entries: z.array(historyEntry), more: z.boolean() })),
  devices,
})
