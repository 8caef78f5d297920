import { bytesStand } from '@shared/lib/bytes.ts'
import type { Json } from '@shared/lib/canonical-json.ts'
import type { Cell, Cells, RecordDelta } from '@shared/sync/cell.ts'
import type { Digest } from '@shared/sync/digest.ts'
import { packRecord, unpackRecord, type PackedRecord } from '@shared/sync/packed.ts'
import { PARKED_BY_ROLE, type ParkReason } from '@shared/sync/protocol/push.ts'
import type { Stamp } from '@shared/sync/stamp.ts'
import type { Seal } from './seal.ts'
import type { RecordRow } from './versions.ts'

const encoder = new TextEncoder()

/** A field that the ministry's server has not acknowledged. */
export type Pending = {
  /** Written on this laptop, not brought by a colleague. */
  readonly isOwn: boolean
  /** It has been in a push or a pack. */
  readonly hasLeft: boolean
  /** The value that this laptop overwrote first: the middle of three when two versions meet. */
  readonly before: Json
  /** When a pack that was saved carried this very value, or a colleague's pack brought it: it lies on a second laptop. */
  readonly withColleague?: number
  /** The server has the value: the field waits because words of the note that came with it do (docs/sync-spec.md N3). */
  readonly isForText?: true
}
export type PendingFields = Readonly<Record<string, Pending>>

/** Refused by the server; `handedInAt` is when it was given to the visit's owner instead, by this laptop's clock. */
export type Parked = { readonly reason: ParkReason; readonly detail: string | null; readonly handedInAt?: number }

/** A record as this laptop holds it. */
export type StoredRecord = {
  readonly kind: string
  readonly id: string
  readonly scope: string
  readonly rev: number
  readonly cells: Cells
  readonly pending: PendingFields
  /** When the ministry's server last received something of it (its clock), null if never. */
  readonly receivedAt: number | null
  readonly parked: Parked | null
  /** What a note's text counted with when it last met the server's; null for no text. It may lag while the note is unsent. */
  readonly textDigest: Digest | null
  /** It came whole from the server or with a pack, at this time of this laptop's clock, and has not changed: its history is itself, and has no row yet. Else null. */
  readonly arrivedAt: number | null
}

type SealedPending = [isOwn: 0 | 1, hasLeft: 0 | 1, before: Json, withColleague?: number | null, isForText?: 1]

/** @property p what waits: each field by itself, or, of a record that waits as a whole, once for all that there is of it */
type Body = {
  r: PackedRecord
  p?: SealedPending | Record<string, SealedPending>
  t?: number
  x?: [reason: ParkReason, detail: string | null, handedInAt?: number]
  d?: Digest
  a?: number
}

/** @param packed the record packed, as JSON, where it was made before */
export function recordToRow(record: StoredRecord, seal: Seal, packed?: string): RecordRow {
  const { id, scope, rev } = record
  const context = { table: 'records', id, scope }
  const rest = restOf(record)
  if (packed === undefined) return { id, scope, rev, body: seal.seal({ r: packRecord(record), ...rest } satisfies Body, context) }
  const after = JSON.stringify(rest).slice(1)
  const text = `{"r":${packed}${after === '}' ? '' : ','}${after}`
  return { id, scope, rev, body: seal.sealBytes(encoder.encode(text), context) }
}

function restOf(record: StoredRecord): Omit<Body, 'r'> {
  const body: Omit<Body, 'r'> = {}
  if (isUnsent(record)) body.p = sealAllPending(record)
  if (record.receivedAt !== null) body.t = record.receivedAt
  if (record.parked) body.x = sealParked(record.parked)
  if (record.textDigest !== null) body.d = record.textDigest
  if (record.arrivedAt !== null) body.a = record.arrivedAt
  return body
}

function sealAllPending(record: StoredRecord): NonNullable<Body['p']> {
  const shared = pendingOfAll(record)
  if (shared) return sealPending(shared)
  const sealed: Record<string, SealedPending> = {}
  for (const [field, one] of Object.entries(record.pending)) sealed[field] = sealPending(one)
  return sealed
}

