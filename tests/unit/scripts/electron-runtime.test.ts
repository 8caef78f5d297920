import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findElectron, getElectron } from '../../../scripts/electron-runtime.mjs'

let root: string
let home: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'runtime-'))
  home = join(root, 'node_modules', 'electron')
  mkdirSync(home, { recursive: true })
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const installer = (text: string) => writeFileSync(join(home, 'install.js'), text)
const DONE = `const fs = require('node:fs'); fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/electron', ''); fs.writeFileSync('path.txt', 'electron');`
/** For installers that are to speak before they are given up: a busy machine takes a second to start one. */
const PATIENT = { quietMs: 2_000, totalMs: 20_000 }
const get = (now = 1_000_000, more: { quietMs?: number; totalMs?: number } = {}) =>
  getElectron({ root, cache: join(root, 'cache'), now: () => now, quietMs: 400, totalMs: 5_000, ...more })

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

  it('is downloaded by its own installer, as long as bytes come', async () => {
    // Every 400 ms a little more in the folder for temporary files: longer in all than a silence may last.
    installer(`const fs = require('node:fs'), os = require('node:os'); let n = 0
      const timer = setInterval(() => { fs.appendFileSync(os.tmpdir() + '/part', 'xxxx'); if (++n === 6) { clearInterval(timer); ${DONE} } }, 400)`)
    expect(await get(1_000_000, PATIENT)).toEqual({ ok: true, path: join(home, 'dist', 'electron') })
    expect(existsSync(join(root, 'cache', 'electron-attempt.json'))).toBe(false)
  })

  it('is given up when no byte comes, and not tried again for a day', async () => {
    installer(`require('node:fs').appendFileSync(${JSON.stringify(join(root, 'tries'))}, 'x'); setInterval(() => {}, 1000)`)
    const began = Date.now()
    expect(await get()).toMatchObject({ ok: false, reason: expect.stringContaining('no byte') })
    expect(Date.now() - began).toBeLessThan(3_000)
    expect(await get(1_000_000 + 23 * 3_600_000)).toMatchObject({ ok: false, reason: expect.stringContaining('a day later') })
    expect(readFileSync(join(root, 'tries'), 'utf8')).toBe('x')
    installer(DONE)
    expect(await get(1_000_000 + 25 * 3_600_000, PATIENT)).toMatchObject({ ok: true })
  })

  it('is given up in the end even while bytes trickle, and when its host refuses', async () => {
    installer(`setInterval(() => require('node:fs').appendFileSync(require('node:os').tmpdir() + '/part', 'x'), 50)`)
    expect(await get(1_000_000, { quietMs: 2_000, totalMs: 3_000 })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('not complete'),
    })
    rmSync(join(root, 'cache'), { recursive: true })
    installer('process.exit(1)')
    expect(await get(1_000_000, PATIENT)).toMatchObject({ ok: false, reason: expect.stringContaining('cannot be reached') })
  })
})
