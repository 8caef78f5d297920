import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../../scripts/run-command.mjs'
import { buildIfChanged } from '../../../scripts/build.mjs'
import { ensurePackagesOf } from '../../../scripts/packages.mjs'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const TOOLS = join(ROOT, 'scripts', 'packaging')
const ELECTRON = '45.4.1'
/** By this text the runtime's switches are found in its program; then come their version, their number and one digit each. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const SHIPPED = '101100011'

let folder: string
beforeAll(async () => {
  await ensurePackagesOf(TOOLS)
  await buildIfChanged()
  folder = await mkdtemp(join(tmpdir(), 'safarnoma-package-'))
}, 300_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('npm run package', () => {
  it('says why and exits with 2 where the runtime is not on the computer', async () => {
    const done = await runCommand(process.execPath, ['scripts/package.mjs'], {
      cwd: ROOT,
      timeout: 120_000,
      env: { SAFARNOMA_ELECTRON: join(folder, 'nothing') },
    })
    expect(done.code).toBe(2)
    expect(done.output).toContain('the Electron runtime is not on this computer')
  })

  it('puts the built pages and nothing else into the archive, and sets every switch as decided', async () => {
    await writeRuntime(SHIPPED)
    const made = await makeApp('good')
    expect(made.folder).toMatch(/Safarnoma-linux-x64$/)
    const program = await readFile(join(made.folder, 'safarnoma'), 'latin1')
    expect(program.slice(program.indexOf(SENTINEL) + SENTINEL.length)).toBe('\u0001\u0009' + '010011001')
    expect(made.files).toContain('/out/main/index.js')
    expect(made.files).toContain('/out/preload/index.cjs')
    expect(made.files).toContain('/out/renderer/index.html')
    expect(made.files).toContain('/THIRD-PARTY-NOTICES')
    expect(made.files.filter((file) => file.endsWith('.gz'))).toEqual([])
    const roots = new Set(made.files.map((file) => file.split('/')[1]))
    expect(roots).toEqual(new Set(['LICENSE', 'THIRD-PARTY-NOTICES', 'out', 'package.json']))
  })

  it('leaves in the archive what the server has a gzip of', async () => {
    const page = await readFile(join(ROOT, 'out', 'renderer', 'index.html'))
    expect(gunzipSync(await readFile(join(ROOT, 'out', 'renderer', 'index.html.gz')))).toEqual(page)
  })

  it('refuses a runtime with a switch that nobody decided', async () => {
    await writeRuntime(`${SHIPPED}0`)
    await expect(makeApp('undecided')).rejects.toThrow('number 9')
  })

  it('refuses a runtime that ships a switch otherwise than decided', async () => {
    await writeRuntime('101100010')
    await expect(makeApp('otherwise')).rejects.toThrow('number 8')
  })
})

/** A runtime as it is downloaded, of which only the program's switches are real. */
async function writeRuntime(switches: string): Promise<void> {
  const program = Buffer.from(`program ${SENTINEL}\u0001${String.fromCharCode(switches.length)}${switches}`, 'latin1')
  const zip = zipSync({
    electron: program,
    version: strToU8(ELECTRON),
    LICENSE: strToU8('of the runtime'),
    'resources/default_app.asar': strToU8(''),
  })
  await writeFile(join(folder, `electron-v${ELECTRON}-linux-x64.zip`), zip)
}

/** In a process of its own: the tools are packages of another folder. */
async function makeApp(name: string): Promise<{ folder: string; files: string[] }> {
  const order = {
    root: ROOT,
    out: join(folder, name),
    version: '1.2.3',
    electronVersion: ELECTRON,
    platform: 'linux',
    arch: 'x64',
    electronZipDir: folder,
  }
  const made = await run(['make-app.mjs', JSON.stringify(order)])
  const list = `import { listPackage } from '@electron/asar'; console.log(JSON.stringify(listPackage(process.argv[1])))`
  const files = await run(['--input-type=module', '--eval', list, join(made.trim(), 'resources', 'app.asar')])
  return { folder: made.trim(), files: JSON.parse(files) as string[] }
}

async function run(args: readonly string[]): Promise<string> {
  const done = await runCommand(process.execPath, args, { cwd: TOOLS, timeout: 120_000 })
  if (done.code !== 0) throw new Error(done.output)
  return done.output
}
