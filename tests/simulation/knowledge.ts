import * as Y from 'yjs'
import type { Json } from '@shared/lib/canonical-json.ts'
import { canonicalJson } from '@shared/lib/canonical-json.ts'
import type { Cell, Cells, RecordDelta } from '@shared/sync/cell.ts'
import { stampParts } from '@shared/sync/stamp.ts'
import { packRecord, unpackRecord, type PackedRecord } from '@shared/sync/packed.ts'
import type { Database as Page } from '../../src/renderer/db/database.ts'
import { itemsOf } from '../../src/renderer/db/handed-in.ts'
import { readSetting } from '../../src/renderer/db/settings.ts'
import { readHistory } from '../../src/renderer/db/history.ts'
import { rowToRecord, type StoredRecord } from '../../src/renderer/db/stored-record.ts'

/** Something that a person wrote and was told is saved, and every other value of the record that this laptop had shown before. */
export type Written = {
  readonly number: number
  readonly laptop: number
  readonly record: string
  readonly kind: string
  readonly field: string
  readonly value: Json
  readonly stamp: string
  readonly past: ReadonlySet<number>
}

export const cellName = (record: string, field: string, cell: { stamp: string; value: Json }): string =>
  `${record} ${field} ${cell.stamp} ${canonicalJson(cell.value)}`

/** Who has typed, deleted or marked in the note (a Yjs client for each time) -> the updates of it, taken from the document before the program has them. */
export type Typed = ReadonlyMap<number, readonly Uint8Array[]>

/** What a place holds of the visit. */
export type Holding = {
  readonly records: ReadonlyMap<string, RecordDelta>
  /** Note -> the state of its text. */
  readonly texts: ReadonlyMap<string, Y.Doc>
  /** Names of all cells that have ever been here. */
  readonly known: ReadonlySet<string>
}

const placeOf = ({ record, field, stamp }: Pick<Written, 'record' | 'field' | 'stamp'>): string => `${record} ${field} ${stamp}`

/** Everything that was ever written, by whom, and in the knowledge of what. */
export class Log {
  readonly written: Written[] = []
  /** Authors of pages that were resumed twice: the one thing that may put one stamp on two values. */
  readonly sharedSessions = new Set<string>()
  private readonly numbers = new Map<string, number>()
  private readonly byPlace = new Map<string, number[]>()

  numberOf(name: string): number | undefined {
    return this.numbers.get(name)
  }

  /** @param known names of the cells of the record that this laptop has held so far */
  add(entry: Omit<Written, 'number' | 'past'>, known: Iterable<string>): void {
    const past = new Set<number>()
    for (const name of known) {
      const seen = this.written[this.numbers.get(name) ?? -1]
      if (!seen) continue
      // Whoever has seen one of two values under one stamp counts as having seen both (docs/sync-spec.md, the one assumption).
      for (const { number, past: older } of this.twinsOf(seen)) {
        past.add(number)
        for (const one of older) past.add(one)
      }
    }
    const number = this.written.length
    this.written.push({ ...entry, number, past })
    this.numbers.set(cellName(entry.record, entry.field, entry), number)
    const place = placeOf(entry)
    this.byPlace.set(place, [...(this.byPlace.get(place) ?? []), number])
  }

  copy(): Log {
    const copy = new Log()
    copy.written.push(...this.written)
    for (const [name, number] of this.numbers) copy.numbers.set(name, number)
    for (const [place, numbers] of this.byPlace) copy.byPlace.set(place, numbers)
    return copy
  }

  private twinsOf(seen: Written): Written[] {
    if (!this.sharedSessions.has(stampParts(seen.stamp).author)) return [seen]
    return (this.byPlace.get(placeOf(seen)) ?? []).flatMap((number) => this.written[number] ?? [])
  }
}

/** Names of the cells of one record that this disk has ever held. */
export async function knownCells(page: Page, record: string): Promise<Set<string>> {
  const names = new Set<string>()
  for (const entry of await readHistory(page, record)) {
    for (const [field, cell] of Object.entries(entry.fields)) names.add(cellName(record, field, cell))
  }
  return names
}

export async function readStored(page: Page, scope: string): Promise<StoredRecord[]> {
  const rows = await page.dexie.records.where('scope').equals(scope).toArray()
  return rows.map((row) => rowToRecord(row, page.seal))
}

/** Everything that a laptop holds of a visit. */
export async function holdingOf(
  page: Page,
  scope: string,
): Promise<Holding & { readonly stored: readonly StoredRecord[]; readonly told: ReadonlySet<string> }> {
  const stored = await readStored(page, scope)
  const known = new Set<string>()
  const told = new Set<string>()
  for (const record of stored) {
    for (const name of await knownCells(page, record.id)) for (const names of [known, told]) names.add(name)
    for (const name of namesOf(record)) known.add(name)
  }
  const texts = new Map<string, Y.Doc>()
  for (const row of await page.dexie.noteUpdates.orderBy('n').toArray()) {
    const document = texts.get(row.noteId) ?? new Y.Doc()
    Y.applyUpdateV2(document, row.update)
    texts.set(row.noteId, document)
  }
  return { records: new Map(stored.map((record) => [record.id, record])), stored, texts, known, told }
}

/** A record as it was handed in to rescue, and what was not sent of its text. */
export type HandedInItem = { readonly record: PackedRecord; readonly updates: readonly string[] }

/** [R4] What this laptop keeps of a visit that has left it: it is sealed, shown to nobody, and yet held. */
export async function keptHandedIn(page: Page, scope: string): Promise<HandedInItem[]> {
  const kept = (await readSetting(page, 'handedIn')) ?? []
  return kept
    .filter((one) => one.scope === scope)
    .flatMap(itemsOf)
    .map(({ record, updates = [] }) => ({ record, updates }))
}

/** What was handed in, as a place of its own. An update may continue one that was sent before: other places have that. */
export function holdingOfItems(items: readonly HandedInItem[], others: readonly Holding[]): Holding {
  const known = new Set<string>()
  const texts = new Map<string, Y.Doc>()
  for (const { record, updates } of items) {
    for (const name of namesOf(unpackRecord(record))) known.add(name)
    if (updates.length === 0) continue
    const document = texts.get(record.i) ?? mergedText(record.i, others)
    for (const update of updates) Y.applyUpdateV2(document, Buffer.from(update, 'base64'))
    texts.set(record.i, document)
  }
  return { records: new Map(), known, texts }
}

function mergedText(note: string, places: readonly Holding[]): Y.Doc {
  const document = new Y.Doc()
  for (const { texts } of places) {
    const text = texts.get(note)
    if (text) Y.applyUpdateV2(document, Y.encodeStateAsUpdateV2(text))
  }
  return document
}

export const namesOf = (record: RecordDelta): string[] =>
  Object.entries(record.cells).map(([field, cell]) => cellName(record.id, field, cell))

/** Values and stamps of a record, for comparing places. */
export const viewOf = ({ kind, id, cells }: RecordDelta): string =>
  canonicalJson(packRecord({ kind, id, cells: withoutBases(cells) }) as unknown as Json)

const withoutBases = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).map(([field, cell]): [string, Cell] => [field, { ...cell, bases: [] }]))

/** State vector and delete set: equal for equal documents, however their updates were cut. */
export const shapeOf = (document: Y.Doc): string => Buffer.from(Y.encodeSnapshotV2(Y.snapshot(document))).toString('hex')
