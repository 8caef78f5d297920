import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import type { RecordDelta } from '@shared/sync/cell.ts'
import { packRecord, unpackRecord, type PackedRecord } from '@shared/sync/packed.ts'

export function pack(record: RecordDelta): string {
  const packed = packRecord(record)
  // Alike but for the order inside objects, which few fields hold.
  return Object.values(packed.c).some(([value]) => isNested(value)) ? canonicalJson(packed) : JSON.stringify(packed)
}

const isNested = (value: Json): boolean => typeof value === 'object' && value !== null

/** Many texts as one value: an array would have every quotation mark in them escaped, and read again. JSON has no such character. */
export const joined = (texts: readonly string[]): string => texts.join('\u001e')
/** By itself the parameter would be taken apart while the statement is planned, and the parts be copied with every step of the plan. */
export const textsOf = (parameter: string): string => `string_to_array((SELECT ${parameter}), E'\\x1e')`

export const unpack = (packed: string): RecordDelta => unpackRecord(JSON.parse(packed) as PackedRecord)
