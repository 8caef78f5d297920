import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  cutAfter,
  goThrough,
  lanStage,
  LIMITS,
  pauseTime,
  personOf,
  type openRelay,
  type Relay,
  type Side,
  type Way,
} from '../../support/lan.ts'
import { until } from '../../support/until.ts'

const { side, relayTo, clear } = lanStage()
afterEach(async () => {
  await clear()
  vi.useRealTimers()
})

const PACK_A = randomBytes(300_000)
const PACK_B = randomBytes(2_500_000)
const SMALL = randomBytes(70_000)

describe('two laptops on one network', () => {
  it('K4 give each other a pack, byte for byte, and both know that all is done', async () => {
    const [host, guest] = [side(1), side(2)]
    const { port, code } = await host.listen()
    await guest.call(port, code)
    const [atHost, atGuest] = await Promise.all([goThrough(host, PACK_A), goThrough(guest, PACK_B)])
    expect(Buffer.compare(atHost.pack ?? Buffer.alloc(0), PACK_B)).toBe(0)
    expect(Buffer.compare(atGuest.pack ?? Buffer.alloc(0), PACK_A)).toBe(0)
    expect([atHost.problem, atGuest.problem]).toEqual([null, null])
    expect([host.of('met')[0]?.peer, guest.of('met')[0]?.peer]).toEqual([personOf(2), personOf(1)])
    expect([host.of('answered')[0]?.isTaken, guest.of('answered')[0]?.isTaken]).toEqual([true, true])
    // Told once a megabyte and at the end.
    expect(host.of('came').length).toBeLessThan(6)
    expect(await host.take()).toBeNull()
  })

  it('K4 is done as well when one or both have nothing to give, and a pack that is declined is not called taken', async () => {
    for (const ofHost of [SMALL, null]) {
      const [host, guest] = [side(1), side(2)]
      const { port, code } = await host.listen()
      await guest.call(port, code)
      const ends = await Promise.all([goThrough(host, ofHost), goThrough(guest, null)])
      expect(ends.map(({ problem }) => problem)).toEqual([null, null])
    }
    const [host, guest] = [side(1), side(2)]
    const { port, code } = await host.listen()
    await guest.call(port, code)
    const atHost = goThrough(host, SMALL)
    await guest.until('met')
    await guest.confirm()
    await guest.until('confirmed')
    await guest.give(null)
    await guest.received()
    await guest.answer(false)
    expect((await atHost).problem).toBeNull()
    expect(host.of('answered')[0]?.isTaken).toBe(false)
  })

  it('K3 sends nothing in the clear but the name of the program, its version and numbers that say nothing', async () => {
    const [host, guest] = [side(1), side(2)]
    const { port, code } = await host.listen()
    const relay = await relayTo(port)
    await guest.call(relay.port, code)
    const pack = Buffer.from('The vice-minister said yes. '.repeat(8_000))
    await Promise.all([goThrough(host, pack), goThrough(guest, pack)])
    for (const heard of [relay.heard.there, relay.heard.back]) {
      const wire = Buffer.concat(heard)
      expect(wire.subarray(0, 11).toString('latin1')).toBe('SAFARNOMA\u0001\u0000')
      expect(wire.length).toBeGreaterThan(pack.length)
      // None so short that it stands among so many random bytes by chance.
      for (const words of ['vice-minister', 'Delegate', 'laptop-', 'age1qqqq', personOf(1).device, personOf(1).key, code, '"name"']) {
        expect(wire.includes(words), words).toBe(false)
      }
      // What is sealed has all bytes about equally often.
      const counts = Array.from({ length: 256 }, () => 0)
      for (const byte of wire.subarray(200)) counts[byte] = (counts[byte] ?? 0) + 1
      expect(Math.max(...counts) / Math.min(...counts)).toBeLessThan(1.6)
    }
  })
})

