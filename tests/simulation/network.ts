import { gunzipSync } from 'node:zlib'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@shared/sync/protocol.ts'
import { pushReply, type PushRequest } from '@shared/sync/protocol/push.ts'
import type { RecordDelta } from '@shared/sync/cell.ts'
import { unpackRecord, type PackedRecord } from '@shared/sync/packed.ts'
import { PageDied, type Laptop, type Tab } from './laptop.ts'
import { ServerDied, type Ministry, type Mishap } from './ministry.ts'
import { namesOf } from './knowledge.ts'
import type { NetworkFault, RequestFault } from './steps.ts'
import type { Timeline } from './timeline.ts'
import type { HttpReply, HttpRequest, Send } from '../../src/renderer/sync/transport.ts'

/** How the network treats a tab at the moment. */
export type Weather = { slow: number; faults: readonly RequestFault[]; requests: number }

export type NetworkParts = {
  readonly timeline: Timeline
  readonly ministry: Ministry
  /** Records a page of a pull at most; the wire lets a laptop ask for fewer. */
  readonly pageSize: number
  readonly weatherOf: (tab: Tab) => Weather
  readonly took: (fault: NetworkFault | 'slow network' | 'cut off') => void
  /** What the server has ever said that it stored, or shown to anybody. */
  readonly stored: Set<string>
  /** What it said to whoever pushed that it is stored. */
  readonly acknowledged: Set<string>
  /** The server was another one in this history, and may not know what it once answered. */
  readonly mayForget: () => boolean
  /** Messages on their way that wait until another one of their laptop arrives. */
  readonly waiting: Map<Laptop, Set<{ isPassed: boolean; go: () => void }>>
  /** The last push of each laptop that was answered. */
  readonly lastPush: Map<Laptop, { readonly request: HttpRequest; readonly reply: HttpReply; readonly instance: number }>
  /** Hears of each answer of the server when it leaves it, with the records of a push of which it stored something that it never had. */
  readonly onAnswer: (tab: Tab, answered: Answered) => Promise<void>
  /** Hears what leaves a page, before anybody reads it. */
  readonly onRequest: (tab: Tab, request: HttpRequest) => void
}

export type Answered = { readonly request: HttpRequest; readonly reply: HttpReply; readonly news: readonly RecordDelta[] }

/** More than one sync ever needs, with pages of one record and every fault. */
const MOST_REQUESTS = 3_000

/** The way from a tab to the ministry, with everything that can happen on it. */
export const networkOf =
  (parts: NetworkParts) =>
  (tab: Tab): Send =>
  async (request) => {
    const weather = parts.weatherOf(tab)
    const fault = weather.faults.find((one) => one.request === weather.requests || request.path.endsWith(`/${one.request}`)) ?? null
    if (fault) weather.faults = weather.faults.filter((one) => one !== fault)
    weather.requests += 1
    tab.requests += 1
    parts.onRequest(tab, request)
    if (tab.requests > MOST_REQUESTS) {
      if (tab.requests === MOST_REQUESTS + 1) parts.timeline.spawn(() => Promise.reject(new Error('P1: a sync does not come to its end')))
      throw new Error('no network')
    }
    if (tab.laptop.isCutOff) {
      parts.took('cut off')
      throw new Error('no network')
    }
    await travel(parts, tab, weather.slow)
    if (fault) return withFault(parts, tab, { request, fault, slow: weather.slow })
    const reply = await deliver(parts, tab, { request, mishap: null })
    await travel(parts, tab, weather.slow)
    return reply
  }

async function travel({ timeline, took }: NetworkParts, tab: Tab, slow: number): Promise<void> {
  if (slow > 0) took('slow network')
  await timeline.sleep(slow, tab.wakeups)
  if (tab.isDead) throw new PageDied('the page is gone')
}

type Faulty = { readonly request: HttpRequest; readonly fault: RequestFault; readonly slow: number }

