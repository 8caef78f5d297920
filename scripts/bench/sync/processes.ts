import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** A replica in a process of its own; see serve-device.mjs for what it can be asked. */
export type DeviceProcess = {
  readonly pid: number
  ask(what: string, ...values: readonly unknown[]): Promise<unknown>
  end(): Promise<void>
}
export type ServerProcess = { readonly pid: number; readonly port: number; readonly setupCode: string | null; end(): Promise<void> }

export async function startDevice(module: string, args: readonly string[] = []): Promise<DeviceProcess> {
  const child = fork(module, [...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
    execArgv: [],
  })
  await once(child, 'message')
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let count = 0
  child.on('message', ({ id, value, error }: { id: number; value: unknown; error?: string }) => {
    if (error === undefined) waiting.get(id)?.resolve(value)
    else waiting.get(id)?.reject(new Error(error))
    waiting.delete(id)
  })
  child.once('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`the device ended with ${code}`))
  })
  return {
    pid: child.pid ?? 0,
    ask: (ask, ...values) =>
      new Promise((resolve, reject) => {
        count += 1
        waiting.set(count, { resolve, reject })
        child.send({ id: count, ask, values })
      }),
    end: () => ended(child, 'SIGKILL'),
  }
}

/** A server says on its first line where it is: `{ "address": "http://…", "setupCode": null }`. */
export async function startServer(command: readonly string[]): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...command], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SAFARNOMA_LOG: 'error', SAFARNOMA_TRUSTED_PROXIES: '127.0.0.1' },
  })
  const line = await firstLine(child)
  const { address, setupCode = null } = JSON.parse(line) as { address: string; setupCode?: string | null }
  return { pid: child.pid ?? 0, port: Number(new URL(address).port), setupCode, end: () => ended(child, 'SIGTERM') }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.includes('\n')) resolve(output.split('\n')[0] ?? '')
    })
  })
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}