describe('a line that is cut', () => {
  it('K5 at any border of the greeting or of a frame, or within one, leaves nothing in half, and the exchange can begin again', async () => {
    const whole = await throughRelay((_way, bytes) => ({ bytes, isLast: false }))
    expect([(await whole.atHost).problem, whole.guest.of('ended')[0]?.problem]).toEqual([null, null])
    const outcomes = new Set<string>()
    for (const way of ['there', 'back'] as const) {
      for (const count of bordersOf(way, Buffer.concat(whole.relay.heard[way]))) {
        const { host, guest, port, code } = await throughRelay(cutAfter(way, count))
        const problem = guest.of('ended')[0]?.problem ?? 'none'
        outcomes.add(problem)
        expect(['cut', 'not-safarnoma', 'none'], `${way} ${count}`).toContain(problem)
        for (const one of [host, guest]) {
          const came = one.of('came').at(-1)
          if (came && came.bytes < came.size) expect(await one.take(), `${way} ${count}`).toBeNull()
          expect(one.of('answered').length, `${way} ${count}`).toBeLessThanOrEqual(1)
        }
        await beginsAgain({ host, guest, port, code })
        await clear()
      }
    }
    expect([...outcomes].toSorted()).toEqual(['cut', 'none', 'not-safarnoma'])
  })

  async function throughRelay(pass: Parameters<typeof openRelay>[1]) {
    const [host, guest] = [side(1), side(2)]
    const { port, code } = await host.listen()
    const relay = await relayTo(port, pass)
    await guest.call(relay.port, code)
    const atHost = goThrough(host, SMALL)
    await goThrough(guest, SMALL)
    return { host, guest, relay, port, code, atHost }
  }

  /** With the same code where nobody was confirmed yet, else with a new one: then both packs come whole. */
  async function beginsAgain({ host, guest, port, code }: { host: Side; guest: Side; port: number; code: string }): Promise<void> {
    const fresh = side(3)
    for (;;) {
      const isOver = host.of('ended').length > 0
      const again = isOver ? await host.listen() : { port, code }
      host.forget()
      fresh.forget()
      const atHost = goThrough(host, SMALL)
      await fresh.call(again.port, again.code)
      const { problem, pack } = await goThrough(fresh, SMALL)
      // The host has not noticed yet that the line before is dead, or notices only now.
      if (problem === 'busy' || problem === 'refused' || problem === 'cancelled' || problem === 'cut') continue
      expect([problem, (await atHost).problem]).toEqual([null, null])
      expect(Buffer.compare(pack ?? Buffer.alloc(0), SMALL)).toBe(0)
      expect(guest.of('ended')).toHaveLength(1)
      return
    }
  }

  /** Where a part of the greeting ends, each frame's end, and a place within each. */
  function bordersOf(way: Way, wire: Buffer): number[] {
    const borders = way === 'there' ? [0, 1, 9, 11, 20, 27, 59, 70, 91] : [0, 1, 9, 11, 20, 43, 54, 60, 86]
    for (let at = borders.at(-1) ?? 0; at < wire.length;) {
      const end = at + 4 + wire.readUInt32BE(at)
      borders.push(at + 2, at + 4, Math.floor((at + end) / 2), end)
      at = end
    }
    return borders
  }

  it('K5 in silence is noticed by the signs of life that do not come', async () => {
    pauseTime()
    const [host, guest] = [side(1), side(2)]
    const { port, code } = await host.listen()
    let isDead = false
    const relay = await relayTo(port, (_way, bytes) => ({ bytes: isDead ? bytes.subarray(0, 0) : bytes, isLast: false }))
    await guest.call(relay.port, code)
    await Promise.all([host.until('met'), guest.until('met')])
    await Promise.all([host.confirm(), guest.confirm(), host.until('confirmed'), guest.until('confirmed')])
    isDead = true
    await signsOfLife(relay, LIMITS.silenceMs / LIMITS.pingMs - 1)
    expect(host.of('ended')).toEqual([])
    vi.advanceTimersByTime(LIMITS.pingMs)
    expect((await host.until('ended')).problem).toBe('cut')
  })

  it('K5 stays open while two people look at each other’s digits for longer than the silence that counts as broken', async () => {
    pauseTime()
    const [host, guest] = [side(1), side(2)]
    const { port, code } = await host.listen()
    const relay = await relayTo(port)
    await guest.call(relay.port, code)
    await Promise.all([host.until('met'), guest.until('met')])
    await signsOfLife(relay, 3 * (LIMITS.silenceMs / LIMITS.pingMs))
    const ends = await Promise.all([goThrough(host, SMALL), goThrough(guest, SMALL)])
    expect(ends.map(({ problem }) => problem)).toEqual([null, null])
  })

  /** So many times as long as between two signs of life; each has come as far as the network before the next one is due. */
  async function signsOfLife({ heard }: Relay, times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      const [there, back] = [heard.there.length, heard.back.length]
      vi.advanceTimersByTime(LIMITS.pingMs)
      await until(() => heard.there.length > there && heard.back.length > back)
    }
  }
})