async function withFault(parts: NetworkParts, tab: Tab, { request, fault, slow }: Faulty): Promise<HttpReply> {
  const done = async (reply: HttpReply): Promise<HttpReply> => {
    await travel(parts, tab, slow)
    return reply
  }
  const take = (): void => parts.took(fault.fault)
  const plainly = (sent = request): Promise<HttpReply> => deliver(parts, tab, { request: sent, mishap: null })
  switch (fault.fault) {
    case 'request lost':
      take()
      throw new Error('the request was lost')
    case 'answer lost':
      await plainly()
      take()
      throw new Error('the answer was lost')
    case 'duplicate': {
      const reply = await plainly()
      const instance = parts.ministry.lastInstance
      take()
      parts.timeline.spawn(async () => {
        await parts.timeline.sleep(fault.later)
        await checkRepeat(parts, tab, { request, reply, instance })
      })
      return done(reply)
    }
    case 'request cut':
      if (!request.body) return done(await plainly())
      take()
      return done(await plainly({ ...request, body: request.body.slice(0, request.body.length / 2) }))
    case 'answer cut': {
      const reply = await plainly()
      take()
      return done({ ...reply, body: reply.body.slice(0, reply.body.length / 2) })
    }
    case 'proxy error':
      take()
      return done(page(502, 'Bad Gateway'))
    case 'captive portal':
      take()
      return done(page(200, 'Welcome to the hotel'))
    case 'token refused':
      if (request.headers['authorization'] === undefined) return done(await plainly())
      take()
      return done(await plainly({ ...request, headers: { ...request.headers, authorization: `Bearer ${'0'.repeat(43)}` } }))
    case 'too many requests':
      take()
      return done(refusal(429, 'too-many-requests'))
    case 'other protocol':
      take()
      return done(await plainly({ ...request, headers: { ...request.headers, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION - 1) } }))
    case 'reorder':
      return passedBy(parts, tab, { request, fault, slow })
    case 'server dies':
      return done(await deliver(parts, tab, { request, mishap: { does: 'die', atStatement: fault.statement } }))
    case 'transaction again':
      return done(await deliver(parts, tab, { request, mishap: { does: 'try-again', atStatement: fault.statement } }))
    case 'database away':
      return done(await deliver(parts, tab, { request, mishap: { does: 'database-away', atStatement: fault.statement } }))
  }
}

/** So long a laptop waits for an answer. */
const PATIENCE = 30_000

/** A message, or the answer to it, that is on its way until another one of its laptop has arrived; or that long, where none comes. */
async function passedBy(parts: NetworkParts, tab: Tab, { request, fault, slow }: Faulty): Promise<HttpReply> {
  const plainly = (): Promise<HttpReply> => deliver(parts, tab, { request, mishap: null })
  if (fault.statement === 2) {
    const reply = await plainly()
    if (!(await untilNext(parts, tab, PATIENCE))) throw new Error('the answer came too late')
    await travel(parts, tab, slow + 1)
    parts.took('reorder')
    return reply
  }
  // Its laptop has given it up by then. Whether a repair was asked for with reason is looked at when it comes (I11), so that one is in time.
  if (request.path.endsWith('/buckets')) return plainly()
  parts.timeline.spawn(async () => {
    const isPassed = await untilNext(parts, tab, fault.later)
    const first = parts.lastPush.get(tab.laptop)
    if (isPassed) parts.took('reorder')
    if (first && isSameBody(first.request, request)) await checkRepeat(parts, tab, first)
    else await plainly().catch(ifServerDied)
  })
  throw new Error('the request is late')
}

/** Whether another message of that laptop arrived within that time. */
async function untilNext({ timeline, waiting }: NetworkParts, { laptop, wakeups }: Tab, ms: number): Promise<boolean> {
  const held = { isPassed: false, go: (): void => undefined }
  const all = waiting.get(laptop) ?? new Set()
  waiting.set(laptop, all.add(held))
  await timeline.block((wake) => {
    let isOver = false
    const end = timeline.at(timeline.now() + ms, () => held.go())
    held.go = () => {
      if (isOver) return
      isOver = true
      end.isOff = true
      wake()
    }
    wakeups.add(held.go)
  })
  wakeups.delete(held.go)
  all.delete(held)
  return held.isPassed
}

/** What waits for another message of that laptop goes on. */
function passHeld({ waiting }: NetworkParts, { laptop }: Tab): void {
  for (const held of waiting.get(laptop) ?? []) {
    held.isPassed = true
    held.go()
  }
}

const isSameBody = (one: HttpRequest, other: HttpRequest): boolean =>
  one.path === other.path && Buffer.from(one.body ?? []).equals(Buffer.from(other.body ?? []))

const ifServerDied = (error: unknown): void => {
  if (!(error instanceof ServerDied)) throw error
}

