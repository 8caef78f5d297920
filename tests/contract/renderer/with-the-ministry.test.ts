import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { completeSince, readHistory } from '../../../src/renderer/db/history.ts'
import { recordById, recordsOf, storedById } from '../../../src/renderer/db/live.ts'
import { readSetting } from '../../../src/renderer/db/settings.ts'
import { historySteps } from '../../../src/renderer/records/record-steps.ts'
import { reviewChanges, verdictOn } from '../../../src/renderer/records/reviews.ts'
import { fetchHistory } from '../../../src/renderer/sync/record-history.ts'
import { beginMinistry, connectLaptop, letIn, type ConnectedLaptop } from '../../support/connected-laptop.ts'
import { startTestServer, testId, type TestServer } from '../../support/server.ts'
import { stopSharedCluster } from '../../support/databases.ts'
import { settled } from '../../support/settled.ts'

afterAll(stopSharedCluster)

/** What one ministry does for its delegates beside push and pull. One server for all of them: each test has a visit of its own. */

/** A busy machine may take its time to start a database. */
const PATIENCE = 240_000

let server: TestServer
let owner: ConnectedLaptop
const others: ConnectedLaptop[] = []
let visit: string
let agreement: string
let tests = 0

beforeAll(async () => {
  server = await startTestServer({ database: 'postgres' })
  owner = await connectLaptop(1, () => server.address)
  await beginMinistry(owner, server)
}, PATIENCE)
afterAll(async () => {
  for (const laptop of [owner, ...others]) laptop.close()
  await server.stop()
}, PATIENCE)
beforeEach(async () => {
  tests += 1
  visit = testId(`visit ${tests}`)
  agreement = testId(`agreement ${tests}`)
  await owner.write(visit, { type: 'set', kind: 'visit', id: visit, fields: { title: 'Tokyo' } })
  await owner.write(visit, { type: 'set', kind: 'agreement', id: agreement, fields: { text: 'First words' } })
  await owner.syncNow()
}, PATIENCE)

const setText = (laptop: ConnectedLaptop, text: string) =>
  laptop.write(visit, { type: 'set', kind: 'agreement', id: agreement, fields: { text } })

/** A laptop of somebody new in the visit. */
async function join(role: 'editor' | 'reviewer'): Promise<ConnectedLaptop> {
  const laptop = await connectLaptop(others.length + 2, () => server.address)
  others.push(laptop)
  await letIn(owner, laptop, { scope: visit, role, account: `account${others.length}`, name: `Delegate ${others.length + 1}` })
  await laptop.syncNow()
  return laptop
}

const memberOf = (laptop: ConnectedLaptop): string => {
  const known = laptop.live.store.getState().scopes[visit]
  const personId = recordsOf(known, 'member').find(({ role }) => role !== 'owner')?.personId
  if (!personId) throw new Error('the colleague is a member')
  return personId
}

it(
  'A8 fetches what the server knows of a record before this laptop joined, keeps it, and says from when it is complete',
  async () => {
    owner.host.advance(1_000)
    await setText(owner, 'Second words')
    await owner.syncNow()
    const colleague = await join('editor')
    const read = () => readHistory(colleague.database, agreement)
    const texts = async () => historySteps(await read()).flatMap(({ fields }) => fields.map(({ value }) => value))
    expect(await texts()).toEqual(['Second words'])
    expect(completeSince(await read())).toBeNull()
    const fetch = () => fetchHistory(colleague.database, colleague.session, { scope: visit, id: agreement })
    expect(await fetch()).toMatchObject({ ok: true })
    expect(await texts()).toEqual(['Second words', 'First words'])
    expect(completeSince(await read())).toBe(colleague.host.now())
    // This test's stamps name a device of their own: the server knows who brought it.
    expect(historySteps(await read())[0]).toMatchObject({ laptop: null, broughtBy: { name: 'laptop 1', owner: 'Delegate A' } })

    // Asked again, it takes only what is new; with no network all of it is still there.
    const count = () => colleague.database.dexie.history.where('recordId').equals(agreement).count()
    const rows = await count()
    colleague.host.advance(60_000)
    await fetch()
    expect(await count()).toBe(rows)
    const asked = colleague.host.now()
    colleague.host.advance(60_000)
    colleague.network.state = 'down'
    expect(await fetch()).toMatchObject({ ok: false })
    expect(await texts()).toEqual(['Second words', 'First words'])
    expect(completeSince(await read())).toBe(asked)
  },
  PATIENCE,
)

