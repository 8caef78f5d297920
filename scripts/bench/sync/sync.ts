import { join } from 'node:path'
import { ROOT } from '../../folders.mjs'
import { ensurePackagesOf } from '../../packages.mjs'
import { withFolder } from '../bench-page.ts'
import { SYNC } from '../peer-settings.mjs'
import { atMost, beside, median, underLimit, type Result } from '../report.ts'
import { benchCrowd } from './crowd.ts'
import { benchFirstSync } from './first-sync.ts'
import { benchPacks } from './packs.ts'
import { benchStandIn } from './stand-in.ts'
import { ourContender, peerContender, PEERS, type SyncContender } from './contenders.ts'
import type { Cost } from './cost.ts'
import type { Line } from './proxy.ts'
import { EDITED, runSync, type Size, type SyncRun } from './workloads.ts'

/** The smallest is what every peer can hold; the bars speak of 10,000 and more. */
const SIZES = { whole: [2_000, 10_000, 100_000], short: [1_000] } as const
const SMALL = 2_000
/** More would be hours. */
const RUNS_OF_LARGE = 1
const CROWD = { whole: { devices: 50, records: 500 }, short: { devices: 5, records: 100 } } as const
/** As from a hotel far away. */
const SLOW: Line = { delayMs: 75, bitsPerSecond: 1_000_000 }

type Order = {
  readonly isShort: boolean
  readonly runs: number
  readonly isSlow: boolean
  readonly only: string | undefined
  readonly records: number | undefined
}
type Runs = Readonly<Record<string, readonly SyncRun[]>>

/**
 * Device, server, device until both hold the same, in processes of their own through a proxy that counts. Ours is durable, and keeps
 * history and the rights of rows; the peers keep everything in memory, and nothing of it.
 */
export const benchSync = ({ isShort, runs: times, isSlow, only, records: size }: Order): Promise<Result[]> =>
  withFolder(async (folder) => {
    await ensurePackagesOf(join(ROOT, 'scripts', 'bench'))
    const peers = PEERS.filter((name) => only === undefined || only.split(',').includes(name))
    const ours = await ourContender(folder)
    const results: Result[] = []
    const server: Record<number, number> = {}
    const line = isSlow ? SLOW : undefined
    const sizes = size === undefined ? SIZES[isShort ? 'short' : 'whole'] : [size]
    for (const records of sizes) {
      const able = peers.filter((name) => records <= SYNC.most[name])
      const measured: Size = { records, conflicts: Math.min(1_000, records / 10) }
      const runs = await runAll([ours, ...able.map(peerContender)], measured, {
        times: records > 10_000 ? Math.min(times, RUNS_OF_LARGE) : times,
        line,
      })
      server[records] = median((runs['ours'] ?? []).map(({ peaks }) => peaks.server))
      results.push(...figuresOf(measured, runs), ...(records === SMALL ? [] : barsOf(measured, runs)))
    }
    const middle = sizes.find((records) => records >= 10_000) ?? Math.max(...sizes)
    const standIn = await benchStandIn(ours, middle)
    const packs = await benchPacks(ours, { records: middle, times })
    // The others wait seconds for each device that leaves, or take as long with so many.
    const crowd = await benchCrowd([ours, ...peers.filter((name) => SYNC.most[name] > SMALL).map(peerContender)], {
      ...CROWD[isShort ? 'short' : 'whole'],
      line,
    })
    const inBrowser = await benchFirstSync(ours, folder, { records: size ?? (isShort ? 1_000 : 100_000), times: Math.min(times, 3) })
    return [...results, ...flatness(server), ...standIn, ...packs, ...crowd, ...inBrowser]
  })

type Way = { readonly times: number; readonly line: Line | undefined }

