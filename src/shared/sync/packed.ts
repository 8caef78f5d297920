import type { Json } from '@shared/lib/canonical-json.ts'
import type { Cell, RecordDelta } from './cell.ts'
import { NEVER, type Stamp } from './stamp.ts'

/**
 * A record delta on the wire and in storage. Most fields of a record share a stamp, so the stamps stand once
 * in `s` and each cell of `c` is `[value, index of its stamp, ...indexes of its bases]`; -1 is "never".
 */
export type PackedRecord = { k: string; i: string; s: Stamp[]; c: Record<string, [Json, number, ...number[]]> }

export function packRecord(record: RecordDelta): PackedRecord {
  const stamps: Stamp[] = []
  const cells: PackedRecord['c'] = {}
  for (const field of Object.keys(record.cells).sort()) {
    const cell = record.cells[field]
    if (!cell) continue
    const packed: PackedRecord['c'][string] = [cell.value, indexOf(stamps, cell.stamp)]
    for (const base of cell.bases) packed.push(indexOf(stamps, base))
    cells[field] = packed
  }
  return { k: record.kind, i: record.id, s: stamps, c: cells }
}

/** A record has few stamps, most of its cells the same one. */
function indexOf(stamps: Stamp[], stamp: Stamp): number {
  if (stamp === '') return -1
  const known = stamps.indexOf(stamp)
  return known === -1 ? stamps.push(stamp) - 1 : known
}

/**
 * Whether packRecord would give this very form of the record, so that its text may stand for it: fields and stamps in their order, each
 * stamp named once. Objects as values, whose order is not looked at, are answered with no.
 */
export function isAsPacked(packed: PackedRecord): boolean {
  if (Object.keys(packed).join() !== 'k,i,s,c' || new Set(packed.s).size !== packed.s.length) return false
  let [last, named] = ['', 0]
  for (const [field, cell] of Object.entries(packed.c)) {
    if (field <= last || (typeof cell[0] === 'object' && cell[0] !== null)) return false
    last = field
    for (let at = 1; at < cell.length; at += 1) {
      const index = cell[at] as number
      if (index > named) return false
      if (index === named) named += 1
    }
  }
  return named === packed.s.length
}

/** Whether every index has its stamp, which unpackRecord demands and the schema cannot see. */
export function hasItsStamps({ s, c }: PackedRecord): boolean {
  for (const field in c) {
    const cell = c[field]
    if (!cell) continue
    for (let at = 1; at < cell.length; at += 1) if ((cell[at] as number) >= s.length) return false
  }
  return true
}

/** The reverse of packRecord. Throws on an index without a stamp, which the schema cannot see. */
export function unpackRecord(packed: PackedRecord): RecordDelta {
  const cells: Record<string, Cell> = {}
  for (const [field, cell] of Object.entries(packed.c)) {
    cells[field] = { value: cell[0], stamp: stampAt(packed, cell[1]), bases: basesIn(packed, cell) }
  }
  return { kind: packed.k, id: packed.i, cells }
}

/** Shared by every cell that was written on nothing, which is most of them. */
const ON_NOTHING: readonly Stamp[] = Object.freeze([NEVER])

function basesIn(packed: PackedRecord, cell: PackedRecord['c'][string]): readonly Stamp[] {
  if (cell.length === 3 && cell[2] === -1) return ON_NOTHING
  const bases: Stamp[] = []
  for (let at = 2; at < cell.length; at += 1) bases.push(stampAt(packed, cell[at] as number))
  return bases
}

function stampAt(packed: PackedRecord, index: number): Stamp {
  const stamp = index === -1 ? NEVER : packed.s[index]
  if (stamp === undefined) throw new RangeError(`Record ${packed.i} names stamp ${index}, which it does not carry`)
  return stamp
}
