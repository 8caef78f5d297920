import { canonicalJson } from '@shared/lib/canonical-json.ts'
import { succeed, type Result } from '@shared/lib/result.ts'
import { originalCheck } from '@shared/sync/pack-proof.ts'
import { unpackRecord } from '@shared/sync/packed.ts'
import type { ParkReason } from '@shared/sync/protocol/push.ts'
import type { Original } from '@shared/sync/protocol/records.ts'
import { deviceOfStamp } from '@shared/sync/stamp.ts'
import type { Transaction } from '../db/database.ts'
import { readDeviceKeys } from '../db/people-repository.ts'
import type { Item } from './read-item.ts'

type ReadItem = Result<Item, ParkReason>

/**
 * Finds what of a push another laptop wrote and has signed, by the key that this laptop registered (docs/sync-spec.md A8). Nothing is
 * refused here: without a signature it is relayed, not proven. Runs as the door.
 */
export async function proveRelayed(
  tx: Transaction,
  push: { readonly scope: string; readonly device: string; readonly items: readonly ReadItem[] },
): Promise<readonly ReadItem[]> {
  const signers = new Set(push.items.flatMap((item) => (item.ok ? (item.value.originals ?? []).map((one) => one.device) : [])))
  signers.delete(push.device)
  if (signers.size === 0) return push.items
  const keys = await readDeviceKeys(tx, [...signers])
  const check = originalCheck(push.scope)
  let isHonest = true
  const isSigned = (original: Original): boolean => {
    if (!isHonest || keys.get(original.device) !== original.key) return false
    // Laptops check what they take in: one false signature, and nobody spends more of the server's time on this push.
    isHonest = check(original)
    return isHonest
  }
  return push.items.map((item) => (item.ok ? succeed({ ...item.value, proven: provenFields(item.value, isSigned) }) : item))
}

/** A signature covers a record's cells and not the text of a note: who typed what is not proven by it. */
function provenFields({ delta, originals = [] }: Item, isSigned: (original: Original) => boolean): string[] {
  const proven = new Set<string>()
  for (const original of originals) {
    const signed = unpackRecord(original.record)
    if (signed.kind !== delta.kind || signed.id !== delta.id) continue
    const theirs = Object.entries(delta.cells).filter(
      ([field, cell]) =>
        field !== 'bodyEdited' && deviceOfStamp(cell.stamp) === original.device && isSame(signed.cells[field], cell) && !proven.has(field),
    )
    if (theirs.length > 0 && isSigned(original)) for (const [field] of theirs) proven.add(field)
  }
  return [...proven].toSorted()
}

const isSame = (signed: Item['delta']['cells'][string] | undefined, cell: Item['delta']['cells'][string]): boolean =>
  signed !== undefined &&
  canonicalJson([signed.value, signed.stamp, [...signed.bases]]) === canonicalJson([cell.value, cell.stamp, [...cell.bases]])