/** In turns, so that what else the computer does meets everybody. A peer whose devices never become equal is out, and said so. */
async function runAll(contenders: readonly SyncContender[], size: Size, { times, line }: Way): Promise<Runs> {
  const runs: Record<string, SyncRun[]> = Object.fromEntries(contenders.map(({ name }) => [name, []]))
  for (let time = 0; time < times; time += 1) {
    for (const contender of contenders) {
      const { name } = contender
      try {
        runs[name]?.push(await runSync(contender, size, line))
        console.error(`${size.records} records: run ${time + 1} of ${times}: ${name}`)
      } catch (error) {
        if (name === 'ours') throw error
        console.error(`${size.records} records: ${name} is out: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }
  return Object.fromEntries(Object.entries(runs).filter(([, done]) => done.length > 0))
}

type Figure = (run: SyncRun) => number
type Sides = { readonly ours: number; readonly peers: Readonly<Record<string, number>> }

function sides(runs: Runs, figure: Figure): Sides {
  const of = (name: string): number => median((runs[name] ?? []).map(figure))
  const names = Object.keys(runs).filter((name) => name !== 'ours')
  return { ours: of('ours'), peers: Object.fromEntries(names.map((name) => [`${name} (volatile)`, of(name)])) }
}

const WORKLOADS = {
  first: 'first sync',
  incremental: 'one field in 1 %',
  nothing: 'nothing to do',
  conflicts: 'conflicting edits',
} as const

function figuresOf({ records }: Size, runs: Runs): Result[] {
  const workloads = Object.entries(WORKLOADS) as [keyof typeof WORKLOADS, string][]
  const figures: [string, string, (cost: Cost) => number][] = [
    ['CPU of all processes', 'ms', ({ cpuMs }) => cpuMs],
    ['CPU of the server and its database', 'ms', ({ serverMs }) => serverMs],
    ['time', 'ms', ({ wallMs }) => wallMs],
    ['bytes up', 'B', ({ up }) => up],
    ['bytes down', 'B', ({ down }) => down],
  ]
  return [
    ...workloads.flatMap(([workload, words]) =>
      figures.map(([name, unit, figure]) =>
        beside({ name: `${records} records, ${words}: ${name}`, unit, ...sides(runs, (run) => figure(run[workload])) }),
      ),
    ),
    beside({ name: `${records} records: peak memory of the server's process`, unit: 'MiB', ...sides(runs, ({ peaks }) => peaks.server) }),
    beside({ name: `${records} records: peak memory of a device`, unit: 'MiB', ...sides(runs, ({ peaks }) => peaks.device) }),
  ]
}

const BYTES_A_RECORD = 200
const NO_OP_BYTES = 1_000
/** A changed field is its value and the name of its record. */
const BYTES_OF_A_CHANGE = EDITED.length + 36

function barsOf({ records }: Size, runs: Runs): Result[] {
  const cpu = sides(runs, ({ first }) => first.cpuMs)
  const best = Object.entries(cpu.peers).toSorted(([, a], [, b]) => a - b)[0]?.[0]
  const changed = (records / 100) * BYTES_OF_A_CHANGE
  const against = (limit: number, peer: string | undefined): Result[] =>
    peer === undefined || cpu.peers[peer] === undefined
      ? []
      : [atMost(limit, { name: `${records} records, first sync: CPU`, unit: 'ms', peer, ...cpu })]
  const bytes = (name: string, limit: number, figure: Figure): Result =>
    underLimit(limit, { name: `${records} records, ${name}`, unit: 'B', ours: sides(runs, figure).ours, peers: {} })
  return [
    ...against(1.5, best),
    ...against(0.25, 'pouchdb (volatile)'),
    bytes('first sync: bytes up a record', BYTES_A_RECORD, ({ first }) => (first.byDevice[0]?.up ?? Number.NaN) / records),
    bytes('first sync: bytes down a record', BYTES_A_RECORD, ({ first }) => (first.byDevice[1]?.down ?? Number.NaN) / records),
    bytes('one field in 1 %: bytes up', 2 * changed, ({ incremental }) => incremental.byDevice[0]?.up ?? Number.NaN),
    bytes('one field in 1 %: bytes down', 2 * changed, ({ incremental }) => incremental.byDevice[1]?.down ?? Number.NaN),
    bytes('nothing to do: bytes both ways, each device', NO_OP_BYTES, ({ nothing }) => (nothing.up + nothing.down) / 2),
  ]
}

/** The server's process may not grow with the number of records. */
function flatness(server: Readonly<Record<number, number>>): Result[] {
  const [small, large] = [server[10_000], server[100_000]]
  if (small === undefined || large === undefined) return []
  return [
    atMost(1.25, {
      name: "peak memory of the server's process, 100000 records",
      unit: 'MiB',
      ours: large,
      peer: '10000 records',
      peers: { '10000 records': small },
    }),
  ]
}
