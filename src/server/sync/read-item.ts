import type { z } from 'zod'
import { isTooDeep } from '@shared/lib/nesting.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { compareCells, greatestStampOf, type Cells, type RecordDelta } from '@shared/sync/cell.ts'
import { isAsPacked, unpackRecord } from '@shared/sync/packed.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import { isPacked } from '@shared/sync/protocol/packed-form.ts'
import { pushItem, type Original } from '@shared/sync/protocol/records.ts'
import type { ParkReason } from '@shared/sync/protocol/push.ts'
import { greatestStamp, isServerStamp, MAX_EPOCH_JUMP, stampParts } from '@shared/sync/stamp.ts'
import { may, mayStore, type Writer } from '../access/policy.ts'
import type { StoredRecord } from '../db/records-repository.ts'
import { ScannedItem } from './scan-items.ts'

export type Item = {
  readonly delta: RecordDelta
  readonly updates: readonly string[]
  /** The record as it came, as JSON. */
  readonly text?: string
  /** Read without being taken apart: nothing of it asks for its cells, as long as no such record is here. */
  readonly scanned?: ScannedItem
  /** What is stored of the record: `text`, where it came in that form. */
  readonly packed?: string | undefined
  readonly originals?: readonly Original[]
  /** Fields that another laptop wrote, and signed (prove-relayed.ts). */
  readonly proven?: readonly string[]
}

/** One item of a push, parsed by itself: a bad one is parked and stops nothing else. */
export function readItem(raw: unknown): Result<Item, ParkReason> {
  if (raw instanceof ScannedItem) return succeed({ delta: raw.delta, updates: [], text: raw.packed, packed: raw.packed, scanned: raw })
  if (isTooDeep(raw)) return fail('invalid', 'nesting')
  try {
    const parsed = parseItem(raw)
    if (!parsed.success) return fail('invalid', whereWrong(parsed.error))
    const { record, updates = [], originals = [] } = parsed.data
    if (Object.keys(record.c).length > LIMITS.fieldsPerRecord) return fail('too-large', 'fields')
    const text = JSON.stringify(record)
    if (isLongerThan(text, LIMITS.itemBytes)) return fail('too-large', 'bytes')
    for (const one of originals) unpackRecord(one.record)
    const delta = unpackRecord(record)
    return succeed({ delta, updates, originals, text, packed: isAsPacked(record) ? text : undefined })
  } catch (error) {
    // A stamp index without a stamp.
    if (error instanceof RangeError) return fail('invalid', 'record')
    throw error
  }
}

/** Nearly every item is a record alone, whose form is checked by hand. */
function parseItem(raw: unknown): z.ZodSafeParseResult<z.output<typeof pushItem>> {
  const record = typeof raw === 'object' && raw !== null && 'record' in raw && Object.keys(raw).length === 1 ? raw.record : null
  return isPacked(record) ? { success: true, data: { record } } : pushItem.safeParse(raw)
}

/** Of a record the message itself says where. */
const whereWrong = ({ issues: [issue] }: z.ZodError): string =>
  issue === undefined ? '' : issue.code === 'custom' ? [...issue.path, issue.message].join('.') : issue.path.join('.')

/** In UTF-8, which takes at most three bytes a code unit: most texts need not be encoded for it. */
const isLongerThan = (text: string, bytes: number): boolean => text.length * 3 > bytes && Buffer.byteLength(text) > bytes

/** Why an item may not be stored beside what is held; null when it may. */
export function parkReasonOf(item: Item, held: StoredRecord | undefined, pusher: Writer & { scope: string }): ParkReason | null {
  const { delta } = item
  if (held && held.kind !== delta.kind) return 'invalid'
  if (delta.kind === 'visit' && delta.id !== pusher.scope) return 'invalid'
  if (!held && item.scanned && may(pusher.role, 'write')) return parkReasonOfNew(item.scanned)
  const news: Cells = changedCells(held?.cells ?? NO_CELLS, delta.cells)
  // Cells that the server wrote come back unchanged when a laptop reconciles; nobody else makes them.
  if (Object.values(news).some((cell) => isServerStamp(cell.stamp))) return 'forbidden'
  if (item.updates.length > 0 && !may(pusher.role, 'write')) return 'forbidden'
  if (!mayStore(pusher, { ...delta, cells: news }, held?.cells ?? {})) return 'forbidden'
  const jump = epochOf(delta.cells) - epochOf(held?.cells ?? {})
  return jump > MAX_EPOCH_JUMP ? 'epoch-too-far' : null
}

/** Of a record that an owner or an editor may write, whatever is in it (scan-items.ts): it is neither a review nor deletes its visit. */
function parkReasonOfNew({ stamps }: ScannedItem): ParkReason | null {
  if (stamps.some(isServerStamp)) return 'forbidden'
  return stampParts(greatestStamp(stamps)).epoch > MAX_EPOCH_JUMP ? 'epoch-too-far' : null
}

const NO_CELLS: Cells = {}

const epochOf = (cells: Cells): number => stampParts(greatestStampOf(cells)).epoch

function changedCells(held: Cells, incoming: Cells): Cells {
  if (held === NO_CELLS) return incoming
  return Object.fromEntries(
    Object.entries(incoming).filter(([field, cell]) => {
      const current = held[field]
      return !current || compareCells(current, cell) !== 0
    }),
  )
}
