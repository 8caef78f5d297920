import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DesktopBridge, Handlers } from '@shared/ipc/contract.ts'
import type { LanEvent } from '@shared/ipc/lan.ts'
import { createLan, type Lan } from '../../../src/main/lan/lan.ts'
import { readPackLog } from '../../../src/renderer/db/pack-log.ts'
import { withColleagueSince } from '../../../src/renderer/db/stored-record.ts'
import { lanThrough } from '../../../src/renderer/lib/desktop-lan.ts'
import { beginLanExchange, type LanExchange, type LanOrder, type LanState } from '../../../src/renderer/sync/lan-exchange.ts'
import { ensurePackKeys, publicKey, rememberLaptop } from '../../../src/renderer/sync/pack-keys.ts'
import { packWork, type PackWork } from '../../../src/renderer/sync/pack-work.ts'
import { openLaptop, type TestLaptop } from '../../support/database.ts'
import { HERE, LOOPBACK, openRelay, type Relay } from '../../support/lan.ts'
import { everythingIn, storedIn, withKeys } from '../../support/pack-laptop.ts'

const VISIT = '11111111-1111-4111-8111-111111111111'
const AGREEMENT = '22222222-2222-4222-8222-222222222222'
const OTHER = '33333333-3333-4333-8333-333333333333'

/** A page on a desktop of its own: its requests go to the real main, through the door that the page has. */
type Desk = { readonly laptop: TestLaptop; readonly lan: Lan; begin(order: LanOrder, work?: PackWork): Promise<LanExchange> }

