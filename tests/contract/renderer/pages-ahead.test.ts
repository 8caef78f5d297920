import { expect, it } from 'vitest'
import { succeed } from '@shared/lib/result.ts'
import type { PullReply } from '@shared/sync/protocol/pull.ts'
import { nextStamp, NEVER } from '@shared/sync/stamp.ts'
import { ensureDigest } from '../../../src/renderer/db/count-scope.ts'
import { readScopeState, trustCommit } from '../../../src/renderer/db/scope-state.ts'
import { pullScope } from '../../../src/renderer/sync/pull.ts'
import type { Session } from '../../../src/renderer/sync/session.ts'
import { openLaptop } from '../../support/database.ts'

const VISIT = '11111111-1111-4111-8111-111111111111'
const PAGES = 5

/** One record a page. */
function pageAfter(seq: number): PullReply {
  const record = {
    k: 'meeting',
    i: `3333333${seq}-3333-4333-8333-333333333333`,
    s: [nextStamp(NEVER, 1, 'a.b')],
    c: { title: [`Meeting ${seq}`, 0] as [string, number] },
  }
  const cursor = { seq: seq + 1, token: `t${seq + 1}` }
  return { items: [{ record, seq: seq + 1, receivedAt: 7 }], cursor, more: seq + 1 < PAGES, reset: false, role: 'editor', digest: null }
}

it('C2 asks for two pages ahead of the one that is being stored and no more, and stores each with its cursor', async () => {
  const { database } = await openLaptop(1)
  await ensureDigest(database, VISIT)
  const happened: string[] = []
  const call = async (_: string, { body }: { body: { cursor: { seq: number } | null } }) => {
    const seq = body.cursor?.seq ?? 0
    happened.push(`asked ${seq}`)
    return succeed(pageAfter(seq))
  }
  database.onCommit(({ recordIds }) => happened.push(`stored ${recordIds[0]?.[7]}`))
  const pulled = await pullScope(database, { call } as unknown as Session, VISIT)
  expect(pulled).toMatchObject({ ok: true, value: { reconciled: false } })
  expect(happened.slice(0, 4)).toEqual(['asked 0', 'asked 1', 'asked 2', 'stored 0'])
  expect(happened.filter((one) => one.startsWith('asked'))).toEqual(['asked 0', 'asked 1', 'asked 2', 'asked 3', 'asked 4'])
  expect(happened.filter((one) => one.startsWith('stored'))).toEqual(['stored 0', 'stored 1', 'stored 2', 'stored 3', 'stored 4'])
  expect((await readScopeState(database, VISIT)).cursor).toEqual({ seq: PAGES, token: `t${PAGES}` })
  database.close()
})

it('C2 hands a page of news to IndexedDB while the one before it is being stored, and no third', async () => {
  const { database } = await openLaptop(1)
  await ensureDigest(database, VISIT)
  const happened: string[] = []
  const call = async (_: string, { body }: { body: { cursor: { seq: number } | null } }) => succeed(pageAfter(body.cursor?.seq ?? 0))
  const transaction = database.dexie.transaction.bind(database.dexie) as (...parts: unknown[]) => unknown
  Object.assign(database.dexie, {
    transaction: (...parts: unknown[]) => {
      happened.push('handed over')
      return transaction(...parts)
    },
  })
  database.onCommit(() => happened.push('stored'))
  expect(await pullScope(database, { call } as unknown as Session, VISIT)).toMatchObject({ ok: true })
  expect(happened.slice(0, 5)).toEqual(['handed over', 'handed over', 'stored', 'handed over', 'stored'])
  expect(happened).toHaveLength(2 * PAGES)
  database.close()
})

it('C2 goes on as with any other page where a record moved while pages came', async () => {
  const { database } = await openLaptop(1)
  await ensureDigest(database, VISIT)
  const asked: number[] = []
  const call = async (_: string, { body }: { body: { cursor: { seq: number } | null } }) => {
    const seq = body.cursor?.seq ?? 0
    asked.push(seq)
    const page = pageAfter(seq)
    if (seq !== 2) return succeed(page)
    const [moved] = pageAfter(0).items
    const record = { k: 'meeting', i: moved?.record.i ?? '', s: [nextStamp(NEVER, 2, 'a.b')], c: { title: ['Moved', 0] } }
    return succeed({ ...page, items: [...page.items, { record, seq: 3, receivedAt: 8 }] })
  }
  expect(await pullScope(database, { call } as unknown as Session, VISIT)).toMatchObject({ ok: true })
  expect((await readScopeState(database, VISIT)).cursor).toEqual({ seq: PAGES, token: `t${PAGES}` })
  const rows = await database.dexie.records.toArray()
  expect(rows).toHaveLength(PAGES)
  expect(rows.filter(({ rev }) => rev === 2)).toHaveLength(1)
  expect(asked).toEqual([0, 1, 2, 3, 4])
  database.close()
})

it('X4 asks anew for what lies ahead when a pack names a commit meanwhile', async () => {
  const { database } = await openLaptop(1)
  await ensureDigest(database, VISIT)
  const named: (string | undefined)[] = []
  const call = async (_: string, { body }: { body: { cursor: { seq: number } | null; answered?: { token: string } } }) => {
    named.push(`${body.cursor?.seq ?? 0} ${body.answered?.token}`)
    if (body.cursor?.seq === 2 && named.length === 3) await trustCommit(database, VISIT, { seq: 90, token: 'of a pack' })
    return succeed(pageAfter(body.cursor?.seq ?? 0))
  }
  expect(await pullScope(database, { call } as unknown as Session, VISIT)).toMatchObject({ ok: true })
  expect(named.slice(0, 3)).toEqual(['0 undefined', '1 undefined', '2 undefined'])
  expect(named).toContain('4 of a pack')
  expect(await database.dexie.records.count()).toBe(PAGES)
  database.close()
})
