import { digestOfText } from '@shared/sync/digest.ts'
import { hasPendingText, recordLoss } from './apply-remote.ts'
import type { Database } from './database.ts'
import { joinPackedText } from './note-updates.ts'
import { keepOriginals } from './originals.ts'
import { keepOverruled } from './overruled.ts'
import { isEpochTooFar, meetPacked, type PackedRemote } from './pack-meeting.ts'
import { inScope, type Rows } from './rows.ts'
import { readScopeState } from './scope-state.ts'
import { emptyRecord, isUnsent, type StoredRecord } from './stored-record.ts'

/**
 * Joins one page of an accepted pack, and what `andThen` stores, in one transaction: a power cut between two pages loses nothing,
 * and a page that is joined twice changes nothing (docs/sync-spec.md X5).
 */
export async function applyPackPage(
  database: Database,
  scope: string,
  { items, andThen }: { items: readonly PackedRemote[]; andThen?: () => Promise<boolean> },
): Promise<void> {
  const now = database.host.now()
  const also = ['noteUpdates', 'packs', 'packPages', 'originals', 'overruled', 'scopes'] as const
  const commit = await inScope(database, { scope, also }, async (rows) => {
    // Another tab has joined this page meanwhile.
    if (andThen && !(await andThen())) return null
    const noteIds: string[] = []
    for (const item of items) {
      if (await applyPacked(database, rows, { item, scope, now })) noteIds.push(item.record.id)
    }
    return { recordIds: rows.changed(), noteIds }
  })
  if (commit) database.announce({ scope, ...commit, origin: 'remote', isForeign: false })
}

type Incoming = { readonly item: PackedRemote; readonly scope: string; readonly now: number }

/** True when the note's text changed. */
async function applyPacked(database: Database, rows: Rows, { item, scope, now }: Incoming): Promise<boolean> {
  const { id, kind } = item.record
  const mine = (await rows.get(id)) ?? emptyRecord({ kind, id, scope })
  if (mine.kind !== kind || isEpochTooFar(mine, item)) return false
  const { next, losses, overruled } = meetPacked(mine, item, now)
  for (const loss of losses) await recordLoss(rows, mine, loss)
  if (Object.keys(overruled).length > 0 && (await mayBring(database, scope, kind))) {
    await keepOverruled(database, scope, { kind, id, cells: overruled })
  }
  const text = item.text && (await joinPackedText(database, { noteId: id, scope }, item.text))
  const textDigest = text ? digestOfText(id, text.shape) : mine.textDigest
  const textWaits = text ? text.isPending : mine.pending['bodyEdited'] !== undefined && (await hasPendingText(database, id))
  const joined = { ...(textWaits ? withWaitingText(next, now) : next), textDigest }
  if (joined.pending === mine.pending && next === mine && textDigest === mine.textDigest) return false
  const isNew = joined.cells !== mine.cells
  const fields = Object.fromEntries(
    Object.entries(joined.cells).flatMap(([field, cell]) =>
      mine.cells[field] === cell ? [] : [[field, { value: cell.value, stamp: cell.stamp }]],
    ),
  )
  const parked = isNew || !isUnsent(joined) ? null : joined.parked
  await rows.put({ ...joined, parked }, isNew ? { fields, storedAt: now, origin: 'remote' } : null)
  await keepOriginals(database, joined, item.originals)
  return text?.isChanged === true
}

/** The server takes a review from its reviewer alone. */
const mayBring = async (database: Database, scope: string, kind: string): Promise<boolean> =>
  kind !== 'review' || (await readScopeState(database, scope)).role === 'reviewer'

/** A text that waits keeps its note in the outbox by the field that came with it (docs/sync-spec.md N3). */
function withWaitingText(record: StoredRecord, now: number): StoredRecord {
  const edited = record.cells['bodyEdited']
  if (!edited || record.pending['bodyEdited']) return record
  const waiting = { isOwn: false, hasLeft: true, before: edited.value, withColleague: now, isForText: true } as const
  return { ...record, pending: { ...record.pending, bodyEdited: waiting } }
}
