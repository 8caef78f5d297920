import type { Json } from '@shared/lib/canonical-json.ts'
import type { Cell, RecordDelta } from './cell.ts'
import type { Stamp } from './stamp.ts'

/**
 * A record delta on the wire and in storage. Most fields of a record share a stamp, so the stamps stand once
 * in `s` and each cell of `c` is `[value, index of its stamp, ...indexes of its bases]`; -1 is "never".
 */
export type PackedRecord = { k: string; i: string; s: Stamp[]; c: Record<string, [Json, number, ...number[]]> }

export function packRecord(record: RecordDelta): PackedRecord {
  const stamps: Stamp[] = []
  const indexes = new Map<Stamp, number>([['', -1]])
  const indexOf = (stamp: Stamp): number => {
    const known = indexes.get(stamp)
    if (known !== undefined) return known
    indexes.set(stamp, stamps.length)
    return stamps.push(stamp) - 1
  }
  const cells: PackedRecord['c'] = {}
  for (const field of Object.keys(record.cells).sort()) {
    const cell = record.cells[field]
    if (cell) cells[field] = [cell.value, indexOf(cell.stamp), ...cell.bases.map(indexOf)]
  }
  return { k: record.kind, i: record.id, s: stamps, c: cells }
}

/** The reverse of packRecord. Throws on an index without a stamp, which the schema cannot see. */
export function unpackRecord(packed: PackedRecord): RecordDelta {
  const stampAt = (index: number | undefined): Stamp => {
    const stamp = index === -1 ? '' : index === undefined ? undefined : packed.s[index]
    if (stamp === undefined) throw new RangeError(`Record ${packed.i} names stamp ${index}, which it does not carry`)
    return stamp
  }
  const cells: Record<string, Cell> = {}
  for (const [field, [value, stamp, ...bases]] of Object.entries(packed.c)) {
    cells[field] = { value, stamp: stampAt(stamp), bases: bases.map(stampAt) }
  }
  return { kind: packed.k, id: packed.i, cells }
}
