import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reviewId } from '@shared/domain/review.ts'
import { actAs } from '../../../src/server/db/actor.ts'
import { DATABASE_KINDS, stopSharedCluster } from '../../support/databases.ts'
import { itemOf, noteOf, stampAt } from '../../support/pushed-records.ts'
import { call, joinAs, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'

afterAll(stopSharedCluster)

const scope = testId('visit')
const agreement = testId('agreement')

describe.each(DATABASE_KINDS)('reviews on %s', (database) => {
  let server: TestServer
  let owner: TestPerson
  let reviewer: TestPerson
  let second: TestPerson
  const numbers = new Map<string, number>()

  beforeAll(async () => {
    server = await startTestServer({ database })
    owner = await setUp(server)
    await push(owner, [itemOf('agreement', agreement, { text: ['t', stampAt(1)] })])
    reviewer = await joinAs(server, owner, { account: 'reviewer', scope, role: 'reviewer' })
    second = await joinAs(server, owner, { account: 'second', scope, role: 'reviewer' })
    return () => server.stop()
  })

  const push = async (as: TestPerson, items: readonly unknown[]) => {
    const pushSeq = (numbers.get(as.account) ?? 0) + 1
    numbers.set(as.account, pushSeq)
    const { body } = await call(server, 'push', { body: { pushSeq, items }, token: as.token, scope })
    return body.results.map((result) => (result.outcome === 'parked' ? [result.reason, result.detail].filter(Boolean).join(' ') : 'stored'))
  }
  const review = (by: TestPerson, state: string, at: number) =>
    itemOf('review', reviewId(agreement), {
      recordId: [agreement, stampAt(at, by.account)],
      recordKind: ['agreement', stampAt(at, by.account)],
      state: [state, stampAt(at, by.account)],
      by: [by.personId, stampAt(at, by.account)],
      seen: [stampAt(1), stampAt(at, by.account)],
    })

  it('A6 a reviewer writes reviews in their own name, and nothing else', async () => {
    expect(await push(reviewer, [review(reviewer, 'returned', 2)])).toEqual(['stored'])
    const items = [
      review(second, 'accepted', 3),
      itemOf('agreement', agreement, { text: ['changed', stampAt(4)] }),
      noteOf(testId('note'), { language: ['en', stampAt(1)] }, ['AAAA']),
      itemOf('conflict', testId('conflict'), { recordKind: ['agreement', stampAt(1)] }),
      { ...review(reviewer, 'accepted', 5), updates: ['AAAA'] },
    ]
    expect(await push(reviewer, items)).toEqual(['forbidden', 'forbidden role', 'forbidden role', 'forbidden role', 'forbidden'])
  })

  it('P4 A6 a change of a review that this server does not know may come again whole', async () => {
    const change = itemOf('review', reviewId(testId('another')), { state: ['accepted', stampAt(6, 'reviewer')] })
    expect(await push(reviewer, [change])).toEqual(['forbidden role'])
  })

  it('A6 nobody else writes reviews, and P4 what they could not send goes once they may', async () => {
    expect(await push(owner, [review(owner, 'accepted', 9)])).toEqual(['forbidden role'])
    expect(await push(owner, [review(reviewer, 'accepted', 9)])).toEqual(['forbidden role'])
    // What the server has, an owner's laptop may bring back unchanged.
    expect(await push(owner, [review(reviewer, 'returned', 2)])).toEqual(['stored'])
  })

  it('A6 two reviewers who did not see each other leave a conflict, which either of them settles', async () => {
    expect(await push(second, [review(second, 'accepted', 3)])).toEqual(['stored'])
    const { body } = await call(server, 'pull', { body: { cursor: null }, token: owner.token, scope })
    const held = body.items.find((item) => item.record.i === reviewId(agreement))
    expect(held?.record.c['state']?.[0]).toBe('accepted')
    const conflict = body.items.find((item) => item.record.k === 'conflict' && item.record.c['field']?.[0] === 'state')
    expect(conflict?.record.c['losingValue']?.[0]).toBe('returned')
    const settled = itemOf('conflict', conflict?.record.i ?? '', { state: ['settled', stampAt(4, 'second')] })
    expect(await push(second, [settled])).toEqual(['stored'])
  })

  it('A6 the database refuses by itself: a reviewer everything but reviews and conflicts, an editor reviews', async () => {
    const as = (person: TestPerson, kind: string) =>
      server.database.transaction(async (tx) => {
        const [account] = await tx.query<{ id: string }>('SELECT id FROM accounts WHERE account = $1', [person.account])
        await actAs(tx, { kind: 'account', account: account?.id ?? '' })
        await tx.query(`INSERT INTO records (scope, id, kind, packed, seq, received_at) VALUES ($1, $2, $3, '{}', $4, 0)`, [
          scope,
          testId(`${person.account} ${kind}`),
          kind,
          10_000 + person.account.length * 10 + kind.length,
        ])
        throw new Error('allowed')
      })
    await expect(as(reviewer, 'review')).rejects.toThrow('allowed')
    await expect(as(reviewer, 'agreement')).rejects.toThrow(/row-level security/)
    await expect(as(reviewer, 'member')).rejects.toThrow(/row-level security/)
    await expect(as(owner, 'agreement')).rejects.toThrow('allowed')
    await expect(as(owner, 'review')).rejects.toThrow(/row-level security/)
    await expect(as(owner, 'member')).rejects.toThrow(/row-level security/)
    const change = server.database.transaction(async (tx) => {
      const [account] = await tx.query<{ id: string }>(`SELECT id FROM accounts WHERE account = 'reviewer'`)
      await actAs(tx, { kind: 'account', account: account?.id ?? '' })
      return tx.query(`UPDATE records SET packed = '{}' WHERE kind NOT IN ('review', 'conflict') RETURNING id`)
    })
    expect(await change).toEqual([])
  })
})
