import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { buildIfChanged } from '../../../scripts/build.mjs'
import { ROOT } from '../../../scripts/folders.mjs'
import { startServer } from '../../../scripts/server-process.mjs'

const folder = mkdtempSync(join(tmpdir(), 'server-memory-'))
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

/** What V8 calls the flags that a process runs with: equal for equal flags, however they were given. */
const TAG = `require('node:v8').cachedDataVersionTag()`
const tagWith = (...flags: readonly string[]): string => execFileSync(process.execPath, [...flags, '-p', TAG], { encoding: 'utf8' }).trim()
const MAIN = join(ROOT, 'out', 'server', 'main.js')

// That V8 may learn is seen only after thousands of records; that it was told not to, at once (docs/decisions/0184-garbage-that-grows-old.md).
it('runs with a V8 that does not learn where long-lived things are made, however the server is started', async () => {
  await buildIfChanged()
  const [seen, hook] = [join(folder, 'seen'), join(folder, 'hook.cjs')]
  writeFileSync(
    hook,
    `process.on('exit', () => require('node:fs').appendFileSync(process.env.SEEN, process.argv[1] + ' ' + ${TAG} + '\\n'))`,
  )
  const env = { NODE_OPTIONS: `--require ${hook}`, SEEN: seen }
  /** A port that is none ends the server before it opens anything. */
  const ways: Readonly<Record<string, () => unknown>> = {
    'npm run server': () => spawnSync(process.execPath, [join(ROOT, 'scripts', 'server.mjs'), '--data', folder, '--port', 'none']),
    'npm start and npm run dev': () => startServer({ port: NaN, data: folder, log: () => undefined }),
    'by itself': () => spawnSync(process.execPath, [MAIN, '--data', folder, '--port', 'none']),
  }
  const found: Record<string, string | undefined> = {}
  for (const [way, begin] of Object.entries(ways)) {
    writeFileSync(seen, '')
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
    await begin()
    vi.unstubAllEnvs()
    const line = readFileSync(seen, 'utf8')
      .split('\n')
      .find((one) => one.startsWith(`${MAIN} `))
    found[way] = line?.slice(MAIN.length + 1)
  }
  const told = tagWith('--no-allocation-site-pretenuring')
  expect(told).not.toBe(tagWith())
  expect(found).toEqual(Object.fromEntries(Object.keys(ways).map((way) => [way, told])))
})
