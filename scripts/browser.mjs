import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { canUseApt, installWithApt } from './apt.mjs'
import { CACHE, ROOT } from './folders.mjs'
import { runCommand } from './run-command.mjs'

/** No network of its own, no first-run pages; without the sandbox as root, where Chromium refuses to start with it. */
export const BROWSER_FLAGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // The browser itself would ask its maker what the fields of a form mean; the page asks nobody.
  '--disable-features=AutofillServerCommunication',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

const PLAYWRIGHT_BROWSERS = join(CACHE, 'browsers')

/**
 * A browser of the Chromium family that the tests can drive: the one named by SAFARNOMA_BROWSER, Debian's Chromium without windows, Chromium,
 * Chrome or Edge of the system, or the one that an earlier run downloaded for Playwright. Null when there is none.
 * The one without windows is the same engine without the services of a browser for people, which ask the network by themselves.
 * @returns {string | null} path of the program
 */
export function findBrowser() {
  const named = process.env.SAFARNOMA_BROWSER
  if (named !== undefined && named !== '') return named
  return [...onPath(), ...inPrograms(), ...downloaded()].find((file) => existsSync(file)) ?? null
}

/**
 * Finds a browser, or gets one: Debian's by apt as root, else Playwright's own.
 * @returns {Promise<{ ok: true, path: string } | { ok: false, reason: string }>}
 */
export async function ensureBrowser() {
  const found = findBrowser()
  if (found !== null) return { ok: true, path: found }
  const reasons = []
  if (canUseApt() && isDebian()) {
    const reason = await installWithApt(['chromium-headless-shell'])
    if (reason !== null) reasons.push(reason)
    const path = findBrowser()
    if (path !== null) return { ok: true, path }
  }
  console.log('No Chromium, Chrome or Edge here; asking Playwright for its own…')
  const done = await runCommand(process.execPath, [join(ROOT, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium'], {
    timeout: 5 * 60_000,
    env: { PLAYWRIGHT_BROWSERS_PATH: PLAYWRIGHT_BROWSERS },
  })
  const path = findBrowser()
  if (done.code === 0 && path !== null) return { ok: true, path }
  return { ok: false, reason: ['no Chromium, Chrome or Edge found, and Playwright could not download one', ...reasons].join('; ') }
}

/** Ubuntu's package of that name is only a pointer to a store. */
function isDebian() {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

function onPath() {
  if (process.platform === 'win32') return []
  const names = [
    'chromium-headless-shell',
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge-stable',
    'microsoft-edge',
  ]
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

function inPrograms() {
  if (process.platform === 'darwin') {
    const apps = [
      'Google Chrome.app/Contents/MacOS/Google Chrome',
      'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      'Chromium.app/Contents/MacOS/Chromium',
    ]
    return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) => apps.map((app) => join(folder, app)))
  }
  if (process.platform !== 'win32') return []
  const homes = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter((home) => home !== undefined)
  const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']
  return homes.flatMap((home) => programs.map((program) => join(home, program)))
}

function downloaded() {
  if (!existsSync(PLAYWRIGHT_BROWSERS)) return []
  const inside = [
    'chrome-linux/chrome',
    'chrome-linux64/chrome',
    'chrome-win/chrome.exe',
    'chrome-win64/chrome.exe',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  ]
  return readdirSync(PLAYWRIGHT_BROWSERS)
    .filter((name) => name.startsWith('chromium-'))
    .flatMap((name) => inside.map((path) => join(PLAYWRIGHT_BROWSERS, name, path)))
}