function deskOf(laptop: TestLaptop, name: string): Desk {
  const listeners = new Set<(event: LanEvent) => void>()
  const lan = createLan({ interfaces: () => LOOPBACK, port: 0, onEvent: (event) => [...listeners].forEach((hear) => hear(event)) })
  const bridge = {
    request: (channel: string, input: unknown) =>
      Promise.resolve((lan.handlers as unknown as Record<string, (input: unknown) => unknown>)[channel]?.(input)),
    on: (_event: string, hear: (event: LanEvent) => void) => {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
  } as unknown as DesktopBridge satisfies { request: (channel: keyof Handlers) => unknown }
  const door = lanThrough(bridge)
  const begin = (order: LanOrder, work = packWork): Promise<LanExchange> =>
    beginLanExchange({ database: laptop.database, work, door, name, deviceName: `${name}’s laptop`, flush: () => Promise.resolve() }, order)
  return { laptop, lan, begin }
}

const stateOf = <S extends LanState['step']>(exchange: LanExchange, step: S): Promise<LanState & { step: S }> =>
  when(exchange, (state): state is LanState & { step: S } => state.step === step)

function when<S extends LanState>(exchange: LanExchange, is: (state: LanState) => state is S): Promise<S> {
  return new Promise((resolve) => {
    const look = (state: LanState): void => {
      if (!is(state)) return
      stop()
      resolve(state)
    }
    const stop = exchange.state.subscribe(look)
    look(exchange.state.getState())
  })
}
type Exchanging = LanState & { step: 'exchanging' }
const inStage = (exchange: LanExchange, stage: Exchanging['in']['stage']): Promise<Exchanging> =>
  when(exchange, (state): state is Exchanging => state.step === 'exchanging' && state.in.stage === stage)
const outStage = (exchange: LanExchange, stage: Exchanging['out']['stage']): Promise<Exchanging> =>
  when(exchange, (state): state is Exchanging => state.step === 'exchanging' && state.out.stage === stage)
const over = (exchange: LanExchange): Promise<Exchanging> =>
  when(exchange, (state): state is Exchanging => state.step === 'exchanging' && state.line !== 'open')

describe('two laptops that exchange on one network', () => {
  let a: Desk
  let b: Desk
  const relays: Relay[] = []
  beforeEach(async () => {
    a = deskOf(await withKeys(await openLaptop(1)), 'Delegate A')
    b = deskOf(await withKeys(await openLaptop(2)), 'Delegate B')
    await a.laptop.write(VISIT, { type: 'set', kind: 'visit', id: VISIT, fields: { title: 'Tokyo' } })
    await a.laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'Joint courses', status: 'floated' } })
  })
  afterEach(async () => {
    for (const { lan, laptop } of [a, b]) {
      lan.close()
      laptop.database.close()
    }
    await Promise.all(relays.splice(0).map((relay) => relay.close()))
  })

  const setText = ({ laptop }: Desk, text: string) =>
    laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text } })
  const agreementIn = async ({ laptop }: Desk) => (await storedIn(laptop, VISIT)).find(({ id }) => id === AGREEMENT)

  /** A waits, B comes; `between` may stand on the way. */
  async function meet(between?: Parameters<typeof openRelay>[1]) {
    const host = await a.begin({ type: 'wait', address: HERE })
    const { invitation } = await stateOf(host, 'waiting')
    const relay = between && (await openRelay(invitation.port, between))
    if (relay) relays.push(relay)
    const guest = await b.begin({ type: 'call', to: { ...invitation, port: relay?.port ?? invitation.port } })
    return { host, guest, seen: await Promise.all([stateOf(host, 'met'), stateOf(guest, 'met')]) }
  }
  async function whole(scopes: { ofA: string | null; ofB: string | null }) {
    const { host, guest } = await meet()
    host.confirm(scopes.ofA)
    guest.confirm(scopes.ofB)
    const outcomes: Record<string, string[]> = {}
    for (const [name, exchange, comes] of [
      ['a', host, scopes.ofB],
      ['b', guest, scopes.ofA],
    ] as const) {
      if (comes === null) continue
      const { in: preview } = await inStage(exchange, 'preview')
      if (preview.stage === 'preview') outcomes[name] = preview.preview.records.map(({ outcome }) => outcome).toSorted()
      expect(await exchange.accept()).toBe(true)
    }
    const ends = await Promise.all([over(host), over(guest)])
    expect(ends.map(({ line }) => line)).toEqual(['done', 'done'])
    return outcomes
  }

  it('K4 K8 bring a visit to one that has none of it, and only then it lies with a colleague', async () => {
    const { host, guest, seen } = await meet()
    expect(seen.map(({ peer }) => peer.name)).toEqual(['Delegate B', 'Delegate A'])
    expect(seen[1].peer.key).toBe(publicKey(await ensurePackKeys(a.laptop.database)))
    host.confirm(VISIT)
    guest.confirm(null)
    const { in: coming } = await inStage(guest, 'preview')
    expect(coming.stage === 'preview' && coming.preview.records.map(({ outcome }) => outcome)).toEqual(['new', 'new'])
    await outStage(host, 'there')
    // The bytes are there; nobody has said yes to them.
    expect(await storedIn(b.laptop, VISIT)).toEqual([])
    expect(withColleagueSince((await agreementIn(a)) ?? fail('gone'))).toBeNull()
    expect(await guest.accept()).toBe(true)
    await outStage(host, 'taken')
    expect((await agreementIn(b))?.cells).toEqual((await agreementIn(a))?.cells)
    expect(withColleagueSince((await agreementIn(a)) ?? fail('gone'))).toBe(a.laptop.host.now())
    expect((await Promise.all([over(host), over(guest)])).map(({ line }) => line)).toEqual(['done', 'done'])
    expect((await readPackLog(a.laptop.database)).map(({ direction }) => direction)).toEqual(['out'])
    expect((await readPackLog(b.laptop.database)).map(({ direction, from }) => [direction, from?.name])).toEqual([['in', 'Delegate A']])
  })

  it('K4 both ways at once: two versions are found on both sides, both end equal, and a second time nothing changes', async () => {
    await whole({ ofA: VISIT, ofB: null })
    await setText(a, 'In Tashkent')
    b.laptop.host.advance(5)
    await setText(b, 'In Samarkand')
    await b.laptop.write(VISIT, { type: 'set', kind: 'agreement', id: OTHER, fields: { text: 'Only at B' } })
    const outcomes = await whole({ ofA: VISIT, ofB: VISIT })
    expect(outcomes['a']).toContain('versions')
    expect(outcomes['a']).toContain('new')
    expect(outcomes['b']).toContain('versions')
    await whole({ ofA: VISIT, ofB: VISIT })
    const values = async (desk: Desk) => (await storedIn(desk.laptop, VISIT)).map(({ id, cells }) => [id, cells])
    expect(await values(a)).toEqual(await values(b))
    const before = [await values(a), await values(b)]
    const again = await whole({ ofA: VISIT, ofB: VISIT })
    expect(new Set([...(again['a'] ?? []), ...(again['b'] ?? [])])).toEqual(new Set(['same']))
    expect([await values(a), await values(b)]).toEqual(before)
  })

  it('K5 cut in the middle of a pack: nothing of it is here, and the second attempt brings it whole', async () => {
    for (let record = 0; record < 300; record++) {
      const id = `44444444-4444-4444-8444-${String(record).padStart(12, '0')}`
      await a.laptop.write(VISIT, { type: 'set', kind: 'agreement', id, fields: { text: `${record} ${crypto.randomUUID()}`.repeat(8) } })
    }
    const { host, guest } = await meet((way, bytes, before) =>
      way === 'back' && before + bytes.length > 6_000 ? { bytes: bytes.subarray(0, 10), isLast: true } : { bytes, isLast: false },
    )
    const untouched = await everythingIn(b.laptop)
    host.confirm(VISIT)
    guest.confirm(null)
    expect((await Promise.all([over(host), over(guest)])).map(({ line }) => line)).toEqual(['cut', 'cut'])
    expect(await everythingIn(b.laptop)).toBe(untouched)
    expect(withColleagueSince((await agreementIn(a)) ?? fail('gone'))).toBeNull()
    await whole({ ofA: VISIT, ofB: null })
    expect(await storedIn(b.laptop, VISIT)).toHaveLength(302)
  })

  it('K5 what came whole can be taken in after the line is dead, and the sender goes on showing it as unsent', async () => {
    const { host, guest } = await meet()
    host.confirm(VISIT)
    guest.confirm(null)
    await inStage(guest, 'preview')
    host.close()
    expect((await over(guest)).line).toBe('cancelled')
    expect(await guest.accept()).toBe(true)
    expect(await agreementIn(b)).toBeDefined()
    expect(withColleagueSince((await agreementIn(a)) ?? fail('gone'))).toBeNull()
  })

  it('K4 declining changes nothing and is told to the other', async () => {
    const { host, guest } = await meet()
    host.confirm(VISIT)
    guest.confirm(null)
    await inStage(guest, 'preview')
    const untouched = await everythingIn(b.laptop)
    guest.decline()
    await outStage(host, 'declined')
    expect(await everythingIn(b.laptop)).toBe(untouched)
    expect(withColleagueSince((await agreementIn(a)) ?? fail('gone'))).toBeNull()
  })

  it('K4 gives nothing before both have confirmed: one alone makes no pack', async () => {
    const { host, guest } = await meet()
    const untouched = await everythingIn(a.laptop)
    host.confirm(VISIT)
    guest.close()
    expect((await stateOf(host, 'waiting')).problem).toBe('cancelled')
    expect(await everythingIn(a.laptop)).toBe(untouched)
  })

  it('X3 a laptop that is known under another key is turned away before it is asked about', async () => {
    const { deviceId, recipient } = await ensurePackKeys(a.laptop.database)
    await rememberLaptop(b.laptop.database, { device: deviceId, name: 'Delegate A', deviceName: 'x', key: 'a'.repeat(64), recipient })
    const host = await a.begin({ type: 'wait', address: HERE })
    const { invitation } = await stateOf(host, 'waiting')
    const guest = await b.begin({ type: 'call', to: invitation })
    expect((await stateOf(guest, 'ended')).problem).toBe('other-key')
    await stateOf(host, 'waiting')
  })

  it('X3 refuses a pack that another laptop made than the one that was confirmed', async () => {
    const c = await withKeys(await openLaptop(3))
    try {
      await c.write(VISIT, { type: 'set', kind: 'visit', id: VISIT, fields: { title: 'Forged' } })
      const keys = await ensurePackKeys(c.database)
      const asAnother: PackWork = {
        ...packWork,
        write: ({ plan, lock }) => {
          const author = { ...plan.head.author, device: keys.deviceId, key: publicKey(keys) }
          return packWork.write({ plan: { ...plan, head: { ...plan.head, author }, secret: keys.secret }, lock })
        },
      }
      const host = await a.begin({ type: 'wait', address: HERE }, asAnother)
      const { invitation } = await stateOf(host, 'waiting')
      const guest = await b.begin({ type: 'call', to: invitation })
      await Promise.all([stateOf(host, 'met'), stateOf(guest, 'met')])
      host.confirm(VISIT)
      guest.confirm(null)
      const { in: refused } = await inStage(guest, 'refused')
      expect(refused).toEqual({ stage: 'refused', problem: 'bad-signature' })
      await outStage(host, 'declined')
    } finally {
      c.database.close()
    }
  })

  it('K4 a pack that cannot be made leaves the other way open', async () => {
    await b.laptop.write(VISIT, { type: 'set', kind: 'visit', id: VISIT, fields: { title: 'Tokyo' } })
    const host = await a.begin({ type: 'wait', address: HERE }, { ...packWork, write: () => Promise.reject(new Error('no worker')) })
    const { invitation } = await stateOf(host, 'waiting')
    const guest = await b.begin({ type: 'call', to: invitation })
    await Promise.all([stateOf(host, 'met'), stateOf(guest, 'met')])
    host.confirm(VISIT)
    guest.confirm(VISIT)
    await outStage(host, 'failed')
    await inStage(guest, 'nothing')
    await inStage(host, 'preview')
    expect(await host.accept()).toBe(true)
    expect((await over(host)).line).toBe('done')
  })
})

function fail(message: string): never {
  throw new Error(message)
}
