import { fork } from 'node:child_process'
import { once } from 'node:events'
import { request, type ClientRequest } from 'node:http'
import { join } from 'node:path'
import * as Y from 'yjs'
import { PROTOCOL_HEADER, PROTOCOL_VERSION, routes, type ReplyOf } from '@shared/sync/protocol.ts'
import type { Cursor, PushItem } from '@shared/sync/protocol/records.ts'
import { ROOT } from '../folders.mjs'
import { withFolder } from './bench-page.ts'
import { beside, median, type Result } from './report.ts'
import { openConnection, type Asker, type Connection } from './server/asking.ts'
import { editOf, itemOf, newRecord, PULLED, type Made } from './server/items.ts'
import type { Lane, LoadKind, LoadOrder, LoadResult } from './server/load.ts'
import { startMinistry, type Ministry } from './server/ministry.ts'

const INSTANCES = [1, 3] as const
const KINDS: readonly LoadKind[] = ['push', 'pull', 'look']
const BATCH = 500
const LINES_OF_ONE = 10
const SECOND = 1_000

/** How large everything is. @property typed flushes of a note, of 20 letters each @property edits of each record, one field */
const FULL = { visits: 8, members: 8, seconds: 8, idleSeconds: 20, edits: 3, visit: { records: 340, notes: 30, typed: 150 } }
const SHORT: typeof FULL = { visits: 2, members: 2, seconds: 1, idleSeconds: 2, edits: 1, visit: { records: 20, notes: 2, typed: 10 } }

/** @property size records that a visit is filled with, for the disk of one @property runs of the load; the median counts */
type Order = { readonly size: number; readonly isShort: boolean; readonly runs: number }
/** A person with a laptop, and what it needs to come again. */
type Member = { readonly from: string; token: string; refreshToken: string; readonly scope: string; pushSeq: number }

/**
 * What a ministry's server takes: requests a second of the three kinds that laptops make all day, for one and for three instances on
 * one durable PostgreSQL; CPU of a request, which holds where the load does not share the machine; disk of records and of a visit;
 * memory; what laptops cost that only listen.
 */
export const benchServer = ({ size, isShort, runs }: Order): Promise<Result[]> =>
  withFolder(async (folder) => {
    const scale = isShort ? SHORT : FULL
    const ministry = await startMinistry(folder)
    const connection = openConnection()
    try {
      await ministry.run(1)
      const members = await gather(ministry, connection, scale)
      const disk = await measureDisk(ministry, connection, { members, size, scale })
      const loads = new Map<string, Load[]>()
      for (let run = 0; run < runs; run += 1) {
        for (const count of INSTANCES) {
          await ministry.run(count)
          await renew(ministry, connection, members)
          for (const kind of KINDS) {
            const name = nameOf(kind, count)
            const behind = await moveOn(ministry, connection, members)
            const order = { kind, members, behind, seconds: scale.seconds }
            // Programs are slow at first, and connections are opened: that part does not count.
            await measureLoad(ministry, { ...order, seconds: scale.seconds / 4 })
            loads.set(name, [...(loads.get(name) ?? []), await measureLoad(ministry, order)])
          }
        }
      }
      await ministry.run(1)
      await renew(ministry, connection, members)
      const listening = await measureLines(ministry, members, scale.idleSeconds)
      return [...INSTANCES.flatMap((count) => KINDS.flatMap((kind) => resultsOf(nameOf(kind, count), loads))), ...disk, ...listening]
    } finally {
      connection.close()
      await ministry.stop()
    }
  })

const nameOf = (kind: LoadKind, count: number): string => `${kind}, ${count === 1 ? 'one instance' : `${count} instances`}`
const plain = (name: string, unit: string, ours: number): Result => beside({ name, unit, ours, peers: {} })
const first = <T>(some: readonly T[]): T => {
  if (some[0] === undefined) throw new Error('there is none')
  return some[0]
}
const askerOf = (ministry: Ministry, { from, token, scope }: Member, index = 0): Asker => {
  const instances = ministry.instances()
  return { server: (instances[index % instances.length] ?? first(instances)).address, from, token, scope }
}

