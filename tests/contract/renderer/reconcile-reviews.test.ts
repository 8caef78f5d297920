import { describe, expect, it } from 'vitest'
import type { Role } from '@shared/domain/member.ts'
import { reviewId } from '@shared/domain/review.ts'
import { applyRemote } from '../../../src/renderer/db/apply-remote.ts'
import { prepareOutgoing } from '../../../src/renderer/db/outgoing.ts'
import { createLive, recordById } from '../../../src/renderer/db/live.ts'
import { reconcileScope } from '../../../src/renderer/db/reconcile.ts'
import { openLaptop } from '../../support/database.ts'
import { settled } from '../../support/settled.ts'
import { stampAt } from '../../support/pushed-records.ts'
import { testId } from '../../support/server.ts'

const scope = testId('visit')
const agreement = testId('agreement')

/** The kinds that a laptop sends again after the server was restored. */
async function sentAgain(role: Role, seed: number): Promise<string[]> {
  const { database } = await openLaptop(seed)
  const cells = { state: { value: 'accepted', stamp: stampAt(2), bases: [] } }
  const items = [
    {
      record: { kind: 'agreement', id: agreement, cells: { text: { value: 't', stamp: stampAt(1), bases: [] } } },
      updates: [],
      receivedAt: 1,
    },
    { record: { kind: 'review', id: reviewId(agreement), cells }, updates: [], receivedAt: 1 },
  ]
  await applyRemote(database, scope, { items, cursor: { seq: 2, token: 't' }, role, isLast: true })
  await reconcileScope(database, scope)
  const outgoing = await prepareOutgoing(database, scope)
  database.close()
  return (outgoing?.request.items ?? []).map((item) => item.record.k).toSorted((a, b) => (a < b ? -1 : 1))
}

describe('after a server was restored', () => {
  it('C4 A6 a reviewer brings reviews back; everybody else leaves them, because the server would refuse them', async () => {
    expect(await sentAgain('editor', 1)).toEqual(['agreement'])
    expect(await sentAgain('reviewer', 2)).toEqual(['agreement', 'review'])
  })

  it('C4 A3 screens show who is a member as that server says it', async () => {
    const { database } = await openLaptop(3)
    const live = createLive(database)
    await live.open()
    const member = '33333333-3333-4333-8333-333333333333'
    const told = (role: Role, cursor: number) => {
      const cells = { role: { value: role, stamp: stampAt(cursor), bases: [] } }
      return applyRemote(database, scope, {
        items: [{ record: { kind: 'member', id: member, cells }, updates: [], receivedAt: 1 }],
        cursor: { seq: cursor, token: 't' },
        role: 'owner',
        isLast: true,
      })
    }
    for (const [index, role] of (['reader', 'editor', 'reviewer'] as const).entries()) await told(role, index + 5)
    await settled({ database, live })
    const shown = () => recordById(live.store.getState().scopes[scope], 'member', member)?.role
    expect(shown()).toBe('reviewer')
    await reconcileScope(database, scope)
    await settled({ database, live })
    expect(shown()).toBeUndefined()
    await told('editor', 2)
    await settled({ database, live })
    expect(shown()).toBe('editor')
    live.close()
    database.close()
  })
})
