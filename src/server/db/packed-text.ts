import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import type { RecordDelta } from '@shared/sync/cell.ts'
import { packRecord, unpackRecord, type PackedRecord } from '@shared/sync/packed.ts'

export function pack(record: RecordDelta): string {
  const packed = packRecord(record)
  // Alike but for the order inside objects, which few fields hold.
  return Object.values(packed.c).some(([value]) => isNested(value)) ? canonicalJson(packed) : JSON.stringify(packed)
}

const isNested = (value: Json): boolean => typeof value === 'object' && value !== null

export const unpack = (packed: string): RecordDelta => unpackRecord(JSON.parse(packed) as PackedRecord)
