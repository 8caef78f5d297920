import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { linkId } from '@shared/domain/link.ts'
import { deviceAuthor } from '@shared/sync/stamp.ts'
import { completeSince, readHistory } from '../../../src/renderer/db/history.ts'
import { recordById, recordsOf, storedById } from '../../../src/renderer/db/live.ts'
import { countHandedIn } from '../../../src/renderer/db/handed-in.ts'
import { readSetting } from '../../../src/renderer/db/settings.ts'
import { idsUnsent } from '../../../src/renderer/db/unsent.ts'
import { write } from '../../../src/renderer/db/write.ts'
import { historySteps } from '../../../src/renderer/records/record-steps.ts'
import { reviewChanges, verdictOn } from '../../../src/renderer/records/reviews.ts'
import { ensurePackKeys } from '../../../src/renderer/sync/pack-keys.ts'
import { fetchHistory } from '../../../src/renderer/sync/record-history.ts'
import { beginMinistry, connectLaptop, letIn, TEST_PASSWORD, type ConnectedLaptop } from '../../support/connected-laptop.ts'
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
    expect(await idsUnsent(colleague.database, visit)).toEqual([])
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
  'R1 a laptop that was reported lost hands in its unsent work by its dead session, and every visit leaves it that can',
  async () => {
    const colleague = await join('editor')
    const organizationId = testId(`ministry ${tests}`)
    const link = linkId('agreementOrganization', agreement, organizationId)
    await setText(colleague, 'Written on the lost laptop')
    await colleague.write(visit, {
      type: 'create',
      kind: 'agreementOrganization',
      id: link,
      fields: { agreementId: agreement, organizationId },
    })
    // A visit that nobody else has, whose work no server could keep.
    const other = testId(`a visit of their own ${tests}`)
    const tooLong = 'x'.repeat(600_000)
    await colleague.write(other, { type: 'set', kind: 'visit', id: other, fields: { title: 'Osaka', purpose: tooLong } })
    await reportLost(colleague)
    await colleague.syncNow()
    await settled(colleague)
    expect(colleague.status.getState().problem).toBe('device-revoked')
    expect(Object.keys(colleague.live.store.getState().scopes)).toEqual([other])
    expect(await rescued()).toMatchObject([{ reason: 'revoked-device' }, { reason: 'revoked-device' }])
    // The link goes with its agreement, and is not counted beside it.
    expect(await readSetting(colleague.database, 'departures')).toEqual([
      { scope: visit, title: 'Tokyo', at: colleague.host.now(), handedIn: 1, isLost: true },
    ])
    expect(await countHandedIn(colleague.database)).toBe(1)
    // A later start knows it too, where no server says so.
    colleague.status.setState({ isLost: false })
    colleague.network.state = 'down'
    await colleague.syncNow()
    expect(colleague.status.getState()).toMatchObject({ problem: 'offline', phase: 'not-reached', isLost: true })
    colleague.network.state = 'up'
    await colleague.session.becomeNewDevice()
    expect(await signIn(colleague)).toMatchObject({ ok: true })
    await colleague.syncNow()
    expect(colleague.status.getState().isLost).toBe(false)
  },
  PATIENCE,
)

it(
  'A7 a laptop that was reported lost and is found again becomes another device by a sign-in; the owner decides about what the old one wrote',
  async () => {
    const colleague = await join('editor')
    const old = await identityOf(colleague)
    const oldKeys = await ensurePackKeys(colleague.database)
    await writeAs(colleague, 'Written on the lost laptop')
    const note = testId(`note ${tests}`)
    await typeAs(colleague, note, ['First line. ', 'Second line.'])
    await reportLost(colleague)
    await colleague.syncNow()
    await settled(colleague)
    expect(await signIn(colleague)).toMatchObject({ ok: false, error: { code: 'device-revoked' } })
    expect(await signIn(colleague, 'a password that is wrong')).toMatchObject({ ok: false, error: { code: 'bad-credentials' } })
    expect(await identityOf(colleague)).toEqual(old)

    await colleague.session.becomeNewDevice()
    // Nobody is let in by that alone.
    await colleague.syncNow()
    expect(colleague.status.getState().problem).toBe('sign-in-needed')
    expect(colleague.scope(visit)).toBeUndefined()
    expect(await signIn(colleague, 'a password that is wrong')).toMatchObject({ ok: false, error: { code: 'bad-credentials' } })
    expect(await signIn(colleague)).toMatchObject({ ok: true })
    const fresh = await identityOf(colleague)
    expect(fresh).toMatchObject({ personId: old.personId, predecessor: old.deviceId })
    expect((await ensurePackKeys(colleague.database)).secret).not.toBe(oldKeys.secret)
    await colleague.syncNow()
    await colleague.syncNow()
    await settled(colleague)
    expect(storedById(colleague.scope(visit), 'agreement', agreement)).toMatchObject({
      cells: { text: { value: 'Written on the lost laptop' } },
      parked: { reason: 'revoked-device' },
    })
    const waiting = await rescued()
    // Each once, though the dead session had handed them in and the new device has pushed them.
    expect(waiting.map(({ record }) => record.i).toSorted()).toEqual([agreement, note].toSorted())
    const devices = await owner.session.call('memberDevices', { scope: visit })
    const theirs = devices.ok ? devices.value.members.find(({ personId }) => personId === memberOf(colleague))?.devices : []
    expect(theirs?.map(({ id, predecessor, revokedAt }) => [id, predecessor, revokedAt !== null])).toEqual(
      expect.arrayContaining([
        [fresh.deviceId, old.deviceId, false],
        [old.deviceId, null, true],
      ]),
    )

    // What is written from here on goes by itself; of the rest the owner decides.
    colleague.host.advance(1_000)
    const later = testId(`later ${tests}`)
    const written = { type: 'set', kind: 'agreement', id: later, fields: { text: 'Written when it was found' } } as const
    await write(colleague.database, { author: deviceAuthor(fresh.deviceId, 'found') }, { scope: visit, changes: [written] })
    await colleague.syncNow()
    await owner.session.call('settleRescues', { scope: visit, body: { positions: waiting.map(({ position }) => position), take: true } })
    await colleague.syncNow()
    await owner.syncNow()
    expect(colleague.scope(visit)?.unsent.size).toBe(0)
    const texts = recordsOf(owner.scope(visit), 'agreement').map(({ text }) => text)
    expect(new Set(texts)).toEqual(new Set(['Written on the lost laptop', 'Written when it was found']))
  },
  PATIENCE,
)