/** The first person sets the server up and begins the visits; the others are invited, so many to each. */
async function gather(ministry: Ministry, connection: Connection, { visits, members }: typeof FULL): Promise<Member[]> {
  const { address: server, setupCode } = first(ministry.instances())
  const secretsOf = (index: number) => ({
    account: `person-${index}`,
    password: `a long passphrase of ${index}`,
    name: `Person ${index}`,
    personId: crypto.randomUUID(),
    device: { id: crypto.randomUUID(), name: `laptop ${index}` },
    keepIn: 'body' as const,
  })
  const memberOf = (session: ReplyOf<'setup'>, member: Pick<Member, 'from' | 'scope' | 'pushSeq'>): Member => ({
    ...member,
    token: session.accessToken,
    refreshToken: session.refreshToken ?? '',
  })
  const session = await connection.ask('setup', { server, from: '10.0.0.1' }, { code: setupCode ?? '', ...secretsOf(0) })
  const gathered: Member[] = []
  for (let visit = 0; visit < visits; visit += 1) {
    const scope = crypto.randomUUID()
    const owner = memberOf(session, { from: '10.0.0.1', scope, pushSeq: 2 })
    const items = [itemOf({ kind: 'visit', id: scope }, { title: `Visit ${visit}` }).item]
    await connection.ask('push', askerOf(ministry, owner), { pushSeq: 1, items })
    if (visit === 0) gathered.push(owner)
    for (let index = visit === 0 ? 1 : 0; index < members; index += 1) {
      const number = visit * members + index
      const from = `10.0.${number >> 8}.${(number & 255) + 1}`
      const { code } = await connection.ask('invite', askerOf(ministry, owner), { role: 'editor' })
      const joined = await connection.ask('join', { server, from }, { code, ...secretsOf(number) })
      gathered.push(memberOf(joined, { from, scope, pushSeq: 1 }))
    }
  }
  return gathered
}

/** Sessions last 15 minutes: before each part of the work they are renewed. */
async function renew(ministry: Ministry, connection: Connection, members: readonly Member[]): Promise<void> {
  for (const member of members) {
    const { token: _, ...asker } = askerOf(ministry, member)
    const session = await connection.ask('refresh', asker, { refreshToken: member.refreshToken, keepIn: 'body' })
    member.token = session.accessToken
    member.refreshToken = session.refreshToken ?? ''
  }
}

type DiskOrder = { readonly members: readonly Member[]; readonly size: number; readonly scale: typeof FULL }

/** Records that nobody touches again, then a whole visit as people write it, word by word: bytes of the database after each. */
async function measureDisk(ministry: Ministry, connection: Connection, { members, size, scale }: DiskOrder): Promise<Result[]> {
  const member = first(members)
  const push = async (items: readonly PushItem[]): Promise<void> => {
    const { results } = await connection.ask('push', askerOf(ministry, member), { pushSeq: member.pushSeq, items: [...items] })
    if (results.some(({ outcome }) => outcome !== 'stored')) throw new Error(`refused: ${JSON.stringify(results[0])}`)
    member.pushSeq += 1
  }
  const empty = await ministry.size()
  for (let at = 0; at < size; at += BATCH) {
    await push(Array.from({ length: Math.min(BATCH, size - at) }, (_, index) => newRecord(at + index).item))
  }
  const filled = await ministry.size()
  const instance = first(ministry.instances())
  const memory = plain(`peak memory of an instance that takes in ${size} records`, 'MiB', instance.peakMiB())
  const log = `SELECT pg_current_wal_lsn() - '0/0' AS bytes`
  const logBefore = Number((await ministry.sql<{ bytes: string }>(log))[0]?.bytes)
  const pushesBefore = member.pushSeq
  const { records, notes, typed } = scale.visit
  for (let number = 0; number < records; number += 1) {
    let made = newRecord(size + number)
    await push([made.item])
    for (let edit = 0; edit < scale.edits; edit += 1) await push([(made = editOf(made, `place ${edit}`)).item])
  }
  for (let note = 0; note < notes; note += 1) for (const item of typedNote(typed)) await push([item])
  const logAfter = Number((await ministry.sql<{ bytes: string }>(log))[0]?.bytes)
  const visit = await ministry.size()
  const pushes = member.pushSeq - pushesBefore
  return [
    plain('disk of a record that is never changed, with its history and indexes', 'bytes', (filled - empty) / size),
    memory,
    plain(
      `disk of a visit: ${records} records, each edited ${scale.edits} times, ${notes} notes of ${typed * LETTERS} letters in ${typed} flushes; ${pushes} pushes`,
      'MB',
      (visit - filled) / 1e6,
    ),
    plain('write-ahead log of one of these pushes', 'kB', (logAfter - logBefore) / pushes / 1e3),
  ]
}

