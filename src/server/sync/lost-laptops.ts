import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { Cells } from '@shared/sync/cell.ts'
import type { ParkReason } from '@shared/sync/protocol/push.ts'
import { authorOfStamp, deviceOfAuthor, deviceOfStamp } from '@shared/sync/stamp.ts'
import type { Transaction } from '../db/database.ts'
import { readRevoked } from '../db/people-repository.ts'
import type { RescuedItem } from '../db/rescue-repository.ts'
import type { Item } from './read-item.ts'
import { hasNews } from './rescue.ts'

type ReadItem = Result<Item, ParkReason>

/** Which of the laptops that wrote these items were reported lost. The pushing one has a living session. Runs as the door. */
export async function lostAuthors(tx: Transaction, items: readonly ReadItem[], pushing: string): Promise<ReadonlySet<string>> {
  const authors = new Set<string>()
  for (const item of items) if (item.ok) for (const stamp of stampsOf(item.value)) authors.add(authorOfStamp(stamp))
  const devices = new Set<string>()
  for (const author of authors) {
    const device = deviceOfAuthor(author)
    if (device !== null && device !== pushing) devices.add(device)
  }
  return devices.size === 0 ? devices : readRevoked(tx, [...devices])
}

function stampsOf({ scanned, delta }: Item): readonly string[] {
  if (scanned) return scanned.stamps
  const stamps: string[] = []
  // Most cells of a record have one.
  for (const { stamp } of Object.values(delta.cells)) if (stamp !== stamps.at(-1)) stamps.push(stamp)
  return stamps
}

export type Sorted = {
  /** What goes on, as it came or without the cells of a lost laptop; parked where nothing else was in it. */
  readonly items: readonly ReadItem[]
  /** Index of the item -> what of it goes into quarantine. */
  readonly quarantined: ReadonlyMap<number, RescuedItem>
}

/**
 * Takes the cells of lost laptops out of a push, whoever brings them (docs/sync-spec.md R3): the visit's owner decides. What
 * the server received before the laptop was reported, comes back unchanged and stays.
 */
export async function sortOut(
  tx: Transaction,
  scope: string,
  push: { items: readonly ReadItem[]; lost: ReadonlySet<string> },
): Promise<Sorted> {
  const items: ReadItem[] = []
  const quarantined = new Map<number, RescuedItem>()
  if (push.lost.size === 0) return { items: push.items, quarantined }
  for (const [index, item] of push.items.entries()) {
    const { theirs, others } = item.ok ? divide(item.value, push.lost) : { theirs: null, others: null }
    if (theirs === null || !(await hasNews(tx, scope, theirs))) items.push(item)
    else {
      quarantined.set(index, theirs)
      items.push(others ? succeed(others) : fail('revoked-device'))
    }
  }
  return { items, quarantined }
}

/** The cells of a conflict carry the stamp of the value that lost, whoever wrote the record: they stay. */
function divide({ delta, updates, proven = [] }: Item, lost: ReadonlySet<string>): { theirs: Item | null; others: Item | null } {
  const isTheirs = (field: string): boolean => lost.has(deviceOfStamp(delta.cells[field]?.stamp ?? '') ?? '')
  const fields = Object.keys(delta.cells)
  const own = delta.kind === 'conflict' ? [] : fields.filter(isTheirs)
  if (own.length === 0) return { theirs: null, others: null }
  const rest = fields.filter((field) => !own.includes(field))
  // Text goes with the mark of its last typing.
  const isTextTheirs = own.includes('bodyEdited')
  return {
    theirs: { delta: { ...delta, cells: pick(delta.cells, own) }, updates: isTextTheirs ? updates : [] },
    others:
      rest.length === 0 ? null : { delta: { ...delta, cells: pick(delta.cells, rest) }, updates: isTextTheirs ? [] : updates, proven },
  }
}

const pick = (cells: Cells, fields: readonly string[]): Cells =>
  Object.fromEntries(fields.flatMap((field) => (cells[field] ? [[field, cells[field]]] : [])))
