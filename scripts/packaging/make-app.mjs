import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FuseState } from '@electron/fuses/dist/constants.js'
import { flipFuses, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { packager } from '@electron/packager'

/** Makes the desktop app as its one argument says (JSON, see `makeApp`), and prints the folder. A program of its own: its packages lie here. */

/** @typedef {'linux' | 'darwin' | 'win32'} Platform */
/** The switches of the runtime, all decided (docs/decisions/0035). The last one is younger than the names of the library. */
const WASM_TRAP_HANDLERS = 8
const FUSES = Object.freeze({
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
})
/** What the runtime ships with and is right. */
const LEFT_AS_SHIPPED = Object.freeze({ [WASM_TRAP_HANDLERS]: true })

try {
  console.log(await makeApp(JSON.parse(process.argv[2] ?? '{}')))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

/**
 * Makes a folder with the desktop app that runs by itself: the runtime, and the built pages in one archive whose hash the runtime checks
 * (macOS, Windows). Gives the folder's path. Throws when the runtime has a switch that nobody decided, or one does not stand as decided.
 *
 * @param {{ root: string, out: string, version: string, electronVersion: string, platform: Platform, arch: string, electronZipDir?: string }} from
 *   `electronZipDir` holds the runtime as it is downloaded; without it the library looks in its own cache, then asks the release host
 */
async function makeApp({ root, out, version, electronVersion, platform, arch, electronZipDir }) {
  const staged = join(out, '.staged')
  await rm(staged, { recursive: true, force: true })
  await stage(root, staged, version)
  try {
    const [folder] = await packager({
      dir: staged,
      out,
      name: 'Safarnoma',
      executableName: 'safarnoma',
      appBundleId: 'uz.safarnoma.desktop',
      appVersion: version,
      electronVersion,
      platform,
      arch,
      asar: true,
      prune: false,
      overwrite: true,
      quiet: true,
      ...(electronZipDir === undefined ? {} : { electronZipDir }),
    })
    if (folder === undefined) throw new Error('The packager left no folder.')
    await setFuses(programOf(folder, platform))
    return folder
  } finally {
    await rm(staged, { recursive: true, force: true })
  }
}

/** Only what the app reads: the bundles hold all their packages. @param {string} root @param {string} staged @param {string} version */
async function stage(root, staged, version) {
  await mkdir(staged, { recursive: true })
  // A page from the disk needs no gzip beside it.
  const filter = (/** @type {string} */ file) => !file.endsWith('.gz')
  for (const part of ['main', 'preload', 'renderer']) {
    await cp(join(root, 'out', part), join(staged, 'out', part), { recursive: true, filter })
  }
  const about = { name: 'safarnoma', productName: 'Safarnoma', version, type: 'module', main: 'out/main/index.js' }
  await writeFile(join(staged, 'package.json'), `${JSON.stringify(about, null, 2)}\n`)
  for (const file of ['LICENSE', 'THIRD-PARTY-NOTICES']) await writeFile(join(staged, file), await readFile(join(root, file)))
}

/** @param {string} program */
async function setFuses(program) {
  await flipFuses(program, { version: FuseVersion.V1, resetAdHocDarwinSignature: true, ...FUSES })
  const { version: _, ...wire } = await getCurrentFuseWire(program)
  /** @type {Record<string, boolean>} */
  const wanted = { ...FUSES, ...LEFT_AS_SHIPPED }
  for (const [index, state] of Object.entries(wire)) {
    const is = state === FuseState.REMOVED ? 'removed' : state === FuseState.ENABLE
    if (is === 'removed') continue
    if (!(index in wanted)) throw new Error(`The runtime has a switch (number ${index}) that nobody has decided (make-app.mjs).`)
    if (is !== wanted[index]) throw new Error(`Switch number ${index} of the runtime is ${is ? 'on' : 'off'} and was decided otherwise.`)
  }
}

/** @param {string} folder @param {Platform} platform */
function programOf(folder, platform) {
  if (platform === 'darwin') return join(folder, 'Safarnoma.app')
  return join(folder, platform === 'win32' ? 'safarnoma.exe' : 'safarnoma')
}
