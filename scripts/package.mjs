import { readFileSync } from 'node:fs'
import { arch, platform } from 'node:os'
import { join } from 'node:path'
import { buildIfChanged } from './build.mjs'
import { findElectron } from './electron-runtime.mjs'
import { ensurePackages } from './ensure.mjs'
import { ROOT } from './folders.mjs'
import { ensurePackagesOf, lastLines } from './packages.mjs'
import { NODE, runCommand } from './run-command.mjs'

/** `npm run package`: the desktop app as a folder that runs by itself, for this system. Without the runtime it says why, and exits with 2. */
try {
  process.exitCode = await packageDesktop()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

/** @returns {Promise<number>} the exit code */
async function packageDesktop() {
  await ensurePackages()
  if (findElectron() === null) {
    console.error(
      'The desktop app cannot be packaged here: the Electron runtime is not on this computer. It comes from a release host that closed networks do not reach.',
    )
    console.error(
      'Run `npm start` once where that host is reached, then this again. The browser edition needs no package: `npm run server` serves it, and a browser installs it from its address bar.',
    )
    return 2
  }
  const here = platform()
  if (here !== 'linux' && here !== 'darwin' && here !== 'win32') {
    console.error(`The desktop app can be packaged for Linux, macOS and Windows, on each for itself; this is ${here}.`)
    return 2
  }
  const folder = join(ROOT, 'scripts', 'packaging')
  await ensurePackagesOf(folder)
  await buildIfChanged()
  const order = {
    root: ROOT,
    out: join(ROOT, 'dist'),
    version: readVersion(join(ROOT, 'package.json')),
    electronVersion: readVersion(join(ROOT, 'node_modules', 'electron', 'package.json')),
    platform: here,
    arch: arch(),
  }
  const made = await runCommand(NODE, [join(folder, 'make-app.mjs'), JSON.stringify(order)], { timeout: 10 * 60_000, cwd: folder })
  if (made.code !== 0) throw new Error(`The desktop app could not be packaged: ${lastLines(made.output, 15)}`)
  console.log(`The desktop app: ${lastLines(made.output, 1)}`)
  console.log('It is not signed: Windows and macOS ask before they open it, until the ministry signs it with a certificate of its own.')
  return 0
}

/** @param {string} file @returns {string} */
function readVersion(file) {
  return JSON.parse(readFileSync(file, 'utf8')).version
}