const LETTERS = 20

/** A note as it grows: every flush is the note's record and what was typed. */
function typedNote(flushes: number): PushItem[] {
  const document = new Y.Doc()
  const text = document.getText('body')
  let made: Made = itemOf({ kind: 'note', id: crypto.randomUUID() }, { meetingId: crypto.randomUUID(), role: 'note' })
  const items = [made.item]
  for (let flush = 0; flush < flushes; flush += 1) {
    const before = Y.encodeStateVector(document)
    text.insert(text.length, `words of ${String(flush).padStart(LETTERS - 10, '.')} `.slice(0, LETTERS))
    const update = Buffer.from(Y.encodeStateAsUpdateV2(document, before)).toString('base64')
    const { id, stamp } = made
    made = itemOf({ kind: 'note', id, on: stamp }, { bodyEdited: { by: id, at: Date.now() } })
    items.push({ ...made.item, updates: [update] })
  }
  return items
}

/** Ten records in each visit after the place from which every pull of the load begins, whatever was pushed before. */
async function moveOn(ministry: Ministry, connection: Connection, members: readonly Member[]): Promise<Map<string, Cursor>> {
  const behind = new Map<string, Cursor>()
  for (const member of members.filter((one, index) => members.findIndex(({ scope }) => scope === one.scope) === index)) {
    for (let round = 0; round < 2; round += 1) {
      const items = Array.from({ length: PULLED }, (_, index) => newRecord(member.pushSeq * 1_000 + index).item)
      const { commit } = await connection.ask('push', askerOf(ministry, member), { pushSeq: member.pushSeq, items })
      member.pushSeq += 1
      if (round === 0 && commit) behind.set(member.scope, commit)
    }
  }
  return behind
}

/** @property postgresMs CPU of a request in the database, `instanceMs` in the instances, `loadMs` in the process that asks */
type Load = {
  readonly perSecond: number
  readonly medianMs: number
  readonly slowMs: number
  readonly instanceMs: number
  readonly postgresMs: number
  readonly loadMs: number
  readonly instanceMiB: number
  readonly postgresMiB: number
}
type LoadOptions = {
  readonly kind: LoadKind
  readonly members: readonly Member[]
  readonly behind: ReadonlyMap<string, Cursor>
  readonly seconds: number
}

