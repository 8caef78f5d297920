import { compareCells, greatestStampOf, type Cell, type RecordDelta } from '@shared/sync/cell.ts'
import { join } from '@shared/sync/join.ts'
import { fieldsAtStake, isDoubtful, lossesOnDevice, type Loss } from '@shared/sync/loss.ts'
import { MAX_EPOCH_JUMP, stampParts } from '@shared/sync/stamp.ts'
import type { Original } from '@shared/sync/protocol/records.ts'
import type { PackedText } from './note-updates.ts'
import { unacknowledged, type Pending, type StoredRecord } from './stored-record.ts'

/** A record as a pack brings it, checked. */
export type PackedRemote = {
  readonly record: RecordDelta
  /** Fields that the ministry had not acknowledged when the pack was made. */
  readonly waiting: ReadonlySet<string>
  readonly receivedAt: number | null
  readonly text: PackedText | null
  /** What the laptops that wrote the waiting fields signed of them. */
  readonly originals: readonly Original[]
}

export type PackMeeting = {
  /** The record as it is afterwards, before its text is looked at; the very same value where the pack brings nothing. */
  readonly next: StoredRecord
  readonly losses: readonly Loss[]
  /** What lost and is no loss for sure: only the server can tell whether the winner had seen it, and perhaps nobody else brings it there. */
  readonly overruled: Readonly<Record<string, Cell>>
}

/**
 * What becomes of a record when a colleague's pack meets it (docs/sync-spec.md X4): cells are joined; a cell that waited there and
 * stands here now waits here, relayed; what the ministry has of it stops waiting.
 * @param now this laptop's clock in milliseconds since 1970, for the receipt
 */
export function meetPacked(mine: StoredRecord, item: PackedRemote, now: number): PackMeeting {
  const theirs = item.record.cells
  const atStake = fieldsAtStake(mine.cells, { pending: unacknowledged(mine), waiting: item.waiting })
  const losses = lossesOnDevice(mine.cells, theirs, atStake)
  const pending: Record<string, Pending> = { ...mine.pending }
  const overruled: Record<string, Cell> = {}
  const relayed: Pending = { isOwn: false, hasLeft: true, before: null, withColleague: now }
  for (const [field, cell] of Object.entries(theirs)) {
    const own = mine.cells[field]
    const order = own ? compareCells(own, cell) : -1
    if (own && isDoubtful({ mine: own, theirs: cell }, { isMineSettled: !atStake.has(field), isTheirsWaiting: item.waiting.has(field) })) {
      overruled[field] = order > 0 ? cell : own
    }
    if (order > 0) continue
    if (!item.waiting.has(field)) delete pending[field]
    else if (order < 0) {
      const before = beforeOf(mine, field)
      pending[field] = before === null ? relayed : { ...relayed, before }
    }
  }
  const receivedAt = item.receivedAt === null ? mine.receivedAt : Math.max(item.receivedAt, mine.receivedAt ?? 0)
  const cells = join(mine.cells, theirs)
  const isSame = cells === mine.cells && receivedAt === mine.receivedAt && Object.keys(mine.pending).every((field) => field in pending)
  return { next: isSame ? mine : { ...mine, cells, pending, receivedAt }, losses, overruled }
}

/** A stamp that far ahead would win for ever; the same bound as the server's (docs/sync-spec.md S4). */
export const isEpochTooFar = (mine: StoredRecord, { record }: PackedRemote): boolean =>
  epochOf(record) > stampParts(greatestStampOf(mine.cells)).epoch + MAX_EPOCH_JUMP

const epochOf = ({ cells }: RecordDelta): number => stampParts(greatestStampOf(cells)).epoch

const beforeOf = (mine: StoredRecord, field: string): Pending['before'] =>
  mine.pending[field] ? mine.pending[field].before : (mine.cells[field]?.value ?? null)
