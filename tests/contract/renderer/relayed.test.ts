import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deviceAuthor } from '@shared/sync/stamp.ts'
import { fail } from '@shared/lib/result.ts'
import { LIMITS } from '@shared/sync/protocol/limits.ts'
import { readHistory } from '../../../src/renderer/db/history.ts'
import { ensureIdentity } from '../../../src/renderer/db/settings.ts'
import { write } from '../../../src/renderer/db/write.ts'
import { storedById } from '../../../src/renderer/db/live.ts'
import { historySteps, vouchersOf } from '../../../src/renderer/records/record-steps.ts'
import { fetchHistories, fetchHistory } from '../../../src/renderer/sync/record-history.ts'
import type { Session } from '../../../src/renderer/sync/session.ts'
import { beginMinistry, connectLaptop, letIn, type ConnectedLaptop } from '../../support/connected-laptop.ts'
import { handOver, takeIn } from '../../support/pack-laptop.ts'
import { startTestServer, type TestServer } from '../../support/server.ts'
import { stopSharedCluster } from '../../support/databases.ts'

afterAll(stopSharedCluster)

const VISIT = '11111111-1111-4111-8111-111111111111'
const AGREEMENT = '22222222-2222-4222-8222-222222222222'

describe("work that a colleague's laptop brings", () => {
  let server: TestServer
  let owner: ConnectedLaptop
  let colleague: ConnectedLaptop

  beforeEach(async () => {
    server = await startTestServer({ database: 'postgres' })
    owner = await connectLaptop(1, () => server.address)
    colleague = await connectLaptop(2, () => server.address)
    await set(owner, 'visit', { title: 'Tokyo' })
    await beginMinistry(owner, server)
    await owner.syncNow()
    await letIn(owner, colleague, { scope: VISIT })
    await colleague.syncNow()
    owner.network.state = 'down'
  })
  afterEach(async () => {
    owner.close()
    colleague.close()
    await server.stop()
  })

  /** As the page writes: in the name of the device that signs in. */
  async function set(laptop: ConnectedLaptop, kind: 'visit' | 'agreement', fields: Record<string, string>): Promise<void> {
    const id = kind === 'visit' ? VISIT : AGREEMENT
    const { deviceId } = await ensureIdentity(laptop.database)
    const author = { author: deviceAuthor(deviceId, 'session') }
    const written = await write(laptop.database, author, { scope: VISIT, changes: [{ type: 'set', kind, id, fields }] })
    if (!written.ok) throw new Error(written.error.code)
  }
  async function wayOfText(laptop: ConnectedLaptop, text: string) {
    const fetched = await fetchHistory(laptop.database, laptop.session, { scope: VISIT, id: AGREEMENT })
    expect(fetched).toMatchObject({ ok: true })
    const steps = historySteps(await readHistory(laptop.database, AGREEMENT))
    return steps.find(({ fields }) => fields.some(({ value }) => value === text))
  }
  /** Whose word alone it is, as a reviewer's list shows it. */
  async function vouchers(laptop: ConnectedLaptop) {
    const record = storedById(laptop.scope(VISIT), 'agreement', AGREEMENT)
    return vouchersOf(record?.cells ?? {}, await readHistory(laptop.database, AGREEMENT))
  }

  it('A8 is proven by the signature that went along in the pack, and says who brought it', async () => {
    await set(owner, 'agreement', { text: 'Joint courses', status: 'floated' })
    await takeIn(colleague, await handOver(owner, VISIT))
    await colleague.syncNow()
    expect(await wayOfText(colleague, 'Joint courses')).toMatchObject({
      laptop: { name: 'laptop 1', owner: 'Delegate A' },
      broughtBy: { name: 'laptop 2', owner: 'Delegate B' },
      isProven: true,
    })
    expect(await vouchers(colleague)).toEqual({ vouchers: [], isTold: true })
  })

  it('A10 work that was not sent when the password was set anew stays, and is sent after the next sign-in', async () => {
    owner.network.state = 'up'
    await set(colleague, 'agreement', { text: 'Written before', status: 'floated' })
    const people = await owner.session.call('users')
    const colleagueId = people.ok ? people.value.users.find(({ account }) => account === 'colleague')?.personId : undefined
    const given = await owner.session.call('resetPassword', { body: { personId: colleagueId ?? '' } })
    if (!given.ok) throw new Error(given.error.code)
    await colleague.syncNow()
    expect(colleague.status.getState().problem).toBe('sign-in-needed')
    expect(colleague.scope(VISIT)?.unsent.size).toBe(1)
    const opened = await colleague.session.newPassword({ code: given.value.code, account: 'colleague', password: 'another long password' })
    expect(opened).toMatchObject({ ok: true })
    await colleague.syncNow()
    expect(colleague.scope(VISIT)?.unsent.size).toBe(0)
  })

  it('A8 is not proven without the signature, and is proven once its author brings it', async () => {
    await set(owner, 'agreement', { text: 'Joint courses', status: 'floated' })
    await takeIn(colleague, await handOver(owner, VISIT))
    await colleague.database.dexie.originals.clear()
    expect(await vouchers(colleague)).toEqual({ vouchers: [], isTold: false })
    await colleague.syncNow()
    expect(await wayOfText(colleague, 'Joint courses')).toMatchObject({ broughtBy: { owner: 'Delegate B' }, isProven: false })
    expect(await vouchers(colleague)).toEqual({ vouchers: ['Delegate B'], isTold: true })
    // What the colleague writes over it is the colleague's own word, and needs none else.
    await set(colleague, 'agreement', { text: 'Joint courses in Samarkand', status: 'agreed-orally' })
    await colleague.syncNow()
    await wayOfText(colleague, 'Joint courses')
    expect(await vouchers(colleague)).toEqual({ vouchers: [], isTold: true })
    owner.network.state = 'up'
    await owner.syncNow()
    expect(await wayOfText(colleague, 'Joint courses')).toMatchObject({ broughtBy: null, isProven: true })
  })

  it('A8 is asked for with all records of a list at once, and record by record where the server is older', async () => {
    // More than one answer tells of, so that the rest is asked for.
    for (let number = 0; number <= LIMITS.historyEntries; number += 1) {
      await set(colleague, 'agreement', { text: `Courses, version ${number}`, status: 'floated' })
      await colleague.syncNow()
    }
    const asked: string[] = []
    const sessionOf = (isOlder: boolean): Session => ({
      ...colleague.session,
      call: (route, options) => {
        asked.push(route)
        return isOlder && route === 'histories' ? Promise.resolve(fail('not-found')) : colleague.session.call(route, options)
      },
    })
    const ids = [VISIT, AGREEMENT, '33333333-3333-4333-8333-333333333333']
    const told = async (): Promise<unknown[]> => {
      const kept = await Promise.all(ids.map((id) => readHistory(colleague.database, id)))
      return kept.map((entries) => entries.filter(({ origin }) => origin === 'server'))
    }
    const ask = (isOlder: boolean) => fetchHistories(colleague.database, sessionOf(isOlder), { scope: VISIT, ids })

    expect(await ask(true)).toMatchObject({ ok: true })
    expect(asked.splice(0)).toEqual(['histories', 'history', 'history', 'history'])
    const byRecord = await told()
    expect(byRecord.map((entries) => (entries as unknown[]).length)).toEqual([1, LIMITS.historyEntries + 1, 0])

    await colleague.database.dexie.history.clear()
    expect(await ask(false)).toMatchObject({ ok: true })
    expect(asked.splice(0)).toEqual(['histories', 'history'])
    expect(await told()).toEqual(byRecord)
    // The older entries are here now.
    await set(colleague, 'agreement', { text: 'Courses, the last version', status: 'floated' })
    await colleague.syncNow()
    expect(await ask(false)).toMatchObject({ ok: true })
    expect(asked.splice(0)).toEqual(['histories'])
    expect((await told()).map((entries) => (entries as unknown[]).length)).toEqual([1, LIMITS.historyEntries + 2, 0])
    owner.network.state = 'up'
    expect(await fetchHistories(owner.database, owner.session, { scope: AGREEMENT, ids })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    })
  })
})
