import { beside, type Result } from '../report.ts'
import { costOfSync, type Cost } from './cost.ts'
import type { SyncContender } from './contenders.ts'
import { startProxy, type Line } from './proxy.ts'
import { EDITED } from './workloads.ts'

export type Crowd = { readonly devices: number; readonly records: number; readonly line: Line | undefined }

/** Many devices in one visit: all get its records, then each writes one of them, until all hold the same. */
async function runCrowd(contender: SyncContender, { devices: count, records, line }: Crowd): Promise<Cost> {
  const server = await contender.startServer()
  const proxy = await startProxy(server.port, line)
  const devices = []
  try {
    const url = `http://127.0.0.1:${proxy.port}`
    for (let number = 0; number < count; number += 1) {
      const device = await contender.startDevice()
      devices.push(device)
      const isFirst = number === 0
      await device.ask('open', {
        url,
        name: `d${number}`,
        isFirst,
        ...(isFirst && server.setupCode !== null ? { setupCode: server.setupCode } : {}),
      })
      if (isFirst) await device.ask('fill', 0, records)
      await device.ask('sync')
    }
    for (const [number, device] of devices.entries()) {
      await device.ask('edit', { from: number, count: 1, step: 1, field: 'summary', value: `${EDITED} by ${number}` })
    }
    return await costOfSync({ server, proxy, devices }, { mustMove: true })
  } finally {
    for (const device of devices) await device.end()
    await proxy.close()
    await server.end()
  }
}

/** Once each: it is many processes, and most of their time is not measured. */
export async function benchCrowd(contenders: readonly SyncContender[], crowd: Crowd): Promise<Result[]> {
  const costs: Record<string, Cost> = {}
  for (const contender of contenders) {
    try {
      costs[contender.name] = await runCrowd(contender, crowd)
      console.error(`${crowd.devices} devices: ${contender.name}`)
    } catch (error) {
      if (contender.name === 'ours') throw error
      console.error(`${crowd.devices} devices: ${contender.name} is out: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const { ours, ...peers } = costs
  if (!ours) return []
  const name = `${crowd.devices} devices in one visit of ${crowd.records} records, each writes one`
  const figure = (words: string, unit: string, of: (cost: Cost) => number): Result =>
    beside({
      name: `${name}: ${words}`,
      unit,
      ours: of(ours),
      peers: Object.fromEntries(Object.entries(peers).map(([peer, cost]) => [`${peer} (volatile)`, of(cost)])),
    })
  return [
    figure('CPU of all processes', 'ms', ({ cpuMs }) => cpuMs),
    figure('CPU of the server and its database', 'ms', ({ serverMs }) => serverMs),
    figure('time, one after the other', 'ms', ({ wallMs }) => wallMs),
    figure('bytes up', 'B', ({ up }) => up),
    figure('bytes down', 'B', ({ down }) => down),
  ]
}
