import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CACHE } from './folders.mjs'

const PATIENCE_MS = 10 * 60_000

/**
 * Runs `work` while no other command of this clone does work of the same name: two commands that install or build at once would break each other.
 * A lock of a process that is gone is taken over. Throws after ten minutes of waiting.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {number} pauseMs between two looks
 * @returns {Promise<T>}
 */
export async function withLock(name, work, pauseMs = 300) {
  const file = join(CACHE, 'locks', name)
  await mkdir(dirname(file), { recursive: true })
  const giveUpAt = Date.now() + PATIENCE_MS
  let told = false
  while (!(await take(file))) {
    if (Date.now() > giveUpAt) throw new Error(`Another command has been at work for ten minutes. If none is running, delete ${file}`)
    if (!told) console.log('Another command of this folder is at work; waiting for it.')
    told = true
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

/** @param {string} file @returns {Promise<boolean>} */
async function take(file) {
  return (await makeFile(file)) || (isDead(await holderOf(file)) && inherit(file))
}

/** No command is in here for longer than a moment, unless it was killed there. */
const STALE_MS = 10_000

/**
 * Of several that find a dead one's lock, one gets it: whoever makes the file beside it first, and finds the dead one still named.
 * @param {string} file
 * @returns {Promise<boolean>}
 */
async function inherit(file) {
  const door = `${file}.heir`
  if (!(await makeFile(door))) {
    const made = await stat(door).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    )
    if (Date.now() - made > STALE_MS) await rm(door, { force: true })
    return false
  }
  try {
    const isMine = isDead(await holderOf(file))
    if (isMine) await writeFile(file, String(process.pid))
    return isMine
  } finally {
    await rm(door, { force: true })
  }
}

/**
 * False where it is there already.
 * @param {string} file
 * @returns {Promise<boolean>}
 */
async function makeFile(file) {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    return false
  }
}

/** 0 where nobody is named: it was given back a moment ago, or is being written. @param {string} file @returns {Promise<number>} */
const holderOf = async (file) => Number(await readFile(file, 'utf8').catch(() => '0'))

/** @param {number} pid */
const isDead = (pid) => pid !== 0 && !isAlive(pid)

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
