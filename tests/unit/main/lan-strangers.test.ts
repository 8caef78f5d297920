import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { drawSecret, shareOf } from '@shared/lan/cpace.ts'
import { whyUnreachable } from '../../../src/main/lan/call.ts'
import type { Channel } from '../../../src/main/lan/channel.ts'
import { isLocal, ownNetworks } from '../../../src/main/lan/networks.ts'
import { goThrough, HERE, lanStage, LIMITS, LOOPBACK, pauseTime, personOf, type Relay, type Side } from '../../support/lan.ts'
import { until } from '../../support/until.ts'

const { side, relayTo, visit, answerTo, impostor, insider, clear } = lanStage()
afterEach(async () => {
  await clear()
  vi.useRealTimers()
})

const SMALL = randomBytes(70_000)
const INTRODUCTION = Buffer.from(JSON.stringify(personOf(2)))
const HELLO = { introduction: 1, confirmed: 2, pack: 3, bytes: 4, answer: 5, done: 6 } as const
const sizeOf = (size: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(size)
  return bytes
}

describe('a laptop that waits', () => {
  it('K1 tells a wrong code to both, and gives up at the fifth', async () => {
    const host = side(1)
    const { port, code } = await host.listen()
    const wrong = code.startsWith('2') ? `3${code.slice(1)}` : `2${code.slice(1)}`
    for (let attempt = 1; attempt <= 5; attempt++) {
      const guest = side(2)
      await guest.call(port, wrong)
      expect((await guest.until('ended')).problem).toBe('wrong-code')
    }
    expect((await host.until('ended')).problem).toBe('too-many-codes')
    expect(host.of('knocked').map(({ problem }) => problem)).toEqual(['wrong-code', 'wrong-code', 'wrong-code', 'wrong-code'])
    const late = side(2)
    await late.call(port, code)
    expect((await late.until('ended')).problem).toBe('refused')
  })

  it('K1 five guesses at once are five guesses: the right code comes too late', async () => {
    const host = side(1)
    const { port, code } = await host.listen()
    const wrong = code.startsWith('2') ? `3${code.slice(1)}` : `2${code.slice(1)}`
    const guests = Array.from({ length: 8 }, () => side(2))
    await Promise.all(guests.map((guest) => guest.call(port, wrong)))
    const ends = await Promise.all(guests.map(async (guest) => (await guest.until('ended')).problem))
    expect(ends.filter((problem) => problem === 'wrong-code').length).toBeLessThanOrEqual(5)
    expect((await host.until('ended')).problem).toBe('too-many-codes')
  })

  it('K6 says its version to another one, and both hear which is older', async () => {
    const host = side(1)
    const { port, code } = await host.listen()
    expect(await answerTo(port, 'SAFARNOMA\u0002\u0000')).toBe('SAFARNOMA\u0001\u0000')
    expect((await host.until('knocked')).problem).toBe('newer-there')
    for (const [version, problem] of [
      ['\u0000', 'older-there'],
      ['\u0007', 'newer-there'],
    ] as const) {
      const guest = side(2)
      await guest.call(await impostor((socket) => socket.end(`SAFARNOMA${version}\u0000`)), code)
      expect((await guest.until('ended')).problem).toBe(problem)
    }
  })

  it('K1 says nothing to strangers and holds no place for them', async () => {
    pauseTime()
    const host = side(1)
    const { port, code } = await host.listen()
    expect(await answerTo(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).toBe('')
    // One that never says a word is sent away as well.
    const silent = await visit(port)
    const gone = once(silent, 'close')
    await until(() => vi.getTimerCount() === 2)
    vi.advanceTimersByTime(LIMITS.greetingMs)
    await gone
    expect(host.events).toEqual([])
    const guest = side(2)
    await guest.call(port, code)
    expect((await Promise.all([goThrough(host, null), goThrough(guest, null)])).map(({ problem }) => problem)).toEqual([null, null])
  })

  it('K1 takes one laptop at a time', async () => {
    const [host, guest, third] = [side(1), side(2), side(3)]
    const { port, code } = await host.listen()
    await guest.call(port, code)
    await host.until('met')
    await third.call(port, code)
    expect((await third.until('ended')).problem).toBe('busy')
    await guest.end()
    // Nobody was confirmed: the place is free again, and the code still good.
    expect((await host.until('knocked')).problem).toBe('cancelled')
    host.forget()
    third.forget()
    await third.call(port, code)
    const ends = await Promise.all([goThrough(host, SMALL), goThrough(third, null)])
    expect(ends.map(({ problem }) => problem)).toEqual([null, null])
  })

  it('K1 closes its port with the dialog, when somebody else is waited for, and when nobody came', async () => {
    pauseTime()
    const host = side(1)
    const first = await host.listen()
    await host.end()
    await expect(visit(first.port)).rejects.toThrow('ECONNREFUSED')
    const second = await host.listen()
    const third = await host.listen()
    await expect(visit(second.port)).rejects.toThrow('ECONNREFUSED')
    expect(host.events).toEqual([])
    vi.advanceTimersByTime(LIMITS.waitMs)
    expect((await host.until('ended')).problem).toBe('nobody-came')
    await expect(visit(third.port)).rejects.toThrow('ECONNREFUSED')
  })

  it('K1 listens at none but its own addresses, and lets in nobody from outside the building', async () => {
    const host = side(1)
    const listen = (address: string) => host.lan.handlers['lan.listen']({ exchange: 9, address, me: personOf(1) })
    expect(await listen('192.168.77.77')).toEqual({ ok: true, value: { problem: 'no-network' } })
    const own = ownNetworks({
      ...LOOPBACK,
      eth0: [{ address: '133.11.5.2', netmask: '255.255.0.0', family: 'IPv4', mac: '', internal: false, cidr: null }],
    })
    const inside = ['10.1.2.3', '172.31.0.1', '192.168.1.9', '169.254.3.3', '133.11.99.1']
    for (const address of inside) expect(isLocal(address, own), address).toBe(true)
    for (const outside of ['8.8.8.8', '172.32.0.1', '133.12.0.1', '192.169.0.1']) expect(isLocal(outside, own), outside).toBe(false)
  })

  it('K1 names its networks with the likeliest first, and none of another kind', () => {
    const at = (address: string, more = {}) => [
      { address, netmask: '255.255.255.0', family: 'IPv4' as const, mac: '', internal: false, cidr: null, ...more },
    ]
    const found = ownNetworks({
      docker0: at('172.17.0.1'),
      lo: at('127.0.0.1', { internal: true }),
      cable: at('169.254.9.9'),
      'Wi-Fi': at('192.168.1.20'),
      six: [{ address: 'fd00::2', netmask: '', family: 'IPv6', mac: '', internal: false, cidr: null, scopeid: 0 }],
    })
    expect(found.map(({ name }) => name)).toEqual(['Wi-Fi', 'cable', 'docker0'])
  })
})

describe('a laptop that calls', () => {
  const problemAt = async (guest: Side, port: number, address = HERE): Promise<string | null> => {
    await guest.call(port, 'ABCDEFGH', address)
    return (await guest.until('ended')).problem
  }

  it('K7 says in which way it was not answered', async () => {
    const silent = await impostor(() => undefined)
    expect(await problemAt(side(2, { greetingMs: 100 }), silent)).toBe('not-safarnoma')
    expect(await problemAt(side(2), await impostor((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))).toBe('not-safarnoma')
    expect(await problemAt(side(2), await impostor((socket) => socket.end()))).toBe('not-safarnoma')
    expect(await problemAt(side(2), 1)).toBe('refused')
    expect(await problemAt(side(2), 4819, '8.8.8.8')).toBe('not-local')
    expect(await problemAt(side(2, {}, {}), 4819, '192.168.1.2')).toBe('no-network')
  })

  it('K7 tells a firewall, an isolated Wi-Fi and another network apart by what the system says', () => {
    expect(whyUnreachable('EHOSTUNREACH', true)).toBe('isolated')
    expect(whyUnreachable('EHOSTUNREACH', false)).toBe('other-network')
    expect(whyUnreachable('ETIMEDOUT', true)).toBe('no-answer')
    expect(whyUnreachable('ETIMEDOUT', false)).toBe('other-network')
    expect(whyUnreachable('ENETUNREACH', false)).toBe('no-network')
    expect(whyUnreachable('EPERM', true)).toBe('blocked-here')
  })

  it('K7 waits no longer than its limit for an address that swallows everything', async () => {
    const guest = side(
      2,
      { connectMs: 150 },
      { eth: [{ address: '192.0.2.77', netmask: '255.255.255.0', family: 'IPv4', mac: '', internal: false, cidr: null }] },
    )
    const problem = await problemAt(guest, 4819, '192.0.2.254')
    expect(['no-answer', 'isolated']).toContain(problem)
  })

  it('K7 stops at once when its dialog closes', async () => {
    const guest = side(2)
    let gone: Promise<unknown> = Promise.resolve()
    const arrived = new Promise<void>((resolve) => {
      void impostor((socket) => {
        gone = once(socket, 'close')
        resolve()
      }).then((port) => guest.call(port, 'ABCDEFGH'))
    })
    await arrived
    await guest.end()
    await gone
    expect((await guest.until('ended')).problem).toBe('cancelled')
  })

  it('K2 shows nothing to one who waits there without the code, and believes no tag that they make up', async () => {
    const head = Buffer.from('SAFARNOMA\u0001\u0000', 'latin1')
    const secret = drawSecret(randomBytes(64))
    const guesser = await impostor((socket) => {
      socket.once('data', (greeting: Buffer) => {
        const context = { code: Buffer.from('22222222'), channel: Buffer.from('safarnoma-lan/1'), session: greeting.subarray(11, 27) }
        socket.write(Buffer.concat([head, shareOf(context, secret)]))
        socket.once('data', () => socket.write(Buffer.concat([head, randomBytes(32)])))
      })
    })
    expect(await problemAt(side(2), guesser)).toBe('wrong-code')
    // The neutral point would make a key that everybody knows.
    const neutral = await impostor((socket) => socket.once('data', () => socket.write(Buffer.concat([head, Buffer.alloc(32)]))))
    expect(await problemAt(side(2), neutral)).toBe('misbehaved')
  })
})

describe('someone who knows the code and keeps no rule', () => {
  const endOf = async (work: (channel: Channel) => Promise<void>): Promise<{ problem: string | null; host: Side }> => {
    const host = side(1)
    const channel = await insider(host)
    await channel.send(HELLO.introduction, INTRODUCTION)
    await host.until('met')
    await host.confirm()
    await channel.send(HELLO.confirmed, Buffer.alloc(0))
    await host.until('confirmed')
    await work(channel)
    return { problem: (await host.until('ended')).problem, host }
  }

  it('K4 brings nothing in before both have confirmed', async () => {
    for (const [type, payload] of [
      [HELLO.pack, sizeOf(10)],
      [HELLO.bytes, Buffer.alloc(10)],
      [HELLO.answer, Buffer.of(1)],
      [HELLO.done, Buffer.alloc(0)],
      [99, Buffer.alloc(0)],
    ] as const) {
      const host = side(1)
      const channel = await insider(host)
      await channel.send(HELLO.introduction, INTRODUCTION)
      await host.until('met')
      await channel.send(HELLO.confirmed, Buffer.alloc(0))
      await channel.send(type, payload)
      expect((await host.until('knocked')).problem, String(type)).toBe('misbehaved')
      expect(await host.confirm()).toMatchObject({ ok: false })
    }
  })

  it('K4 cannot send more than was announced, or announce more than any pack', async () => {
    const more = await endOf(async (channel) => {
      await channel.send(HELLO.pack, sizeOf(10))
      await channel.send(HELLO.bytes, Buffer.alloc(11))
    })
    expect(more.problem).toBe('misbehaved')
    expect(await more.host.take()).toBeNull()
    expect((await endOf((channel) => channel.send(HELLO.pack, sizeOf(256 * 1024 * 1024 + 1)))).problem).toBe('too-large')
    const twice = await endOf(async (channel) => {
      await channel.send(HELLO.pack, sizeOf(1))
      await channel.send(HELLO.pack, sizeOf(1))
    })
    expect(twice.problem).toBe('misbehaved')
  })

  it('K4 cannot make room by a frame that is too long, nor by an introduction', async () => {
    const frame = await endOf(async ({ socket }) => void socket.write(sizeOf(1_000_000)))
    expect(frame.problem).toBe('misbehaved')
    const host = side(1)
    const channel = await insider(host)
    await channel.send(HELLO.introduction, Buffer.from(JSON.stringify({ ...personOf(2), name: 'x'.repeat(5_000) })))
    expect((await host.until('knocked')).problem).toBe('misbehaved')
  })

  it('K4 cannot say that a pack was taken which was not given', async () => {
    const { problem, host } = await endOf((channel) => channel.send(HELLO.answer, Buffer.of(1)))
    expect(problem).toBe('misbehaved')
    expect(host.of('answered')).toEqual([])
  })
})

describe('someone in between', () => {
  const INTRODUCES = 91
  /** What comes from the caller after its greeting goes through `change`, which gets the bytes and what the other side said after its own. */
  const disturbed = async (change: (frame: Buffer, theirs: Buffer, before: number) => Buffer): Promise<Side> => {
    const [host, guest] = [side(1), side(2, { pingMs: 40 })]
    const { port, code } = await host.listen()
    const relay: Relay = await relayTo(port, (way, bytes, before) => {
      const theirs = way === 'there' && before >= INTRODUCES ? Buffer.concat(relay.heard.back).subarray(86) : null
      return { bytes: theirs === null ? bytes : change(bytes, theirs, before), isLast: false }
    })
    await guest.call(relay.port, code)
    return host
  }

  it('K3 who changes one bit opens nothing', async () => {
    const host = await disturbed((frame) => Buffer.concat([frame.subarray(0, -1), Buffer.of((frame.at(-1) ?? 0) ^ 1)]))
    expect((await host.until('knocked')).problem).toBe('misbehaved')
    expect(host.of('met')).toEqual([])
  })

  it('K3 who says a frame twice is found out, though it is a sign of life that would do no harm', async () => {
    const host = await disturbed((frame, _theirs, before) => (before === INTRODUCES ? frame : Buffer.concat([frame, frame])))
    expect((await host.until('knocked')).problem).toBe('misbehaved')
    expect(host.of('met')).toHaveLength(1)
  })

  it('K3 who sends a laptop its own words back is not taken for the other one', async () => {
    const host = await disturbed((frame, theirs, before) => (before === INTRODUCES ? theirs : frame))
    expect((await host.until('knocked')).problem).toBe('misbehaved')
    expect(host.of('met')).toEqual([])
  })

  it('K3 who plays an old exchange again gets nowhere: the waiting side’s numbers are new each time', async () => {
    const [host, guest] = [side(1), side(2)]
    const { port, code } = await host.listen()
    const relay = await relayTo(port)
    await guest.call(relay.port, code)
    await Promise.all([host.until('met'), guest.until('met')])
    await guest.end()
    await host.until('knocked')
    host.forget()
    const answer = await answerTo(port, Buffer.concat(relay.heard.there))
    // Its share, and then that the code is wrong.
    expect(answer.slice(-11)).toBe('SAFARNOMA\u0001\u0002')
    expect(host.events.map(({ what }) => what)).toEqual(['knocked'])
  })
})
