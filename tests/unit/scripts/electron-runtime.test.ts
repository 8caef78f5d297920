import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPatience, findElectron, getElectron } from '../../../scripts/electron-runtime.mjs'

let root: string
let home: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'runtime-'))
  home = join(root, 'node_modules', 'electron')
  mkdirSync(home, { recursive: true })
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(root, { recursive: true, force: true })
})

const installer = (text: string) => writeFileSync(join(home, 'install.js'), text)
const DONE = `const fs = require('node:fs'); fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/electron', ''); fs.writeFileSync('path.txt', 'electron');`
const SILENT = `setInterval(() => {}, 1000)`
const HOUR = 3_600_000
/** Long enough for an installer to start on the busiest machine; none of these tests waits for it. */
const PATIENT = { quietMs: 60_000, totalMs: 60_000 }
const get = (limits: { quietMs: number; totalMs: number }, now = 1_000_000) =>
  getElectron({ root, cache: join(root, 'cache'), now: () => now, ...limits })

describe('the runtime of the desktop edition', () => {
  it('is found by its files alone', () => {
    writeFileSync(join(home, 'index.js'), 'throw new Error("loading this package starts a download")')
    expect(findElectron(root)).toBeNull()
    writeFileSync(join(home, 'path.txt'), 'electron')
    expect(findElectron(root)).toBeNull()
    mkdirSync(join(home, 'dist'))
    writeFileSync(join(home, 'dist', 'electron'), '')
    expect(findElectron(root)).toBe(join(home, 'dist', 'electron'))
  })

  it('is waited for as long as bytes come, but not for ever', () => {
    const giveUp = createPatience({ quietMs: 2_000, totalMs: 9_000 }, 100)
    expect([1_000, 2_000, 3_900, 5_800].map((now) => giveUp(now, now))).toEqual([null, null, null, null])
    expect([7_700, 7_800].map((now) => giveUp(now, 5_800))).toEqual([null, null])
    expect(giveUp(7_801, 5_800)).toBe('no byte in 2 s')
    expect([9_100, 9_101].map((now) => giveUp(now, now))).toEqual([null, 'not complete after 9 s'])
  })

  it('is downloaded by its own installer', async () => {
    installer(DONE)
    expect(await get(PATIENT)).toEqual({ ok: true, path: join(home, 'dist', 'electron') })
    expect(existsSync(join(root, 'cache', 'electron-attempt.json'))).toBe(false)
  })

  it('is given up when no byte comes, and not tried again for a day', async () => {
    installer(SILENT)
    expect(await get({ quietMs: 400, totalMs: 60_000 })).toMatchObject({ ok: false, reason: expect.stringContaining('no byte') })
    installer(DONE)
    const soon = await get(PATIENT, 1_000_000 + 23 * HOUR)
    expect(soon).toMatchObject({ ok: false, reason: expect.stringContaining('a day later') })
    expect(await get(PATIENT, 1_000_000 + 25 * HOUR)).toMatchObject({ ok: true })
  })

  it('is given up in the end, and when its host refuses', async () => {
    installer(SILENT)
    expect(await get({ quietMs: 60_000, totalMs: 400 })).toMatchObject({ ok: false, reason: expect.stringContaining('not complete') })
    rmSync(join(root, 'cache'), { recursive: true })
    installer('process.exit(1)')
    expect(await get(PATIENT)).toMatchObject({ ok: false, reason: expect.stringContaining('cannot be reached') })
  })

  it('is seen to grow in the folder that its installer downloads into', async () => {
    installer(SILENT)
    // Written from here and not by the installer, and time passes by hand: so bytes come before every look, however busy the machine is.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    const trickled = get({ quietMs: 400, totalMs: 1_000 })
    const part = join(root, 'cache', 'electron-download', 'part')
    for (let look = 1; look <= 11; look += 1) {
      appendFileSync(part, 'xxxx')
      vi.advanceTimersByTime(100)
    }
    expect(await trickled).toMatchObject({ ok: false, reason: expect.stringContaining('not complete') })
    expect(existsSync(join(root, 'cache', 'electron-download'))).toBe(false)
  })
})
