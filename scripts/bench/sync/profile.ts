import { Session, type Profiler } from 'node:inspector/promises'

/** Milliseconds of this process's own thread. @property codeMs all that ran, without clearing up @property collectorMs clearing up memory */
export type DeviceProfile = { readonly standInMs: number; readonly codeMs: number; readonly collectorMs: number }

const STAND_IN = ['/fake-indexeddb/', '/memory-store.mjs']
const NOT_CODE = new Set(['(idle)', '(garbage collector)', '(root)'])

/** Begins a profile; the function that comes back ends it. */
export async function beginProfile(): Promise<() => Promise<DeviceProfile>> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 500 })
  await session.post('Profiler.start')
  return async () => {
    const { profile } = await session.post('Profiler.stop')
    session.disconnect()
    return summaryOf(profile)
  }
}

function summaryOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): DeviceProfile {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const took = (wanted: (frame: { functionName: string; url: string }) => boolean): number =>
    samples.reduce((sum, id, index) => sum + (wanted(frames.get(id) ?? { functionName: '', url: '' }) ? (timeDeltas[index] ?? 0) : 0), 0) /
    1_000
  return {
    standInMs: took(({ url }) => STAND_IN.some((part) => url.includes(part))),
    codeMs: took(({ functionName }) => !NOT_CODE.has(functionName)),
    collectorMs: took(({ functionName }) => functionName === '(garbage collector)'),
  }
}
