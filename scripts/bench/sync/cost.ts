import { peakMiBOf, processTreeCpuMs } from '../measure.ts'
import type { DeviceProcess, ServerProcess } from './processes.ts'
import type { Proxy } from './proxy.ts'

/** What a workload took. @property serverMs the part of `cpuMs` that the server and its database took @property up bytes towards the server @property byDevice of each device in the first round, in their order */
export type Cost = {
  readonly byDevice: readonly Bytes[]
  readonly cpuMs: number
  readonly serverMs: number
  readonly wallMs: number
  readonly up: number
  readonly down: number
}
type Bytes = { readonly up: number; readonly down: number }
export type Peaks = { readonly server: number; readonly device: number }

export type Setup = { readonly server: ServerProcess; readonly proxy: Proxy; readonly devices: readonly DeviceProcess[] }

/** So often a device may have to sync until all are equal: one that is late has missed what came after. */
const MOST_ROUNDS = 12

/**
 * Lets the devices sync one after the other, until all hold the same. Throws when they never do, and when nothing went over the wire
 * although something had to: some libraries take a remote address for a local database.
 */
export async function costOfSync(setup: Setup, { mustMove }: { readonly mustMove: boolean }): Promise<Cost> {
  const { proxy, devices } = setup
  proxy.taken()
  const before = cpuOf(setup)
  const began = performance.now()
  let [idle, hashing] = [0, 0]
  const byDevice: Bytes[] = []
  for (let round = 1; ; round += 1) {
    for (const device of devices) {
      idle += Number(await device.ask('sync')) || 0
      byDevice.push(proxy.taken())
    }
    const [beganHash, beforeHash] = [performance.now(), devicesCpu(devices)]
    const states = new Set<unknown>()
    for (const device of devices) states.add(await device.ask('hash'))
    hashing += devicesCpu(devices) - beforeHash
    idle += performance.now() - beganHash
    if (states.size === 1) break
    if (round === MOST_ROUNDS) throw new Error(`the devices never became equal: ${[...states].join(', ')}`)
  }
  const after = cpuOf(setup)
  byDevice.push(proxy.taken())
  const [up, down] = [byDevice.reduce((sum, one) => sum + one.up, 0), byDevice.reduce((sum, one) => sum + one.down, 0)]
  if (mustMove && up + down === 0) throw new Error('nothing went over the wire')
  return {
    cpuMs: after.all - before.all - hashing,
    serverMs: after.server - before.server,
    wallMs: performance.now() - began - idle,
    up,
    down,
    byDevice: byDevice.slice(0, devices.length),
  }
}

export const peaksOf = ({ server, devices }: Setup): Peaks => ({
  server: peakMiBOf(server.pid),
  device: Math.max(...devices.map(({ pid }) => peakMiBOf(pid))),
})

const devicesCpu = (devices: readonly DeviceProcess[]): number => devices.reduce((sum, { pid }) => sum + processTreeCpuMs(pid), 0)

function cpuOf({ server, devices }: Setup): { readonly all: number; readonly server: number } {
  const ofServer = processTreeCpuMs(server.pid)
  return { server: ofServer, all: ofServer + devicesCpu(devices) }
}
