import { execFileSync } from 'node:child_process'
import { isAlive } from './lock.mjs'

const WATCH_MS = 500

/**
 * Resolves when this command should end, with the reason: Ctrl+C, a stop signal, a closed terminal, or the death of npm, which nothing announces.
 * @returns {Promise<string>}
 */
export function untilStopped() {
  return new Promise((resolve) => {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => resolve(signal))
    const ancestors = ancestorsUnderNpm()
    const parent = process.ppid
    setInterval(() => {
      if (process.ppid !== parent || ancestors.some((pid) => !isAlive(pid))) resolve('npm is gone')
    }, WATCH_MS).unref()
  })
}

/** npm may have put a shell between itself and this process; the shell outlives a killed npm. */
function ancestorsUnderNpm() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return []
  try {
    const grandparent = Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(process.ppid)], { encoding: 'utf8' }))
    // Process 1 is nobody's npm.
    return grandparent > 1 ? [grandparent] : []
  } catch {
    // No `ps` here: the parent alone is watched.
    return []
  }
}
