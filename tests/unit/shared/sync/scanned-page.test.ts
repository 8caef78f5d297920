import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digestOfPacked } from '@shared/sync/digest.ts'
import { hasItsStamps } from '@shared/sync/packed.ts'
import { pullReply } from '@shared/sync/protocol/pull.ts'
import { pulledItems, type PulledItem } from '@shared/sync/protocol/records.ts'
import { parsePage, ScannedPulled } from '@shared/sync/scanned-page.ts'
import { NEVER, nextStamp } from '@shared/sync/stamp.ts'
import { damage, damaged, everyDamage, itemWithRecord } from '../../../support/damaged-messages.ts'
import { itemOf } from '../../../support/pushed-records.ts'

type Body = { readonly items?: unknown }

const outcome = (parse: (text: string) => unknown, text: string): Body | null => {
  try {
    return parse(text) as Body
  } catch {
    return null
  }
}
const itemsIn = (body: Body | null): unknown[] => (Array.isArray(body?.items) ? (body.items as unknown[]) : [])
const asParsed = (one: unknown): unknown =>
  one instanceof ScannedPulled ? { record: one.record, seq: one.seq, receivedAt: one.receivedAt } : one

/** Everything that is said of a scanned item is what is said of it once it is parsed. */
function expectTheSame(text: string): void {
  const [expected, found] = [outcome(JSON.parse, text), outcome(parsePage, text)]
  const items = itemsIn(found)
  expect(found && items.length > 0 ? { ...found, items: items.map(asParsed) } : found).toEqual(expected)
  for (const one of items) {
    if (!(one instanceof ScannedPulled)) continue
    const slow = pulledItems.parse([asParsed(one)])[0] as PulledItem
    expect(hasItsStamps(slow.record)).toBe(true)
    expect({ packed: one.packed, id: one.id, digest: one.digest }).toEqual({
      packed: JSON.stringify(slow.record),
      id: slow.record.i,
      digest: digestOfPacked(slow.record),
    })
  }
}

const rest = { cursor: { seq: 9, token: 't' }, more: true, reset: false, role: 'editor', digest: null }
const pulled = fc
  .tuple(itemWithRecord, fc.constantFrom<unknown>(1, 0, 20, 1e15, 2 ** 53, 12.5, -1, '1'), fc.boolean())
  .map(([{ record }, seq, isNote]) => ({
    record,
    seq,
    receivedAt: 1_700_000_000_000,
    ...(isNote ? { updates: [{ seq: 1, bytes: 'AA==' }] } : {}),
  }))
const page = fc.array(pulled, { maxLength: 3 }).map((items) => JSON.stringify({ items, ...rest }))

describe('Reading the items of a pull where they stand', () => {
  test('W2 says of every page what parsing it says', () => {
    fc.assert(fc.property(page, expectTheSame), { seed: 20_261_128, numRuns: 300 })
  })

  test('W2 says of every damaged page what parsing it says', () => {
    fc.assert(
      fc.property(page, fc.array(damage, { minLength: 1, maxLength: 3 }), (text, damages) => expectTheSame(damages.reduce(damaged, text))),
      { seed: 20_261_128, numRuns: 2_000 },
    )
  })

  const at = nextStamp(NEVER, 1, 'x.s')
  const { record } = itemOf('meeting', '11111111-1111-4111-8111-111111111111', { title: ['Tea', at, NEVER] })
  const item = { record, seq: 3, receivedAt: 7 }

  test('W2 says of a page that is damaged in any one place what parsing it says', () => {
    const [second, third] = [nextStamp(NEVER, 2, 'x.s'), nextStamp(NEVER, 3, 'y.s')]
    const cells = { a: ['"\n語', at, NEVER], ab: [-12.5, second, at, third], b: [null, at] } as const
    const other = { record: itemOf('meeting', '21111111-1111-4111-8111-111111111111', cells).record, seq: 10, receivedAt: 17 }
    for (const text of everyDamage(JSON.stringify({ items: [other, item], ...rest }))) expectTheSame(text)
  })

  test('W2 takes a page whose items were scanned, and scans what is stored as it comes', () => {
    const member = { ...item, record: { ...record, k: 'member' } }
    const note = { ...item, updates: [{ seq: 1, bytes: 'AA==' }] }
    const reply = pullReply.parse(parsePage(JSON.stringify({ items: [item, member, note, item], ...rest })))
    expect(reply.items.map((one) => one instanceof ScannedPulled)).toEqual([true, false, false, true])
    expect({ ...reply, items: reply.items.map(asParsed) }).toEqual({ items: [item, member, note, item], ...rest })
  })

  test('W2 parses a page of another form, and one that says its items twice', () => {
    const other = JSON.stringify({ ...rest, items: [item] })
    expect(parsePage(other)).toEqual({ ...rest, items: [item] })
    expectTheSame(`{"items":[${JSON.stringify(item)}],"items":[]}`)
    expectTheSame(`{"items":[${JSON.stringify(item)}]}`)
  })
})