const MISHAPS = { die: 'server dies', 'try-again': 'transaction again', 'database-away': 'database away' } as const

async function deliver(
  parts: NetworkParts,
  tab: Tab,
  { request, mishap, instance }: { request: HttpRequest; mishap: Mishap | null; instance?: number },
): Promise<HttpReply> {
  try {
    const { reply, mishapTook } = await parts.ministry.deliver(withPageSize(request, parts.pageSize), mishap, instance)
    if (mishap && mishapTook) parts.took(MISHAPS[mishap.does])
    const news = noteStored(parts, request, reply)
    if (request.path.endsWith('/push') && reply.status === 200) {
      parts.lastPush.set(tab.laptop, { request, reply, instance: parts.ministry.lastInstance })
    }
    await parts.onAnswer(tab, { request, reply, news })
    passHeld(parts, tab)
    return reply
  } catch (error) {
    if (error instanceof ServerDied) parts.took('server dies')
    throw error
  }
}

/** [I7] The same push again, whenever it comes and to another instance, gets the same answer or none, and never another. */
async function checkRepeat(
  parts: NetworkParts,
  tab: Tab,
  first: { request: HttpRequest; reply: HttpReply; instance: number },
): Promise<void> {
  const instance = (first.instance + 1) % parts.ministry.clocks.length
  const again = await deliver(parts, tab, { request: first.request, mishap: null, instance })
  if (!first.request.path.endsWith('/push') || first.reply.status !== 200) return
  if (again.status !== 200) {
    if (again.status >= 500) throw new Error(`P2: a push that comes again is answered with ${again.status}`)
    if (!parts.mayForget() && Buffer.from(again.body).toString().includes('push-out-of-order')) {
      throw new Error('P2: a push that was answered is no longer known')
    }
    return
  }
  const [one, two] = [first.reply.body, again.body].map((body) => Buffer.from(body).toString())
  if (one === two) return
  // A server that lost the first push stores the second as a new one; its places and time may then be others.
  const outcomes = [one, two].map((text) =>
    pushReply
      .parse(JSON.parse(text ?? ''))
      .results.map((result) => result.outcome)
      .join(),
  )
  if (outcomes[0] !== outcomes[1]) throw new Error(`I7: the same push was answered otherwise\n${one}\n${two}`)
}

function noteStored({ stored, acknowledged }: NetworkParts, request: HttpRequest, reply: HttpReply): readonly RecordDelta[] {
  if (reply.status !== 200 || !/\/(push|pull|bucket)$/.test(request.path)) return []
  const news: RecordDelta[] = []
  const json = JSON.parse(Buffer.from(reply.body).toString()) as { items?: { record: PackedRecord }[] }
  if (request.path.endsWith('/push')) {
    const { items } = bodyOf(request) as PushRequest
    const { results } = pushReply.parse(json)
    items.forEach((item, index) => {
      if (results[index]?.outcome !== 'stored') return
      const record = unpackRecord(item.record as PackedRecord)
      const names = namesOf(record)
      if (names.some((name) => !stored.has(name))) news.push(record)
      for (const name of names) for (const known of [stored, acknowledged]) known.add(name)
    })
  }
  if (request.path.endsWith('/pull') || request.path.endsWith('/bucket')) {
    for (const item of json.items ?? []) for (const name of namesOf(unpackRecord(item.record))) stored.add(name)
  }
  return news
}

const bodyOf = (request: HttpRequest): unknown => JSON.parse(bytesOf(request).toString())

/** What a laptop sends, unpacked. */
export function bytesOf({ body, headers }: HttpRequest): Buffer {
  const bytes = Buffer.from(body ?? [])
  return headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
}

function withPageSize(request: HttpRequest, limit: number): HttpRequest {
  if (!request.path.endsWith('/pull') || !request.body) return request
  try {
    const body = { ...(bodyOf(request) as object), limit }
    return { ...request, body: new TextEncoder().encode(JSON.stringify(body)) }
  } catch {
    // Cut on its way: it goes as it is.
    return request
  }
}

const page = (status: number, words: string): HttpReply => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: new TextEncoder().encode(`<html><body>${words}</body></html>`),
})

const refusal = (status: number, code: string): HttpReply => ({
  status,
  headers: { 'content-type': 'application/json', [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) },
  body: new TextEncoder().encode(JSON.stringify({ code, message: code })),
})