it(
  'A6 a reviewer returns a record with remarks; its owner sees them, edits, and it waits for review again',
  async () => {
    const reviewer = await join('reviewer')
    const held = storedById(reviewer.scope(visit), 'agreement', agreement)
    if (!held) throw new Error('the reviewer has the agreement')
    const judgement = { state: 'returned', remarks: 'Who named it?' } as const
    const by = { personId: memberOf(reviewer), name: 'Desk', now: reviewer.host.now() }
    await reviewer.write(visit, ...reviewChanges([held], judgement, by))
    await reviewer.syncNow()
    expect(reviewer.scope(visit)?.unsent.size).toBe(0)
    await owner.syncNow()
    const verdict = () => {
      const record = storedById(owner.scope(visit), 'agreement', agreement)
      return record && verdictOn(owner.scope(visit), record)
    }
    expect(verdict()).toMatchObject({ state: 'returned', isCurrent: true, review: { remarks: 'Who named it?', byName: 'Desk' } })
    owner.host.advance(1_000)
    await setText(owner, 'First words, by METI')
    await owner.syncNow()
    expect(verdict()).toMatchObject({ state: 'returned', isCurrent: false })
    await reviewer.syncNow()
    const after = storedById(reviewer.scope(visit), 'agreement', agreement)
    expect(after && verdictOn(reviewer.scope(visit), after)).toMatchObject({ isCurrent: false })
  },
  PATIENCE,
)

it(
  'R1 R2 a removed person’s laptop hands in what it has not sent, and only then the visit leaves it; the owner takes it in',
  async () => {
    const colleague = await join('editor')
    await setText(colleague, 'Unsent words')
    await owner.session.call('changeMember', { scope: visit, body: { personId: memberOf(colleague), role: null } })

    // The answer to the hand-in is lost: nothing leaves the laptop.
    colleague.network.onRequest = (request) => {
      if (request.includes('/rescue')) colleague.network.state = 'answers-lost'
      return Promise.resolve()
    }
    await colleague.syncNow()
    expect(recordById(colleague.scope(visit), 'agreement', agreement)?.text).toBe('Unsent words')
    expect(await readSetting(colleague.database, 'departures')).toBeUndefined()

    delete colleague.network.onRequest
    colleague.network.state = 'up'
    await colleague.syncNow()
    await settled(colleague)
    expect(colleague.scope(visit)).toBeUndefined()
    expect(await colleague.database.dexie.records.where('scope').equals(visit).count()).toBe(0)
    expect(await colleague.database.dexie.outbox.where('scope').equals(visit).count()).toBe(0)
    expect(await readSetting(colleague.database, 'departures')).toEqual([
      { scope: visit, title: 'Tokyo', at: colleague.host.now(), handedIn: 1 },
    ])

    const rescues = await owner.session.call('rescues', { scope: visit, body: { state: 'waiting', before: null } })
    if (!rescues.ok) throw new Error(rescues.error.code)
    const positions = rescues.value.items.map(({ position }) => position)
    expect(rescues.value.items[0]).toMatchObject({ reason: 'removed', record: { i: agreement } })
    await owner.session.call('settleRescues', { scope: visit, body: { positions, take: true } })
    await owner.syncNow()
    expect(recordById(owner.scope(visit), 'agreement', agreement)?.text).toBe('Unsent words')
  },
  PATIENCE,
)

it(
  'R1 a laptop that was reported lost hands in its unsent work by its dead session, and every visit leaves it',
  async () => {
    const colleague = await join('editor')
    await setText(colleague, 'Written on the lost laptop')
    const { deviceId } = (await readSetting(colleague.database, 'identity')) ?? { deviceId: '' }
    const revoked = await owner.session.call('revokeMemberDevice', {
      scope: visit,
      body: { personId: memberOf(colleague), device: deviceId },
    })
    expect(revoked).toMatchObject({ ok: true })
    await colleague.syncNow()
    await settled(colleague)
    expect(colleague.status.getState().problem).toBe('device-revoked')
    expect(colleague.live.store.getState().scopes).toEqual({})
    const rescues = await owner.session.call('rescues', { scope: visit, body: { state: 'waiting', before: null } })
    expect(rescues).toMatchObject({ ok: true, value: { items: [{ reason: 'revoked-device', record: { i: agreement } }] } })
  },
  PATIENCE,
)
