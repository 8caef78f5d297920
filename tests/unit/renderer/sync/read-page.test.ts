import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { digestOfPacked } from '@shared/sync/digest.ts'
import { hasItsStamps, unpackRecord } from '@shared/sync/packed.ts'
import { pullReply } from '@shared/sync/protocol/pull.ts'
import { pulledItems, type PulledItem } from '@shared/sync/protocol/records.ts'
import { ScannedPulled } from '@shared/sync/scanned-pulled.ts'
import { NEVER, nextStamp } from '@shared/sync/stamp.ts'
import type { Database } from '../../../../src/renderer/db/database.ts'
import { plainSeal } from '../../../../src/renderer/db/seal.ts'
import { emptyRecord, recordToRow } from '../../../../src/renderer/db/stored-record.ts'
import { readPage } from '../../../../src/renderer/sync/read-page.ts'
import { toNews } from '../../../../src/renderer/sync/remote-item.ts'
import { damage, damaged, everyDamage, itemWithRecord } from '../../../support/damaged-messages.ts'
import { itemOf } from '../../../support/pushed-records.ts'

type Body = { readonly items?: unknown }

const outcome = (read: () => unknown): Body | null => {
  try {
    return read() as Body
  } catch {
    return null
  }
}
const itemsIn = (body: Body | null): unknown[] => (Array.isArray(body?.items) ? (body.items as unknown[]) : [])
const asParsed = (one: unknown): unknown =>
  one instanceof ScannedPulled ? { record: one.record, seq: one.seq, receivedAt: one.receivedAt } : one
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const page = (items: readonly unknown[]): string => JSON.stringify({ items, ...rest })

/** In one window, and with a window for each item. */
const WINDOWS = [undefined, 1]