/** What is said of every field alike, where all that there is of a record waits and nothing was there before: of nearly every new one. */
function pendingOfAll({ cells, pending }: StoredRecord): Pending | null {
  let shared: Pending | undefined
  for (const field in pending) if (cells[field] === undefined) return null
  for (const field in cells) {
    const one = pending[field]
    if (one !== undefined && one === shared) continue
    if (one?.before !== null || one.isForText) return null
    shared ??= one
    if (one.isOwn !== shared.isOwn || one.hasLeft !== shared.hasLeft || one.withColleague !== shared.withColleague) return null
  }
  return shared ?? null
}

/** A record all of which waits, written here in one go, as it is sent: packed, as JSON, in the very bytes of its row. */
export type Whole = { readonly kind: string; readonly rev: number; readonly last: Stamp; readonly packed: Uint8Array }

const bit = (flag: boolean): 0 | 1 => (flag ? 1 : 0)

const NEW: Pending = Object.freeze({ isOwn: true, hasLeft: false, before: null })
const [BEFORE_BYTES, AFTER_BYTES] = [encoder.encode('{"r":'), encoder.encode(`,"p":${JSON.stringify(sealPending(NEW))}}`)]
/** Kind, id and one stamp are shorter. */
const LONGEST_HEAD = 400
const headDecoder = new TextDecoder()

/** Reads no more of a row than sending it takes; null where the record is of another form, and is to be opened. */
export function wholeUnsent({ id, scope, rev, body }: RecordRow, seal: Seal): Whole | null {
  const bytes = seal.openBytes(body as Uint8Array<ArrayBuffer>, { table: 'records', id, scope })
  // Under this name there is nothing else of this form, and nothing stands behind it unless more is to be said of the record.
  if (!bytesStand(bytes, BEFORE_BYTES, 0) || !bytesStand(bytes, AFTER_BYTES, bytes.length - AFTER_BYTES.length)) return null
  const packed = bytes.subarray(BEFORE_BYTES.length, bytes.length - AFTER_BYTES.length)
  // Kinds, ids and stamps hold nothing that JSON would write otherwise.
  const head = headDecoder.decode(packed.subarray(0, LONGEST_HEAD))
  const [, kind, named, last] = /^\{"k":"(\w+)","i":"([^"]+)","s":\["([^"]+)"\],/.exec(head) ?? []
  return kind === undefined || named !== id || last === undefined ? null : { kind, rev, last, packed }
}

/** The row of such a record once the server has it. */
export function receivedRow(
  { id, scope, rev }: Omit<RecordRow, 'body'>,
  { packed, receivedAt }: { packed: Uint8Array; receivedAt: number },
  seal: Seal,
): RecordRow {
  return { id, scope, rev: rev + 1, body: seal.sealBytes(bytesOfRow(packed, `,"t":${receivedAt}}`), { table: 'records', id, scope }) }
}

/** @param after in ASCII */
function bytesOfRow(packed: Uint8Array, after: string): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(BEFORE_BYTES.length + packed.length + after.length)
  body.set(BEFORE_BYTES)
  body.set(packed, BEFORE_BYTES.length)
  const afterAt = body.length - after.length
  for (let index = 0; index < after.length; index += 1) body[afterAt + index] = after.charCodeAt(index)
  return body
}

/** A record that came whole, as it came, packed, as JSON; every index of it has its stamp. */
export type Came = { readonly packed: Uint8Array; readonly id: string; readonly receivedAt: number; readonly arrivedAt: number }

/** As `recordToRow` gives it at its first rev, without taking it apart and putting it together again. */
export function arrivalRow({ packed, id, receivedAt, arrivedAt }: Came, scope: string, seal: Seal): RecordRow {
  const after = `,"t":${receivedAt},"a":${arrivedAt}}`
  return { id, scope, rev: 1, body: seal.sealBytes(bytesOfRow(packed, after), { table: 'records', id, scope }) }
}

