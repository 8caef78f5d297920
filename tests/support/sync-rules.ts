import { conflictOf } from '@shared/domain/conflict.ts'
import { greatestStampOf, type Cell, type Cells } from '@shared/sync/cell.ts'
import { deletionOf, isDead } from '@shared/sync/deletion.ts'
import { join } from '@shared/sync/join.ts'
import { fieldsAtStake, lossesOnDevice, lossesOnServer } from '@shared/sync/loss.ts'
import { nextStamp, NEVER, type Stamp } from '@shared/sync/stamp.ts'

/** What a device knows of the cell that it writes over. `hasLeft`: sent or packed since it was written. */
type Overwritten = { readonly cell: Cell; readonly isPending: boolean; readonly hasLeft: boolean }

/** Everything from which a stamp may be made; the real rule uses the record, the clock and the author alone. */
type WriteMoment = { readonly cells: Cells; readonly ownLast: Stamp; readonly now: number; readonly author: string }

/** The rules of merging as values, so that a test can plant a fault in one of them. */
export type Rules = {
  readonly stamp: (moment: WriteMoment) => Stamp
  readonly basesOfWrite: (overwritten: Overwritten | undefined) => readonly Stamp[]
  readonly join: typeof join
  readonly fieldsAtStake: typeof fieldsAtStake
  readonly lossesOnDevice: typeof lossesOnDevice
  readonly lossesOnServer: typeof lossesOnServer
  readonly deletionOf: typeof deletionOf
  readonly isDead: typeof isDead
  readonly conflictOf: typeof conflictOf
}

/** The product's own functions. */
export const realRules: Rules = {
  stamp: ({ cells, now, author }) => nextStamp(greatestStampOf(cells), now, author),
  basesOfWrite,
  join,
  fieldsAtStake,
  lossesOnDevice,
  lossesOnServer,
  deletionOf,
  isDead,
  conflictOf,
}

/**
 * Rule L1: a value stands on the cell held when its field became unacknowledged, and on each unacknowledged stamp of the field
 * that has left a laptop since. What never left was seen by nobody and is not named.
 */
function basesOfWrite(overwritten: Overwritten | undefined): readonly Stamp[] {
  if (!overwritten) return [NEVER]
  const { cell, isPending, hasLeft } = overwritten
  if (!isPending) return [cell.stamp]
  return hasLeft ? [...cell.bases, cell.stamp] : cell.bases
}
