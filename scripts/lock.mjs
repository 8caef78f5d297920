import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
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
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const file = join(CACHE, 'locks', name)
  await mkdir(dirname(file), { recursive: true })
  const giveUpAt = Date.now() + PATIENCE_MS
  let told = false
  while (!(await take(file))) {
    if (Date.now() > giveUpAt) throw new Error(`Another command has been at work for ten minutes. If none is running, delete ${file}`)
    if (!told) console.log('Another command of this folder is at work; waiting for it.')
    told = true
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

/** @param {string} file @returns {Promise<boolean>} */
async function take(file) {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
  }
  const holder = Number(await readFile(file, 'utf8').catch(() => '0'))
  if (holder === 0 || isAlive(holder)) return false
  await rm(file, { force: true })
  return take(file)
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