it(
  'R3 a laptop that was reported lost while nobody was signed in keeps its work until it is another device; then the owner has it',
  async () => {
    const colleague = await join('editor')
    await colleague.session.signOut()
    await writeAs(colleague, 'Written while signed out')
    await reportLost(colleague)
    expect(await signIn(colleague)).toMatchObject({ ok: false, error: { code: 'device-revoked' } })
    expect(recordById(colleague.scope(visit), 'agreement', agreement)?.text).toBe('Written while signed out')
    await colleague.session.becomeNewDevice()
    expect(await signIn(colleague)).toMatchObject({ ok: true })
    await colleague.syncNow()
    expect(await rescued()).toMatchObject([{ reason: 'revoked-device', record: { i: agreement } }])
    expect(storedById(colleague.scope(visit), 'agreement', agreement)?.parked).toMatchObject({ reason: 'revoked-device' })
    await owner.syncNow()
    expect(recordById(owner.scope(visit), 'agreement', agreement)?.text).toBe('First words')
  },
  PATIENCE,
)

async function rescued() {
  const rescues = await owner.session.call('rescues', { scope: visit, body: { state: 'waiting', before: null } })
  if (!rescues.ok) throw new Error(rescues.error.code)
  return rescues.value.items
}

async function identityOf(laptop: ConnectedLaptop) {
  const identity = await readSetting(laptop.database, 'identity')
  if (!identity) throw new Error('the laptop has signed in')
  return identity
}

/** As the running page of this laptop writes: under the id by which the ministry knows it. */
async function writeAs(laptop: ConnectedLaptop, text: string): Promise<void> {
  const { deviceId } = await identityOf(laptop)
  const change = { type: 'set', kind: 'agreement', id: agreement, fields: { text } } as const
  await write(laptop.database, { author: deviceAuthor(deviceId, 'page') }, { scope: visit, changes: [change] })
  await settled(laptop)
}

async function typeAs(laptop: ConnectedLaptop, note: string, pieces: readonly string[]): Promise<void> {
  const { deviceId, personId } = await identityOf(laptop)
  const author = deviceAuthor(deviceId, 'page')
  const fields = { meetingId: testId(`meeting ${tests}`), role: 'note' }
  await write(laptop.database, { author }, { scope: visit, changes: [{ type: 'create', kind: 'note', id: note, fields }] })
  const document = new Y.Doc()
  for (const piece of pieces) {
    const before = Y.encodeStateVector(document)
    document.getText('body').insert(document.getText('body').length, piece)
    const update = Y.encodeStateAsUpdateV2(document, before)
    const edited = { bodyEdited: { by: personId, at: laptop.host.now() } }
    await write(laptop.database, { author }, { scope: visit, changes: [{ type: 'type', id: note, update, fields: edited }] })
  }
  await settled(laptop)
}

async function reportLost(laptop: ConnectedLaptop): Promise<void> {
  const { deviceId } = await identityOf(laptop)
  const body = { personId: memberOf(laptop), device: deviceId }
  expect(await owner.session.call('revokeMemberDevice', { scope: visit, body })).toMatchObject({ ok: true })
}

const signIn = (laptop: ConnectedLaptop, password = TEST_PASSWORD) =>
  laptop.session.signIn({ account: `account${others.indexOf(laptop) + 1}`, password })
