import { spawn } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'

/** What a command took: CPU of it and of all that it started and waited for (user and system), its own peak of memory, its output. */
export type Measured = { readonly cpuMs: number; readonly wallMs: number; readonly peakMiB: number; readonly output: string }

const TICK_MS = 10
const POLL_MS = 10

/** Runs a command to its end, nothing else beside it. Linux alone: it reads /proc. Throws when the command fails. */
export function measured(command: string, args: readonly string[]): Promise<Measured> {
  const before = childrenCpuMs()
  const began = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  let peak = 0
  const poll = setInterval(() => (peak = Math.max(peak, child.pid === undefined ? 0 : peakMiBOf(child.pid))), POLL_MS)
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      clearInterval(poll)
      if (code === 0) resolve({ cpuMs: childrenCpuMs() - before, wallMs: performance.now() - began, peakMiB: peak, output })
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}`))
    })
  })
}

/** CPU in milliseconds of the children of this process that have ended, and of theirs. */
function childrenCpuMs(): number {
  const fields = statOf('self')
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS
}

/** CPU in milliseconds that a process, or one thread of it (`PID/task/TID`), has used by itself. */
export function cpuMsOf(process: number | string): number {
  const fields = statOf(process)
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

/** The fields of /proc/PID/stat after the name, which may hold spaces: the state is the first. */
const statOf = (process: number | string): string[] => {
  const text = readFileSync(`/proc/${process}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** The greatest resident memory that a process has had, in MiB; 0 once it has ended. */
export const peakMiBOf = (pid: number): number =>
  whileAlive(() => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024) ?? 0

/** CPU in milliseconds of the threads with this name in the processes that this one started, and in theirs. */
export function threadCpuMs(name: string): number {
  const threads = descendants().flatMap((pid) => namesIn(`/proc/${pid}/task`).map((thread) => `${pid}/task/${thread}`))
  return threads.filter((thread) => nameOf(thread) === name).reduce((sum, thread) => sum + cpuMsOf(thread), 0)
}

/** The processes that this one started, and theirs, that are alive. */
export function descendants(root = process.pid): number[] {
  const parents = new Map(
    namesIn('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(name)]),
  )
  const isBelow = (pid: number | undefined): boolean => pid !== undefined && (pid === root || isBelow(parents.get(pid)))
  return [...parents.keys()].filter((pid) => pid !== root && isBelow(pid))
}

const parentOf = (pid: string): number | undefined => whileAlive(() => Number(statOf(pid)[1]))
const nameOf = (process: string): string | undefined => whileAlive(() => readFileSync(`/proc/${process}/comm`, 'utf8').trim())
const namesIn = (folder: string): string[] => whileAlive(() => readdirSync(folder)) ?? []

/** What is read of a process, or undefined once it has ended: it may between two looks. */
function whileAlive<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return undefined
    throw error
  }
}

/** CPU in milliseconds of a process, of those below it, and of those below it that have ended. */
export const processTreeCpuMs = (root: number): number =>
  [root, ...descendants(root)].reduce((sum, pid) => sum + (whileAlive(() => ownAndEndedMs(pid)) ?? 0), 0)

function ownAndEndedMs(pid: number): number {
  const ticks = statOf(pid).slice(11, 15)
  return ticks.reduce((sum, one) => sum + Number(one), 0) * TICK_MS
}
