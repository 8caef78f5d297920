import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE, ROOT } from './folders.mjs'

const DAY_MS = 24 * 60 * 60_000
const QUIET_MS = 20_000
const TOTAL_MS = 3 * 60_000
const LOOK_MS = 500

/**
 * The program of the desktop runtime, or null. Looks at files only: loading the package would start a download that nobody can stop.
 * @returns {string | null}
 */
export function findElectron(root = ROOT) {
  const named = process.env.SAFARNOMA_ELECTRON
  if (named !== undefined && named !== '') return existsSync(named) ? named : null
  const home = join(root, 'node_modules', 'electron')
  const pathFile = join(home, 'path.txt')
  if (!existsSync(pathFile)) return null
  const program = join(home, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(program) ? program : null
}

/** @typedef {{ ok: true, path: string } | { ok: false, reason: string }} Runtime */
/**
 * @typedef {object} DownloadPlace
 * @property {string} root the folder with node_modules
 * @property {string} cache where the attempt is noted and the download lies
 * @property {() => number} now milliseconds
 * @property {number} quietMs given up after so long without a byte
 * @property {number} totalMs given up after so long in all
 */

/**
 * The runtime that is here, or one attempt to download it. After a failure it is not tried again for a day.
 * @param {Partial<DownloadPlace>} [place]
 * @returns {Promise<Runtime>}
 */
export async function getElectron(place = {}) {
  const { root = ROOT, cache = CACHE, now = Date.now, quietMs = QUIET_MS, totalMs = TOTAL_MS } = place
  const found = findElectron(root)
  if (found !== null) return { ok: true, path: found }
  const note = join(cache, 'electron-attempt.json')
  const last = readAttempt(note)
  const isRecent = last !== null && now() - last.at < DAY_MS && now() >= last.at
  if (isRecent) return { ok: false, reason: `${last.reason}; it is tried again a day later` }
  console.log('The runtime of the desktop edition is not here yet; downloading it…')
  const reason = await download({ root, cache, now, quietMs, totalMs })
  const path = findElectron(root)
  if (path !== null) return { ok: true, path }
  const said = `the runtime of the desktop edition could not be downloaded (${reason ?? 'the installer left no program'})`
  mkdirSync(cache, { recursive: true })
  writeFileSync(note, JSON.stringify({ at: now(), reason: said }))
  return { ok: false, reason: said }
}

/** @param {DownloadPlace} place @returns {Promise<string | null>} null when the installer ended well */
function download({ root, cache, quietMs, totalMs }) {
  const home = join(root, 'node_modules', 'electron')
  const installer = join(home, 'install.js')
  if (!existsSync(installer)) return Promise.resolve('its package is not installed')
  const folder = join(cache, 'electron-download')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return new Promise((resolve) => {
    // The installer downloads into the folder for temporary files and says nothing for half a minute: so that folder is its own, and its growth is watched.
    const child = spawn(process.execPath, [installer], {
      cwd: home,
      stdio: 'ignore',
      env: { ...process.env, TMPDIR: folder, TMP: folder, TEMP: folder },
    })
    const giveUp = createPatience({ quietMs, totalMs }, Date.now())
    const finish = (/** @type {string | null} */ reason) => {
      clearInterval(timer)
      child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
      resolve(reason)
    }
    const timer = setInterval(
      () => {
        const reason = giveUp(Date.now(), sizeOf(folder) + sizeOf(join(home, 'dist')))
        if (reason !== null) finish(reason)
      },
      Math.min(LOOK_MS, quietMs / 4),
    )
    child.once('error', (error) => finish(error.message))
    child.once('exit', (code) => finish(code === 0 ? null : 'its host cannot be reached'))
  })
}

/**
 * How long a download is waited for: looked at again and again, it says why it is given up, or null.
 * @param {{ quietMs: number, totalMs: number }} limits
 * @param {number} began milliseconds
 * @returns {(now: number, bytes: number) => string | null}
 */
export function createPatience({ quietMs, totalMs }, began) {
  let size = 0
  let grewAt = began
  return (now, bytes) => {
    if (bytes !== size) grewAt = now
    size = bytes
    if (now - grewAt > quietMs) return `no byte in ${Math.round(quietMs / 1_000)} s`
    return now - began > totalMs ? `not complete after ${Math.round(totalMs / 1_000)} s` : null
  }
}

/** @param {string} folder @returns {number} bytes of all files */
function sizeOf(folder) {
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0), 0)
}

/** @param {string} file @returns {{ at: number, reason: string } | null} */
function readAttempt(file) {
  try {
    const { at, reason } = JSON.parse(readFileSync(file, 'utf8'))
    return typeof at === 'number' && typeof reason === 'string' ? { at, reason } : null
  } catch {
    // None yet.
    return null
  }
}
