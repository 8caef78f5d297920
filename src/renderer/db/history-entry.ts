import type { Json } from '@shared/lib/canonical-json.ts'
import type { Stamp } from '@shared/sync/stamp.ts'
import type { StoredRecord } from './stored-record.ts'

/** What changed in a record: for the record's history on this laptop. */
export type HistoryEntry = {
  /** Field -> the value written, and its stamp, which names author and time. */
  readonly fields: Readonly<Record<string, { value: Json; stamp: string }>>
  /** This laptop's clock when it was stored here. */
  readonly storedAt: number
  /** `server`: told by the ministry's server; `complete`: it told all it knew at `storedAt`. */
  readonly origin: 'local' | 'remote' | 'server' | 'complete'
  /** Of the server's history: its place there, and who brought it from which laptop. */
  readonly position?: number
  readonly broughtBy?: Laptop
  /** Fields that another laptop wrote, which signed them. */
  readonly proven?: readonly string[]
  /** The laptops that wrote it, by device id. */
  readonly laptops?: Readonly<Record<string, Laptop>>
}

/** What a record that came whole, and has not changed since, has for a history; null for any other. */
export const arrivalOf = ({ cells, arrivedAt }: StoredRecord): HistoryEntry | null =>
  arrivedAt === null ? null : { fields: cells, storedAt: arrivedAt, origin: 'remote' }

/** A laptop as the server names it: its own name, and whose it is. */
export type Laptop = { readonly id: string; readonly name: string; readonly owner: string | null }

/** As a history entry lies in its row: each stamp once, as in a packed record. Rows of earlier versions hold the entry itself. */
type Body = Omit<HistoryEntry, 'fields'> & { readonly s: readonly Stamp[]; readonly f: Readonly<Record<string, readonly [Json, number]>> }

export function historyToBody({ fields, ...rest }: HistoryEntry): Body {
  const stamps: Stamp[] = []
  const packed: Record<string, [Json, number]> = {}
  for (const field of Object.keys(fields)) {
    const cell = fields[field]
    if (!cell) continue
    const known = stamps.indexOf(cell.stamp)
    packed[field] = [cell.value, known === -1 ? stamps.push(cell.stamp) - 1 : known]
  }
  return { ...rest, s: stamps, f: packed }
}

export function bodyToHistory(body: unknown): HistoryEntry {
  const stored = body as Body | HistoryEntry
  if ('fields' in stored) return stored
  const { s, f, ...rest } = stored
  return { ...rest, fields: Object.fromEntries(Object.entries(f).map(([field, [value, at]]) => [field, { value, stamp: s[at] ?? '' }])) }
}
