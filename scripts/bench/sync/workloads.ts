import { costOfSync, peaksOf, type Cost, type Peaks, type Setup } from './cost.ts'
import type { SyncContender } from './contenders.ts'
import { startProxy, type Line } from './proxy.ts'

/** One run of one contender: two devices of one visit, from nothing. */
export type SyncRun = {
  /** All records out of the first device and into the second. */
  readonly first: Cost
  /** One field in 1 % of the records, written on the first. */
  readonly incremental: Cost
  readonly nothing: Cost
  /** One field of the same records, written on both. */
  readonly conflicts: Cost
  readonly peaks: Peaks
}

export type Size = { readonly records: number; readonly conflicts: number }

export async function runSync(contender: SyncContender, { records, conflicts }: Size, line?: Line): Promise<SyncRun> {
  const server = await contender.startServer()
  const proxy = await startProxy(server.port, line)
  const [a, b] = [await contender.startDevice(), await contender.startDevice()]
  const setup: Setup = { server, proxy, devices: [a, b] }
  try {
    const url = `http://127.0.0.1:${proxy.port}`
    await a.ask('open', { url, name: 'a', isFirst: true, ...(server.setupCode === null ? {} : { setupCode: server.setupCode }) })
    await b.ask('open', { url, name: 'b', isFirst: false })
    await a.ask('fill', 0, records)
    const first = await costOfSync(setup, { mustMove: true })
    await a.ask('edit', { from: 0, count: records / 100, step: 100, field: 'place', value: EDITED })
    const incremental = await costOfSync(setup, { mustMove: true })
    const nothing = await costOfSync(setup, { mustMove: false })
    for (const device of [a, b]) {
      await device.ask('edit', {
        from: 0,
        count: conflicts,
        step: 1,
        field: 'summary',
        value: `${EDITED} ${device === a ? 'one' : 'other'}`,
      })
    }
    const conflict = await costOfSync(setup, { mustMove: true })
    return { first, incremental, nothing, conflicts: conflict, peaks: peaksOf(setup) }
  } finally {
    await a.end()
    await b.end()
    await proxy.close()
    await server.end()
  }
}

/** What is written in edits, 40 bytes. */
export const EDITED = 'a place that somebody has written anew !'
