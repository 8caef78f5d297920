import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { recordById } from '../../../src/renderer/db/live.ts'
import { readScopeState } from '../../../src/renderer/db/scope-state.ts'
import { pauseAfter, startLiveLoop, type LiveLoop } from '../../../src/renderer/sync/live-loop.ts'
import { createOpenLine, type Listen } from '../../../src/renderer/sync/transport.ts'
import { beginMinistry, connectLaptop, letIn, type ConnectedLaptop } from '../../support/connected-laptop.ts'
import { manualTimers, type ManualTimers } from '../../support/manual-timers.ts'
import { startTestServer, testId, type TestServer } from '../../support/server.ts'
import { stopSharedCluster } from '../../support/databases.ts'
import { until } from '../../support/until.ts'

afterAll(stopSharedCluster)

const SILENCE = 50_000
/** Two seconds, spread by a random number that is always one half here. */
const FIRST_PAUSE = 1_500
const PATIENCE = 240_000
const scope = testId('visit')
const agreement = testId('agreement')

/** A laptop whose line is real; its timers go off when told, and its network can be cut. */
type Listener = {
  readonly laptop: ConnectedLaptop
  readonly timers: ManualTimers
  /** Lines asked for since the beginning. */
  readonly asked: () => number
  /** What the lines have said: the places where the visit stood. */
  readonly told: number[]
  readonly cut: () => void
  readonly mend: () => void
  open(leading?: (work: () => Promise<void>, signal: AbortSignal) => Promise<void>): LiveLoop
  readonly faults: unknown[]
}

function listenerOn(laptop: ConnectedLaptop, address: () => string): Listener {
  const timers = manualTimers()
  let isCut = false
  let asked = 0
  let broken = new AbortController()
  const listen: Listen = async ({ path, headers }, signal) => {
    asked += 1
    if (isCut) throw new Error('no network')
    broken = new AbortController()
    const reply = await fetch(address() + path, { headers, signal: AbortSignal.any([signal, broken.signal]) })
    if (!reply.body) throw new Error('a reply has a body')
    const text = reply.body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
    return { status: reply.status, headers: Object.fromEntries(reply.headers), text }
  }
  const { database, session, sync, status } = laptop
  const told: number[] = []
  const heard = {
    syncNow: () => sync.syncNow(),
    moved: (visit: string, seq: number): void => {
      told.push(seq)
      sync.moved(visit, seq)
    },
  }
  const faults: unknown[] = []
  const onFault = (error: unknown): void => void faults.push(error)
  return {
    faults,
    laptop,
    timers,
    asked: () => asked,
    told,
    cut: () => {
      isCut = true
      laptop.network.state = 'down'
      broken.abort()
    },
    mend: () => {
      isCut = false
      laptop.network.state = 'up'
    },
    open: (asLeader = (work) => work()) =>
      startLiveLoop({ database, session, sync: heard, status, timers, openLine: createOpenLine(listen), asLeader, onFault }),
  }
}

