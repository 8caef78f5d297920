import { linkOwnerField } from '@shared/domain/tables.ts'
import type { ReplyOf } from '@shared/sync/protocol.ts'
import type { RecordDelta } from '@shared/sync/cell.ts'
import { unpackRecord } from '@shared/sync/packed.ts'

export type Rescue = ReplyOf<'rescues'>['items'][number]
/** What an owner decides about at once: a record, and the links that wait with it and mean nothing without it. */
export type RescueGroup = { readonly item: Rescue; readonly record: RecordDelta; readonly links: readonly Rescue[] }

/** A link of a record that does not wait here, or waits from somebody else, stands by itself. */
export function rescueGroups(items: readonly Rescue[]): RescueGroup[] {
  const all = items.map((item) => ({ item, record: unpackRecord(item.record) }))
  const owners = all.map(({ item, record }) => {
    const owner = record.cells[linkOwnerField[record.kind] ?? '']?.value
    return all.findIndex((one) => one.record.id === owner && one.item.device.id === item.device.id && one.item.reason === item.reason)
  })
  return all.flatMap(({ item, record }, at) =>
    owners[at] === -1 ? [{ item, record, links: items.filter((_, index) => owners[index] === at) }] : [],
  )
}

/** Fields by which a record is called. */
const NAMING = ['title', 'text', 'name', 'fileName'] as const

/** What a record that is not here yet says of itself, to call it by. */
export function namingOf({ cells }: Pick<RecordDelta, 'cells'>): { readonly field: string; readonly text: string } | null {
  for (const field of NAMING) {
    const text = cells[field]?.value
    if (typeof text === 'string') return { field, text }
  }
  return null
}
