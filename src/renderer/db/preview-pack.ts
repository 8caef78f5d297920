import type { Database } from './database.ts'
import { bringsNew } from './note-updates.ts'
import { isEpochTooFar, meetPacked, type PackedRemote } from './pack-meeting.ts'
import { emptyRecord, rowToRecord, type StoredRecord } from './stored-record.ts'

/** What accepting would do to one record. */
export type PackOutcome = 'new' | 'changed' | 'versions' | 'same' | 'epoch-too-far' | 'other-kind'
export type Previewed = {
  readonly outcome: PackOutcome
  /** As it would be here, for its name; of a record that is held back, as the pack has it. */
  readonly record: StoredRecord
}

/** Compares a page of a pack with what is here, and changes nothing. */
export async function previewPackPage(database: Database, scope: string, items: readonly PackedRemote[]): Promise<Previewed[]> {
  const rows = await database.dexie.records.bulkGet(items.map((item) => item.record.id))
  const previewed: Previewed[] = []
  for (const [index, item] of items.entries()) {
    const row = rows[index]
    const { id, kind } = item.record
    const mine = row ? rowToRecord(row, database.seal) : null
    previewed.push(await previewItem(database, mine ?? emptyRecord({ kind, id, scope }), { item, isHere: mine !== null }))
  }
  return previewed
}

async function previewItem(database: Database, mine: StoredRecord, { item, isHere }: { item: PackedRemote; isHere: boolean }) {
  const { next, losses } = meetPacked(mine, item, database.host.now())
  const as = (outcome: PackOutcome, record: StoredRecord): Previewed => ({ outcome, record })
  if (mine.kind !== item.record.kind) return as('other-kind', mine)
  if (isEpochTooFar(mine, item)) return as('epoch-too-far', next)
  if (!isHere) return as('new', next)
  if (losses.length > 0) return as('versions', next)
  return as(next.cells !== mine.cells || (await hasNewText(database, item)) ? 'changed' : 'same', next)
}

async function hasNewText(database: Database, { record, text }: PackedRemote): Promise<boolean> {
  for (const update of [text?.received, text?.waiting]) {
    if (update && (await bringsNew(database, record.id, update))) return true
  }
  return false
}