describe('V1 a line that says what moved', () => {
  let server: TestServer
  let owner: ConnectedLaptop
  let colleague: Listener
  let line: LiveLoop
  let laptops = 1

  beforeAll(async () => {
    server = await startTestServer({ database: 'postgres' })
    owner = await connectLaptop(1, () => server.address)
    await beginMinistry(owner, server)
    await owner.write(scope, { type: 'set', kind: 'visit', id: scope, fields: { title: 'Tokyo' } })
    await agree('First words')
  }, PATIENCE)
  afterAll(async () => {
    owner.close()
    await server.stop()
  }, PATIENCE)
  beforeEach(async () => {
    laptops += 1
    const laptop = await connectLaptop(laptops, () => server.address)
    colleague = listenerOn(laptop, () => server.address)
    await letIn(owner, laptop, { scope, account: `colleague${laptops}`, name: `Delegate ${laptops}` })
    await laptop.syncNow()
    line = colleague.open()
    await until(isLive)
  }, PATIENCE)
  afterEach(() => {
    line.stop()
    colleague.laptop.close()
  })

  const agree = async (text: string): Promise<void> => {
    // On top of what a colleague wrote before.
    await owner.syncNow()
    await owner.write(scope, { type: 'set', kind: 'agreement', id: agreement, fields: { text } })
    await owner.syncNow()
  }
  /** What the line said has been looked up in the database, several times over. */
  const looked = async (): Promise<void> => {
    for (let look = 0; look < 20; look += 1) await readScopeState(colleague.laptop.database, scope)
  }
  const isLive = (): boolean => colleague.laptop.status.getState().isLive
  const seen = () => recordById(colleague.laptop.scope(scope), 'agreement', agreement)?.text

  it('tells of a fault that ends the listening, and listens again after a pause', async () => {
    line.stop()
    await until(() => !isLive())
    let tries = 0
    line = colleague.open((work) => {
      tries += 1
      return tries < 3 ? Promise.reject(new Error(`fault ${tries}`)) : work()
    })
    await until(() => colleague.faults.length === 1)
    expect(isLive()).toBe(false)
    colleague.timers.fire(FIRST_PAUSE)
    await until(() => colleague.faults.length === 2)
    colleague.timers.fire(2 * FIRST_PAUSE)
    await until(isLive)
    expect(colleague.faults).toEqual([new Error('fault 1'), new Error('fault 2')])
  })

  it('V2 has that visit fetched and no other, and not what this laptop itself has sent', async () => {
    colleague.laptop.network.requests.length = 0
    await agree('Words of the owner')
    await until(() => seen() === 'Words of the owner')
    expect(colleague.laptop.network.requests).toEqual([`POST /api/scopes/${scope}/pull`])
    await colleague.laptop.write(scope, { type: 'set', kind: 'agreement', id: agreement, fields: { text: 'Words of the colleague' } })
    await colleague.laptop.syncNow()
    colleague.laptop.network.requests.length = 0
    const { cursor } = await readScopeState(colleague.laptop.database, scope)
    await until(() => colleague.told.at(-1) === cursor?.seq)
    await looked()
    expect(colleague.laptop.network.requests).toEqual([])
  })

  it('V2 is tried again ever more seldom when the network is gone, says nothing, and resumes with what was missed', async () => {
    colleague.cut()
    for (const ms of [1_500, 3_000, 6_000, 12_000, 24_000, 45_000, 45_000]) {
      await until(() => colleague.timers.waiting().includes(ms))
      expect(isLive()).toBe(false)
      colleague.timers.fire(ms)
    }
    await until(() => colleague.timers.waiting().includes(45_000))
    expect(colleague.laptop.status.getState()).toMatchObject({ phase: 'not-reached', problem: 'offline' })
    await agree('Written while the line was cut')
    colleague.mend()
    line.again()
    await until(() => seen() === 'Written while the line was cut')
    expect(isLive()).toBe(true)
    colleague.cut()
    await until(() => colleague.timers.waiting().includes(1_500))
  })

  it('V2 does not hide what a round ended with: one that asked nothing says nothing, and one visit nothing of the rest', async () => {
    const { network, status } = colleague.laptop
    const problem = () => status.getState().problem
    network.state = 'other-version'
    await colleague.laptop.syncNow()
    expect(problem()).toBe('other-protocol')
    // A line that opens tells of every visit, where each stands already.
    const before = colleague.told.length
    line.again()
    await until(() => colleague.told.length > before)
    await looked()
    expect(problem()).toBe('other-protocol')
    network.requests.length = 0
    await agree('Words for a newer program')
    await until(() => network.requests.length > 0)
    expect(problem()).toBe('other-protocol')
    // What comes while something is wrong is for a whole round.
    network.state = 'up'
    network.requests.length = 0
    await agree('Words for this one')
    await until(() => seen() === 'Words for this one')
    expect(network.requests[0]).toBe('GET /api/scopes')
    await until(() => problem() === null)
  })

  it('V2 is dead when it is silent for too long, and another one is opened', async () => {
    expect(colleague.asked()).toBe(1)
    colleague.timers.fire(SILENCE)
    await until(() => colleague.timers.waiting().includes(1_500))
    colleague.timers.fire(1_500)
    await until(isLive)
    expect(colleague.asked()).toBe(2)
  })

  it('ends when this laptop is reported lost, and nobody knocks on', async () => {
    const reply = await owner.session.call('memberDevices', { scope })
    if (!reply.ok) throw new Error(reply.error.code)
    const { personId, devices } = reply.value.members.find(({ name }) => name === `Delegate ${laptops}`) ?? { personId: '', devices: [] }
    await owner.session.call('revokeMemberDevice', { scope, body: { personId, device: devices[0]?.id ?? '' } })
    await until(() => colleague.laptop.status.getState().problem === 'device-revoked')
    await until(() => colleague.timers.waiting().includes(45_000))
    expect([isLive(), colleague.asked()]).toEqual([false, 1])
  })

  it('V2 is opened by one page, and by the next one when that is closed', async () => {
    const others = listenerOn(colleague.laptop, () => server.address)
    let free: () => void = () => undefined
    const isFree = new Promise<void>((resolve) => (free = resolve))
    const second = others.open((work) => isFree.then(work))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(others.asked()).toBe(0)
    line.stop()
    free()
    await until(() => others.asked() === 1 && isLive())
    second.stop()
  })
})

it('V1 comes back at once for a fresh token, spread after a stop, and soon only after what passes', () => {
  expect(pauseAfter('renew', 0, 0.5)).toBe(0)
  expect([0, 0.5, 0.99].map((random) => pauseAfter('stopping', 0, random))).toEqual([0, 5_000, 9_900])
  expect(pauseAfter('sign-in-needed', 0, 0.5)).toBe(45_000)
  expect(pauseAfter('too-many-requests', 0, 0)).toBe(30_000)
  expect(pauseAfter('broken', 1, 0)).toBe(1_000)
})
