import { fork } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './folders.mjs'

/** PostgreSQL starts from nothing in a few seconds; on a slow disk it may take this long. */
const PATIENCE_MS = 90_000
const STOP_MS = 4_900
/** What the server exits with when something stands in the way that another start would not cure by itself. */
const IN_THE_WAY = 2

/** @typedef {{ address: string, setupCode: string | null, stop: () => Promise<void>, ended: Promise<number | null> }} RunningServer */

/**
 * Starts the built ministry server. `isInTheWay` means that a port or the data folder is taken: nothing else can be started there either.
 * @param {{ port: number, data: string, log?: (text: string) => void }} options
 * @returns {Promise<{ ok: true, server: RunningServer } | { ok: false, reason: string, isInTheWay: boolean }>}
 */
export function startServer({ port, data, log = (text) => process.stderr.write(text) }) {
  const args = ['--data', data, '--port', String(port), '--renderer', join(ROOT, 'out', 'renderer')]
  const child = fork(join(ROOT, 'out', 'server', 'main.js'), args, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production', SAFARNOMA_LOG: process.env.SAFARNOMA_LOG ?? 'warn' },
  })
  const ended = /** @type {Promise<number | null>} */ (new Promise((resolve) => child.once('exit', resolve)))
  const stop = async () => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    await ended
    clearTimeout(timer)
  }
  return new Promise((resolve) => {
    let said = ''
    let printed = ''
    let isReady = false
    const timer = setTimeout(() => {
      void stop().then(() =>
        resolve({ ok: false, reason: `The ministry server gave no sign in ${PATIENCE_MS / 1_000} s.`, isInTheWay: false }),
      )
    }, PATIENCE_MS)
    child.stderr?.on('data', (chunk) => {
      said = (said + String(chunk)).slice(-20_000)
      if (isReady) log(String(chunk))
    })
    child.stdout?.on('data', (chunk) => {
      printed += String(chunk)
      const ready = isReady ? null : readReady(printed)
      if (ready === null) return
      isReady = true
      clearTimeout(timer)
      resolve({ ok: true, server: { ...ready, stop, ended } })
    })
    child.once('error', (error) => resolve({ ok: false, reason: error.message, isInTheWay: false }))
    void ended.then((code) => {
      clearTimeout(timer)
      resolve({ ok: false, reason: lastSentence(said) || `The ministry server ended with code ${code}.`, isInTheWay: code === IN_THE_WAY })
    })
  })
}

/** @param {string} text @returns {{ address: string, setupCode: string | null } | null} */
function readReady(text) {
  for (const line of text.split('\n').slice(0, -1)) {
    try {
      const { ready, address, setupCode } = JSON.parse(line)
      if (ready === true && typeof address === 'string') return { address, setupCode: typeof setupCode === 'string' ? setupCode : null }
    } catch {
      // A line for people.
    }
  }
  return null
}

/** The server's own sentence comes last; before it stand lines of its log. @param {string} text */
function lastSentence(text) {
  return (
    text
      .split('\n')
      .findLast((line) => line.trim() !== '' && !line.startsWith('{'))
      ?.trim() ?? ''
  )
}
