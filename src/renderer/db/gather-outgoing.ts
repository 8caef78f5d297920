import { bytesToBase64 } from '@shared/lib/base64.ts'
import { greatestStampOf } from '@shared/sync/cell.ts'
import { packRecord } from '@shared/sync/packed.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import type { Original, PushItem } from '@shared/sync/protocol/records.ts'
import type { Stamp } from '@shared/sync/stamp.ts'
import type { Database } from './database.ts'
import { outgoingText } from './note-updates.ts'
import { originalsOfRecord } from './originals.ts'
import { readOverruled } from './overruled.ts'
import type { Rows } from './rows.ts'
import { isParkedByRole, isRelayed, isUnsent, pendingDelta, type StoredRecord, type Whole } from './stored-record.ts'
import { idAt, placesUnsent } from './unsent.ts'
import type { Place } from './versions.ts'

/**
 * A record as it stood when a push was made, its place among what waited, and what of it went, packed, as JSON. One that went whole, as it
 * lies in its row, was not opened.
 */
export type Sent = {
  readonly place: Place
  readonly rev: number
  readonly last: Stamp
  readonly packed: string
  readonly record: StoredRecord | null
}

/** What goes into one push. */
export type Gathered = {
  readonly texts: string[]
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
  const gathered: Gathered = { texts: [], records: [], noteRows: {}, bytes: 0, isFull: false }
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
function take(gathered: Gathered, { text, sent, ns }: Going): void {
  const { texts, records, noteRows } = gathered
  const bytes = gathered.bytes + text.length
  gathered.isFull ||= texts.length > 0 && bytes > LIMITS.pushBytes / 2
  if (gathered.isFull) return
  gathered.bytes = bytes
  texts.push(text)
  records.push(sent)
  if (ns.length > 0) noteRows[idAt(sent.place)] = ns
  gathered.isFull = texts.length === LIMITS.pushItems
}

/** An item of a push as text, what is remembered of its record, and the rows of the words that go with it. */
type Going = { readonly text: string; readonly sent: Sent; readonly ns: number[] }

const goingAsItLies = (place: Place, { rev, last, packed }: Whole): Going => ({
  text: `{"record":${packed}}`,
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
    text: Object.keys(item).length === 1 ? `{"record":${packed}}` : JSON.stringify(item),
    sent: { place, rev: record.rev, last: greatestStampOf(record.cells), packed, record },
    ns: updates.length > 0 ? ns : [],
  }
}

/** It waits, and was not refused; what an earlier role was refused goes again where that of today may send it. */
const maySend = (record: StoredRecord, { mayWrite, mayReview }: MaySend): boolean =>
  isUnsent(record) && (record.parked === null || (isParkedByRole(record) && (record.kind === 'review' ? mayReview : mayWrite)))

/** After everything else: what lost here against a pack goes along, as far as there is room. Gives its rows. */
export async function addOverruled(database: Database, scope: string, { texts, bytes: before }: Gathered): Promise<string[]> {
  const ids: string[] = []
  let bytes = before
  for (const { id, delta } of await readOverruled(database, scope)) {
    const text = JSON.stringify({ record: packRecord(delta) } satisfies PushItem)
    bytes += text.length
    if (texts.length > 0 && (bytes > LIMITS.pushBytes / 2 || texts.length === LIMITS.pushItems)) break
    texts.push(text)
    ids.push(id)
  }
  return ids
}