export function rowToRecord(row: RecordRow, seal: Seal): StoredRecord {
  const { id, scope, rev } = row
  const body = seal.open(row.body, { table: 'records', id, scope }) as Body
  const { kind, cells } = unpackRecord(body.r)
  const pending: Record<string, Pending> = {}
  if (Array.isArray(body.p)) {
    const shared = openPending(body.p)
    for (const field in cells) pending[field] = shared
  } else for (const [field, sealed] of Object.entries(body.p ?? {})) pending[field] = openPending(sealed)
  const parked = body.x ? openParked(body.x) : null
  const { t: receivedAt = null, d: textDigest = null, a: arrivedAt = null } = body
  return { kind, id, scope, rev, cells, pending, receivedAt, parked, textDigest, arrivedAt }
}

export const emptyRecord = (head: { kind: string; id: string; scope: string }): StoredRecord => ({
  ...head,
  rev: 0,
  cells: {},
  pending: {},
  receivedAt: null,
  parked: null,
  textDigest: null,
  arrivedAt: null,
})

/** The part of a record that the server has not acknowledged. */
export function pendingDelta(record: StoredRecord): RecordDelta {
  const cells: Record<string, Cell> = {}
  for (const [field, cell] of Object.entries(record.cells)) if (field in record.pending) cells[field] = cell
  return { kind: record.kind, id: record.id, cells }
}

/** The fields of which the server has not the value that is here. */
export function unacknowledged({ pending }: StoredRecord): Set<string> {
  return new Set(Object.keys(pending).filter((field) => !pending[field]?.isForText))
}

/** It waits for the person to be allowed to write again, and not for a change of its own. */
export const isParkedByRole = ({ parked }: StoredRecord): boolean => parked?.reason === 'forbidden' && parked.detail === PARKED_BY_ROLE

export function isUnsent(record: StoredRecord): boolean {
  for (const _ in record.pending) return true
  return false
}

/** What waits, marked where it applies. Nearly always all of a record waits alike, as one and the same: so does what is marked. */
export function markPending(
  pending: PendingFields,
  applies: (field: string, one: Pending) => boolean,
  mark: (one: Pending) => Pending,
): PendingFields {
  const after: Record<string, Pending> = {}
  let [last, marked]: [Pending?, Pending?] = []
  for (const field in pending) {
    const one = pending[field] as Pending
    if (!applies(field, one)) after[field] = one
    else {
      if (one !== last || !marked) [last, marked] = [one, mark(one)]
      after[field] = marked
    }
  }
  return after
}

/** Something of it waits that a colleague's pack brought. */
export function isRelayed({ pending }: StoredRecord): boolean {
  for (const field in pending) if (!pending[field]?.isOwn) return true
  return false
}

/** When everything of the record that waits lies on a second laptop too; null while something does not. */
export function withColleagueSince({ pending }: StoredRecord): number | null {
  const times = Object.values(pending).map((one) => one.withColleague)
  return times.length === 0 || times.includes(undefined) ? null : Math.max(...times.map((time) => time ?? 0))
}

function sealPending({ isOwn, hasLeft, before, withColleague, isForText }: Pending): SealedPending {
  if (isForText) return [bit(isOwn), bit(hasLeft), before, withColleague ?? null, 1]
  return withColleague === undefined ? [bit(isOwn), bit(hasLeft), before] : [bit(isOwn), bit(hasLeft), before, withColleague]
}

const openPending = ([own, left, before, at, forText]: SealedPending): Pending => ({
  isOwn: own === 1,
  hasLeft: left === 1,
  before,
  ...(typeof at === 'number' ? { withColleague: at } : {}),
  ...(forText ? { isForText: true } : {}),
})

const sealParked = ({ reason, detail, handedInAt }: Parked): NonNullable<Body['x']> =>
  handedInAt === undefined ? [reason, detail] : [reason, detail, handedInAt]
const openParked = ([reason, detail, handedInAt]: NonNullable<Body['x']>): Parked =>
  handedInAt === undefined ? { reason, detail } : { reason, detail, handedInAt }