/** Every laptop asks again as soon as it is answered. */
async function measureLoad(ministry: Ministry, { kind, members, behind, seconds }: LoadOptions): Promise<Load> {
  const lanes = members.map((member, index): Lane => {
    const from = behind.get(member.scope)
    if (!from) throw new Error('a visit has no place to begin')
    return { ...askerOf(ministry, member, index), behind: from, pushSeq: member.pushSeq }
  })
  const generator = fork(join(ROOT, 'scripts', 'bench', 'server', 'load.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  await once(generator, 'message')
  const cpu = () => ministry.instances().reduce((sum, instance) => sum + instance.cpuMs(), 0)
  const [instancesBefore, postgresBefore] = [cpu(), ministry.cpuOfPostgres()]
  let postgresMiB = 0
  const watch = setInterval(() => {
    void ministry.memoryOfPostgres().then((memory) => (postgresMiB = Math.max(postgresMiB, memory)))
  }, SECOND)
  const order: LoadOrder = { kind, seconds, lanes }
  generator.send(order)
  const [result] = (await once(generator, 'message')) as [LoadResult]
  clearInterval(watch)
  for (const [index, member] of members.entries()) member.pushSeq = result.pushSeqs[index] ?? member.pushSeq
  const count = result.times.length
  const sorted = result.times.toSorted((a, b) => a - b)
  return {
    perSecond: count / seconds,
    medianMs: median(result.times),
    slowMs: sorted[Math.floor(count * 0.95)] ?? Number.NaN,
    instanceMs: (cpu() - instancesBefore) / count,
    postgresMs: (ministry.cpuOfPostgres() - postgresBefore) / count,
    loadMs: result.cpuMs / count,
    instanceMiB: Math.max(...ministry.instances().map((instance) => instance.peakMiB())),
    postgresMiB,
  }
}

function resultsOf(name: string, loads: ReadonlyMap<string, readonly Load[]>): Result[] {
  const of = (part: keyof Load): number => median((loads.get(name) ?? []).map((load) => load[part]))
  return [
    plain(`${name}: requests`, 'a second', of('perSecond')),
    plain(`${name}: median answer`, 'ms', of('medianMs')),
    plain(`${name}: 95 of 100 are answered within`, 'ms', of('slowMs')),
    plain(`${name}: CPU of the instances for one`, 'ms', of('instanceMs')),
    plain(`${name}: CPU of PostgreSQL for one`, 'ms', of('postgresMs')),
    plain(`${name}: CPU of whoever asks, for one`, 'ms', of('loadMs')),
    plain(`${name}: peak memory of an instance`, 'MiB', of('instanceMiB')),
    plain(`${name}: memory of PostgreSQL`, 'MiB', of('postgresMiB')),
  ]
}

/** Laptops that only listen, as many as an account may open. */
async function measureLines(ministry: Ministry, members: readonly Member[], seconds: number): Promise<Result[]> {
  const instance = first(ministry.instances())
  const before = await instance.memoryMiB()
  const lines: ClientRequest[] = []
  for (const member of members) {
    const opened = Array.from({ length: LINES_OF_ONE }, () => openLine(askerOf(ministry, member)))
    lines.push(...opened.map(({ line }) => line))
    await Promise.all(opened.map(({ hasBegun }) => hasBegun))
  }
  const [cpuBefore, postgresBefore] = [instance.cpuMs(), ministry.cpuOfPostgres()]
  await new Promise((resolve) => setTimeout(resolve, seconds * SECOND))
  const [cpu, postgres] = [instance.cpuMs() - cpuBefore, ministry.cpuOfPostgres() - postgresBefore]
  const after = await instance.memoryMiB()
  for (const line of lines) line.destroy()
  return [
    plain(`memory of a laptop that listens, of ${lines.length}`, 'kB', ((after - before) * 1_024) / lines.length),
    plain(`CPU of an instance in a second, ${lines.length} laptops listening and nothing moving`, 'ms', cpu / seconds),
    plain(`CPU of PostgreSQL in that second`, 'ms', postgres / seconds),
  ]
}

function openLine({ server, from, token }: Asker): { line: ClientRequest; hasBegun: Promise<void> } {
  const headers = { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION), 'x-forwarded-for': from, authorization: `Bearer ${token}` }
  const line = request(server + routes.live.path, { headers, agent: false })
  const hasBegun = new Promise<void>((resolve, reject) => {
    line.on('error', reject)
    line.on('response', (reply) => {
      if (reply.statusCode !== 200) reject(new Error(`live: ${reply.statusCode}`))
      reply.on('error', () => undefined)
      reply.resume()
      resolve()
    })
  })
  line.end()
  return { line, hasBegun }
}
