import { bytesToBase64 } from '@shared/lib/base64.ts'
import { greatestStampOf } from '@shared/sync/cell.ts'
import { packRecord } from '@shared/sync/packed.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { Original, PushItem } from '@shared/sync/protocol/records.ts'
import type { Stamp } from '@shared/sync/stamp.ts'
import type { Database } from './database.ts'
import { outgoingText } from './note-updates.ts'
import { itemToSend, type ItemToSend } from './push-message.ts'
import { originalsOfRecord } from './originals.ts'
import { readOverruled } from './overruled.ts'
import type { Rows } from './rows.ts'
import { isParkedByRole, isRelayed, isUnsent, pendingDelta, type StoredRecord, type Whole } from './stored-record.ts'
import { idAt, placesUnsent } from './unsent.ts'
import type { Place } from './versions.ts'

/** A record as it stood when a push was made, its place among what waited, and what of it went, packed, as JSON. */
export type Sent = SentWhole | SentOpened
/** It went as it lies in its row, and was not opened. */
type SentWhole = Stood & { readonly packed: Uint8Array; readonly record: null }
export type SentOpened = Stood & { readonly packed: string; readonly record: StoredRecord }
type Stood = { readonly place: Place; readonly rev: number; readonly last: Stamp }

/** What goes into one push. @property bytes those of its items */
export type Gathered = {
  readonly items: ItemToSend[]
  readonly records: Sent[]
  readonly noteRows: Record<string, number[]>
  bytes: number
  /** It ended because a push may not hold more. */
  isFull: boolean
}

/** What this person's role of today allows. */
export type MaySend = { readonly mayWrite: boolean; readonly mayReview: boolean }

/** @property after the place behind which it begins; left out for all that waits */
type Wanted = MaySend & { readonly scope: string; readonly after?: Place | undefined }

/** What waits of a visit, oldest first, as far as there is room for it. */
export async function gather(database: Database, rows: Rows, { scope, after, ...role }: Wanted): Promise<Gathered> {
  const gathered: Gathered = { items: [], records: [], noteRows: {}, bytes: 0, isFull: false }
  // Nearly always none: then nobody looks for each record.
  const hasOriginals = (await database.dexie.originals.count()) > 0
  for (let from = 0; ; from += LIMITS.pushItems) {
    // As many as a push may hold, at once. What is parked stays at the beginning, and is passed over.
    const waiting = await placesUnsent(database, scope, { after, from, limit: LIMITS.pushItems })
    const wholes = await rows.loadUnsent(waiting.map(idAt))
    for (let at = 0; at < waiting.length; at += 1) {
      at = takeWholes(gathered, { waiting, wholes, at })
      const place = waiting[at]
      const record = place && rows.loaded(idAt(place))
      if (gathered.isFull || !record || !maySend(record, role)) continue
      // Awaited where there is something to read: after a hundred awaits of anything but the database, Dexie loses its transaction.
      const words = record.kind === 'note' ? await outgoingText(database, record.id) : NO_WORDS
      const originals = hasOriginals && isRelayed(record) ? await originalsOfRecord(database, record) : []
      take(gathered, goingOpened(place, record, { words, originals }))
    }
    if (gathered.isFull || waiting.length < LIMITS.pushItems) return gathered
  }
}

type Page = { readonly waiting: readonly Place[]; readonly wholes: readonly (Whole | null)[]; readonly at: number }

/** Takes what goes as it lies, from `at` on, up to the first that does not, or for which there is no room: gives its number. */
function takeWholes(gathered: Gathered, { waiting, wholes, at: first }: Page): number {
  for (let at = first; at < waiting.length; at += 1) {
    const whole = wholes[at]
    if (!whole) return at
    take(gathered, goingAsItLies(waiting[at] as Place, whole))
    if (gathered.isFull) return waiting.length
  }
  return waiting.length
}

/** Adds an item, or says that there is no room for it. */
function take(gathered: Gathered, { item, sent, ns }: Going): void {
  const { items, records, noteRows } = gathered
  if (!hasRoomFor(gathered, item)) gathered.isFull = true
  if (gathered.isFull) return
  gathered.bytes += item.bytes
  items.push(item)
  records.push(sent)
  if (ns.length > 0) noteRows[idAt(sent.place)] = ns
  gathered.isFull = items.length === LIMITS.pushItems
}

/** One item goes in any case. */
const hasRoomFor = ({ items, bytes }: Gathered, item: ItemToSend): boolean =>
  items.length === 0 || (items.length < LIMITS.pushItems && bytes + item.bytes <= LIMITS.pushBytes)

/** An item of a push, what is remembered of its record, and the rows of the words that go with it. */
type Going = { readonly item: ItemToSend; readonly sent: Sent; readonly ns: number[] }

const goingAsItLies = (place: Place, { rev, last, packed }: Whole): Going => ({
  item: itemToSend(packed),
  sent: { place, rev, last, packed, record: null },
  ns: [],
})

type Words = Awaited<ReturnType<typeof outgoingText>>
const NO_WORDS: Words = { updates: [], ns: [] }
const MOST_ORIGINALS = 50

/** @param originals who wrote what this laptop only brings: where that would make a message too long, the work goes without */
function goingOpened(
  place: Place,
  record: StoredRecord,
  { words: { updates, ns }, originals }: { words: Words; originals: readonly Original[] },
): Going {
  const item: PushItem = { record: packRecord(pendingDelta(record)) }
  const packed = JSON.stringify(item.record)
  if (updates.length > 0) item.updates = updates.map(bytesToBase64)
  const first = originals.slice(0, MOST_ORIGINALS)
  if (first.length > 0 && JSON.stringify([item, first]).length <= LIMITS.itemBytes) item.originals = first
  return {
    item: itemToSend(packed, { updates: item.updates, originals: item.originals }),
    sent: { place, rev: record.rev, last: greatestStampOf(record.cells), packed, record },
    ns: updates.length > 0 ? ns : [],
  }
}

/** It waits, and was not refused; what an earlier role was refused goes again where that of today may send it. */
const maySend = (record: StoredRecord, { mayWrite, mayReview }: MaySend): boolean =>
  isUnsent(record) && (record.parked === null || (isParkedByRole(record) && (record.kind === 'review' ? mayReview : mayWrite)))

/** After everything else: what lost here against a pack goes along, as far as there is room. Gives its rows. */
export async function addOverruled(database: Database, scope: string, gathered: Gathered): Promise<string[]> {
  const ids: string[] = []
  for (const { id, delta } of await readOverruled(database, scope)) {
    const item = itemToSend(JSON.stringify(packRecord(delta)))
    if (!hasRoomFor(gathered, item)) break
    gathered.bytes += item.bytes
    gathered.items.push(item)
    ids.push(id)
  }
  return ids
}