/** Everything that is said of a scanned item is what is said of it once it is parsed, however the page is cut. */
function expectTheSame(bytes: Uint8Array, windows: readonly (number | undefined)[] = WINDOWS): void {
  const expected = outcome(() => JSON.parse(decode(bytes)))
  for (const windowBytes of windows) {
    const found = outcome(() => readPage(bytes, windowBytes))
    const items = itemsIn(found)
    expect(found && items.length > 0 ? { ...found, items: items.map(asParsed) } : found).toEqual(expected)
    for (const one of items) {
      if (!(one instanceof ScannedPulled)) continue
      const slow = pulledItems.parse([asParsed(one)])[0] as PulledItem
      expect(hasItsStamps(slow.record)).toBe(true)
      expect({ packed: decode(one.packed), id: one.id, digest: one.digest }).toEqual({
        packed: JSON.stringify(slow.record),
        id: slow.record.i,
        digest: digestOfPacked(slow.record),
      })
    }
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
const pages = fc.array(pulled, { maxLength: 3 }).map(page)

const [at, second, third] = [nextStamp(NEVER, 1, 'x.s'), nextStamp(NEVER, 2, 'x.s'), nextStamp(NEVER, 3, 'y.s')]
const { record } = itemOf('meeting', '11111111-1111-4111-8111-111111111111', { title: ['Tea', at, NEVER] })
const item = { record, seq: 3, receivedAt: 7 }
const cells = { a: ['"\n語', at, NEVER], ab: [-12.5, second, at, third], b: [null, at] } as const
const other = { record: itemOf('meeting', '21111111-1111-4111-8111-111111111111', cells).record, seq: 10, receivedAt: 17 }
const withTitle = (title: string) => ({ ...item, record: itemOf('meeting', record.i, { title: [title, at] }).record })
const withValue = (value: string) => `{"record":${JSON.stringify(record).replace('"Tea"', value)},"seq":3,"receivedAt":7}`

describe('Reading the items of a pull where they stand', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  test('W2 says of every page what parsing it says', () => {
    const windows = fc.nat(2_000)
    fc.assert(
      fc.property(pages, windows, (text, windowBytes) => expectTheSame(encode(text), [...WINDOWS, windowBytes])),
      { seed: 20_261_128, numRuns: 300 },
    )
  })

  test('W2 says of every damaged page what parsing it says', () => {
    fc.assert(
      fc.property(pages, fc.array(damage, { minLength: 1, maxLength: 3 }), (text, damages) =>
        expectTheSame(encode(damages.reduce(damaged, text))),
      ),
      { seed: 20_261_128, numRuns: 2_000 },
    )
  })

  test('W2 says of a page that is damaged in any one place what parsing it says', { timeout: 60_000 }, () => {
    for (const text of everyDamage(page([other, item]))) expectTheSame(encode(text))
  })

  test('W2 says of a page with bytes that are no text in any one place what parsing it says', () => {
    const whole = encode(page([other, withTitle('é'), item]))
    const wrong = [[0xff], [0x80], [0xc3], [0xe8, 0xaa], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80], [0xc0, 0xa2], [0xef, 0xbb, 0xbf], [0]]
    for (let place = 0; place <= whole.length; place += 1) {
      expectTheSame(whole.subarray(0, place))
      for (const put of wrong) {
        for (const from of [place, place + 1]) {
          expectTheSame(Uint8Array.from([...whole.subarray(0, place), ...put, ...whole.subarray(from)]))
        }
      }
    }
  })

  test('W2 says the same wherever a page is cut, also beside letters of several bytes', () => {
    const bytes = encode(
      page([withTitle('é語😀'), item, other, withTitle('\u2028\uFEFF'), { ...item, updates: [{ seq: 1, bytes: 'AA==' }] }]),
    )
    expectTheSame(
      bytes,
      Array.from({ length: bytes.length + 1 }, (_, index) => index),
    )
  })

  test('W2 is not misled by what looks like the beginning of an item', () => {
    const look = `${JSON.stringify(item)},${JSON.stringify(item)}`
    const values = [
      `[${look}]`,
      `{"a":${look.replace(',{"record"', ',"b":[1,{"record"')}]}`,
      JSON.stringify(look),
      JSON.stringify(`"${look}`),
    ]
    const after = JSON.stringify({ ...rest, others: [item, item] }).slice(1)
    for (const value of values) {
      for (const end of [after, JSON.stringify(rest).slice(1)]) {
        const bytes = encode(`{"items":[${[withValue('"Tea"'), withValue(value), withValue('"é"')].join(',')}],${end}`)
        expect(outcome(() => JSON.parse(decode(bytes)))).not.toBeNull()
        expectTheSame(
          bytes,
          Array.from({ length: bytes.length + 1 }, (_, index) => index),
        )
      }
    }
  })

  test('W2 takes a page whose items were scanned, and scans what is stored as it comes', () => {
    const member = { ...item, record: { ...record, k: 'member' } }
    const note = { ...item, updates: [{ seq: 1, bytes: 'AA==' }] }
    for (const windowBytes of WINDOWS) {
      const reply = pullReply.parse(readPage(encode(page([item, member, note, other])), windowBytes))
      expect(reply.items.map((one) => one instanceof ScannedPulled)).toEqual([true, false, false, true])
      expect({ ...reply, items: reply.items.map(asParsed) }).toEqual({ items: [item, member, note, other], ...rest })
    }
  })

  test('W2 decodes no more of a page at once than a window and the item at its end', () => {
    const items = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? item : other))
    const bytes = encode(page(items))
    const decoded = vi.spyOn(TextDecoder.prototype, 'decode')
    const reply = readPage(bytes, 1_000) as Body
    const lengths = decoded.mock.calls.map(([part]) => part?.byteLength ?? 0)
    expect(itemsIn(reply).every((one) => one instanceof ScannedPulled)).toBe(true)
    expect(lengths.length).toBeGreaterThan(5)
    expect(Math.max(...lengths)).toBeLessThan(1_000 + encode(JSON.stringify(other)).length)
  })

  test('W2 makes of an item the row of its record, in memory of its own', () => {
    const database = { seal: plainSeal(), host: { now: () => 20 } } as unknown as Database
    const scope = '31111111-1111-4111-8111-111111111111'
    const bytes = encode(page([item, other, withTitle('é語😀')]))
    for (const one of pullReply.parse(readPage(bytes)).items) {
      const news = toNews(database, scope, one)
      const row = news.arrival?.row
      const delta = unpackRecord(one.record)
      const stored = { ...emptyRecord({ ...delta, scope }), ...delta, rev: 1, receivedAt: one.receivedAt, arrivedAt: 20 }
      expect(row).toEqual(recordToRow(stored, database.seal))
      expect([news.record, news.updates, news.receivedAt]).toEqual([delta, [], one.receivedAt])
      expect(row?.body.buffer.byteLength).toBe(row?.body.length)
    }
  })

  test('W2 parses a page of another form, and one that says its items twice', () => {
    const otherForm = JSON.stringify({ ...rest, items: [item] })
    expect(readPage(encode(otherForm))).toEqual({ ...rest, items: [item] })
    expectTheSame(encode(`{"items":[${JSON.stringify(item)}],"items":[]}`))
    expectTheSame(encode(`{"items":[${JSON.stringify(item)}]}`))
  })
})
