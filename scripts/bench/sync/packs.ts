import { processTreeCpuMs } from '../measure.ts'
import { beside, median, type Result } from '../report.ts'
import type { SyncContender } from './contenders.ts'
import type { DeviceProcess } from './processes.ts'

type Step = { readonly cpuMs: number; readonly wallMs: number }
type PackRun = { readonly out: Step; readonly in: Step; readonly lock: Step; readonly bytes: number }

/** A pack of a whole visit from one device to another: written, locked, unlocked, checked, joined. No peer has the like. */
export async function benchPacks(ours: SyncContender, { records, times }: { records: number; times: number }): Promise<Result[]> {
  const runs: PackRun[] = []
  for (let time = 0; time < times; time += 1) runs.push(await runPack(ours, records))
  const figure = (words: string, unit: string, of: (run: PackRun) => number): Result =>
    beside({ name: `a pack of ${records} records: ${words}`, unit, ours: median(runs.map(of)), peers: {} })
  return [
    figure('CPU of packing', 'ms', (run) => run.out.cpuMs),
    figure('time of packing', 'ms', (run) => run.out.wallMs),
    figure('CPU of taking in', 'ms', (run) => run.in.cpuMs),
    figure('time of taking in', 'ms', (run) => run.in.wallMs),
    figure('CPU of the passphrase alone, once each way', 'ms', (run) => run.lock.cpuMs),
    figure('bytes a record', 'B', (run) => run.bytes / records),
  ]
}

async function runPack(ours: SyncContender, records: number): Promise<PackRun> {
  const server = await ours.startServer()
  const [a, b] = [await ours.startDevice(), await ours.startDevice()]
  try {
    const url = `http://127.0.0.1:${server.port}`
    await a.ask('open', { url, name: 'a', setupCode: server.setupCode })
    await b.ask('open', { url, name: 'b' })
    await a.ask('fill', 0, records)
    const [made, out] = await measured(a, () => a.ask('makePack'))
    const [, taken] = await measured(b, () => b.ask('takePack', made))
    const [, lock] = await measured(a, () => a.ask('lockNothing'))
    if ((await a.ask('hash')) !== (await b.ask('hash'))) throw new Error('the pack did not bring everything')
    return { out, in: taken, lock, bytes: Buffer.byteLength(String(made), 'base64') }
  } finally {
    await a.end()
    await b.end()
    await server.end()
  }
}

async function measured<T>({ pid }: DeviceProcess, work: () => Promise<T>): Promise<[T, Step]> {
  const [began, before] = [performance.now(), processTreeCpuMs(pid)]
  const done = await work()
  return [done, { cpuMs: processTreeCpuMs(pid) - before, wallMs: performance.now() - began }]
}
