import type { Cells } from '@shared/sync/cell.ts'
import { digestOfText, type Digest } from '@shared/sync/digest.ts'
import { changedCells, hasPendingText, recordLoss } from './apply-remote.ts'
import type { Database } from './database.ts'
import { joinPackedText } from './note-updates.ts'
import type { HistoryEntry } from './history-entry.ts'
import { keepOriginals, type Brought } from './originals.ts'
import { keepOverruled } from './overruled.ts'
import { isEpochTooFar, meetPacked, type PackedRemote } from './pack-meeting.ts'
import { inScope } from './rows.ts'
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
    const brought = new Map<string, Brought>()
    await rows.load(items.map(({ record }) => record.id))
    for (const item of items) {
      const { id, kind } = item.record
      const mine = rows.loaded(id) ?? emptyRecord({ kind, id, scope })
      if (mine.kind !== kind || isEpochTooFar(mine, item)) continue
      const meeting = meetPacked(mine, item, now)
      // Awaited where there is something to read or to tell: after a hundred awaits of anything but the database, Dexie loses its transaction.
      for (const loss of meeting.losses) await recordLoss(rows, mine, loss)
      if (Object.keys(meeting.overruled).length > 0) await keepOverruledOf(database, mine, meeting.overruled)
      const hasText = item.text !== null || mine.pending['bodyEdited'] !== undefined
      const text = hasText ? await joinText(database, mine, item) : WITHOUT_TEXT
      if (text.isChanged) noteIds.push(id)
      const record = joinedWith(mine, meeting.next, { text, now })
      if (!record) continue
      // What comes for the first time is its own history until it changes.
      const history = record.cells === mine.cells || mine.rev === 0 ? null : historyOf(mine, record, now)
      rows.keep(record, history)
      brought.set(id, { record, originals: [...(brought.get(id)?.originals ?? []), ...item.originals] })
    }
    await keepOriginals(database, [...brought.values()])
    return { recordIds: rows.changed(), noteIds }
  })
  if (commit) database.announce({ scope, ...commit, origin: 'remote', isForeign: false })
}

/** @property waits some of it has not come to the ministry */
type JoinedText = { readonly isChanged: boolean; readonly waits: boolean; readonly digest: Digest | null }

const WITHOUT_TEXT: JoinedText = { isChanged: false, waits: false, digest: null }

async function joinText(database: Database, { id, scope }: StoredRecord, { text: packed }: PackedRemote): Promise<JoinedText> {
  if (!packed) return { ...WITHOUT_TEXT, waits: await hasPendingText(database, id) }
  const { isChanged, isPending, shape } = await joinPackedText(database, { noteId: id, scope }, packed)
  return { isChanged, waits: isPending, digest: digestOfText(id, shape) }
}

/** The record as it is from now on; null where it is what was here. */
function joinedWith(mine: StoredRecord, next: StoredRecord, { text, now }: { text: JoinedText; now: number }): StoredRecord | null {
  const { pending, cells } = text.waits ? withWaitingText(next, now) : next
  const textDigest = text.digest ?? mine.textDigest
  if (pending === mine.pending && next === mine && textDigest === mine.textDigest) return null
  const joined = { ...next, pending, textDigest }
  const isParked = cells === mine.cells && isUnsent(joined)
  return { ...joined, parked: isParked ? joined.parked : null, arrivedAt: mine.rev === 0 ? now : mine.arrivedAt }
}

const historyOf = (mine: StoredRecord, { cells }: StoredRecord, now: number): HistoryEntry => ({
  fields: changedCells(mine.cells, cells),
  storedAt: now,
  origin: 'remote',
})

/** The server takes a review from its reviewer alone. */
async function keepOverruledOf(database: Database, { scope, kind, id }: StoredRecord, cells: Cells): Promise<void> {
  const mayBring = kind !== 'review' || (await readScopeState(database, scope)).role === 'reviewer'
  if (mayBring) await keepOverruled(database, scope, { kind, id, cells })
}

/** A text that waits keeps its note in the outbox by the field that came with it (docs/sync-spec.md N3). */
function withWaitingText(record: StoredRecord, now: number): StoredRecord {
  const edited = record.cells['bodyEdited']
  if (!edited || record.pending['bodyEdited']) return record
  const waiting = { isOwn: false, hasLeft: true, before: edited.value, withColleague: now, isForText: true } as const
  return { ...record, pending: { ...record.pending, bodyEdited: waiting } }
}
