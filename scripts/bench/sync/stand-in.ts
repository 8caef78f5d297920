import { beside, type Result } from '../report.ts'
import { costOfSync } from './cost.ts'
import type { SyncContender } from './contenders.ts'
import { startProxy } from './proxy.ts'
import type { DeviceProfile } from './profile.ts'

/**
 * What of a first sync the stand-in for IndexedDB takes on our devices, by a profile in a run of its own. The app has a browser's in its
 * place; peers in memory have nothing of the kind, and theirs is in their figures.
 */
export async function benchStandIn(ours: SyncContender, records: number): Promise<Result[]> {
  const server = await ours.startServer()
  const proxy = await startProxy(server.port)
  const devices = [await ours.startDevice(), await ours.startDevice()] as const
  try {
    const url = `http://127.0.0.1:${proxy.port}`
    const [a, b] = devices
    await a.ask('open', { url, name: 'a', setupCode: server.setupCode })
    await b.ask('open', { url, name: 'b' })
    await a.ask('fill', 0, records)
    for (const device of devices) await device.ask('profile', true)
    const { cpuMs } = await costOfSync({ server, proxy, devices }, { mustMove: true })
    const profiles = (await Promise.all(devices.map((device) => device.ask('profile', false)))) as DeviceProfile[]
    const standIn = profiles.reduce((sum, profile) => sum + profile.standInMs, 0)
    const cleared = profiles.reduce((sum, profile) => sum + profile.collectorMs * (profile.standInMs / profile.codeMs), 0)
    const name = `${records} records, first sync, in a run with a profile: CPU`
    return [
      beside({ name: `${name} of all processes`, unit: 'ms', ours: cpuMs, peers: {} }),
      beside({ name: `${name} of the stand-in for IndexedDB on both devices`, unit: 'ms', ours: standIn, peers: {} }),
      beside({ name: `${name} of clearing up after it, by its share of the code`, unit: 'ms', ours: cleared, peers: {} }),
    ]
  } finally {
    for (const device of devices) await device.end()
    await proxy.close()
    await server.end()
  }
}
