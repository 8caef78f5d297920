import type { Conflict } from '@shared/domain/conflict.ts'
import { isReviewed } from '@shared/domain/record.ts'
import { isKind, tables } from '@shared/domain/tables.ts'
import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { stampParts, type Stamp } from '@shared/sync/stamp.ts'
import { recordsOf, type LiveScope } from '../db/live.ts'
import type { StoredRecord } from '../db/stored-record.ts'

/** One version of a field: its value, its stamp, which names its author, and when by their clock. */
export type Version = { readonly value: Json; readonly stamp: Stamp; readonly at: number }

/** A field that people wrote without having seen each other's value. */
export type FieldVersions = {
  readonly field: string
  /** The one that stands in the record, then those that were overwritten unseen, the latest first. */
  readonly versions: readonly [Version, ...Version[]]
  /** Ids of the conflict records that say so. */
  readonly conflicts: readonly string[]
  /** Everybody wrote the same. */
  readonly isSame: boolean
}

/** A record that waits for a person's choice; all its fields are settled together. */
export type TwoVersions = { readonly record: StoredRecord; readonly fields: readonly FieldVersions[] }

/** A value that was overwritten by someone who had not seen it. */
export type Loss = { readonly conflict: Conflict; readonly field: string; readonly lost: Version }

/**
 * The inbox "two versions": records with lost values of weighed fields, while another value stands and nobody has settled
 * it. Losses of other fields stay in the history of their record.
 */
export const twoVersionsOf = (live: LiveScope): TwoVersions[] =>
  [...lossesByRecord(live)].flatMap(([recordId, losses]) => {
    const kind = losses[0]?.conflict.recordKind ?? ''
    const record = live.kinds[kind]?.get(recordId)
    if (!record || isDead(record.cells)) return []
    const open = losses.filter(({ conflict, field }) => conflict.state === null && needsChoice(kind, field))
    const fields = [...new Set(open.map(({ field }) => field))].flatMap((field) => versionsOf(record, field, open))
    return fields.some(({ isSame }) => !isSame) ? [{ record, fields: inSchemaOrder(kind, fields) }] : []
  })

/** Every loss of one record, settled or not, weighed or not. */
export const lossesOfRecord = (live: LiveScope | undefined, recordId: string): readonly Loss[] =>
  live ? (lossesByRecord(live).get(recordId) ?? []) : []

function lossesByRecord(live: LiveScope): Map<string, Loss[]> {
  const byRecord = new Map<string, Loss[]>()
  for (const conflict of recordsOf(live, 'conflict')) {
    const { recordId, field, losingStamp } = conflict
    if (recordId === null || field === null || losingStamp === null) continue
    const loss = { conflict, field, lost: versionOf(conflict.losingValue ?? null, losingStamp) }
    byRecord.set(recordId, [...(byRecord.get(recordId) ?? []), loss])
  }
  return byRecord
}

function versionsOf(record: StoredRecord, field: string, losses: readonly Loss[]): FieldVersions[] {
  const cell = record.cells[field]
  if (!cell) return []
  const current = versionOf(cell.value, cell.stamp)
  const own = losses.filter((loss) => loss.field === field)
  const lost = own.map((loss) => loss.lost).toSorted((a, b) => (a.stamp < b.stamp ? 1 : -1))
  const isSame = lost.every(({ value }) => canonicalJson(value) === canonicalJson(current.value))
  return [{ field, versions: [current, ...lost], conflicts: own.map(({ conflict }) => conflict.id), isSame }]
}

function needsChoice(kind: string, field: string): boolean {
  if (!isKind(kind)) return false
  const schema = Object.entries(tables[kind]).find(([name]) => name === field)?.[1]
  return schema !== undefined && isReviewed(schema)
}

function inSchemaOrder(kind: string, fields: readonly FieldVersions[]): FieldVersions[] {
  const order = isKind(kind) ? Object.keys(tables[kind]) : []
  return fields.toSorted((a, b) => order.indexOf(a.field) - order.indexOf(b.field))
}

const versionOf = (value: Json, stamp: Stamp): Version => ({ value, stamp, at: stampParts(stamp).wall })
