import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfChanged } from './build.mjs'
import { decideEdition, describeMove, lookAround, readRemembered, remember } from './edition.mjs'
import { getElectron } from './electron-runtime.mjs'
import { ensureGitHook, ensurePackages } from './ensure.mjs'
import { ROOT } from './folders.mjs'
import { untilStopped } from './life.mjs'
import { openPage } from './open-page.mjs'
import { startServer } from './server-process.mjs'
import { readStartOptions } from './start-options.mjs'
import { serveStatic } from './static-server.mjs'

/** `npm start`: packages, build, ministry server, and the edition that fits here. Ends with Ctrl+C. */

/** @typedef {{ address: string, setupCode: string | null, stop: () => Promise<void>, ended: Promise<unknown> }} Serving */

const stopped = untilStopped()
try {
  process.exitCode = await start(readStartOptions(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
// Watchers of the children may still hold the process; everything is stopped by now.
process.exit()

/** @param {import('./start-options.mjs').StartOptions} options @returns {Promise<number>} the exit code */
async function start(options) {
  const prepared = await Promise.race([prepare(options), stopped])
  // Ctrl+C during the set-up: what runs is ended with this process, and the next start does it again.
  if (typeof prepared === 'string') return 130
  const { remembered, choice } = prepared
  console.log(`Opening the ${choice.edition} edition: ${choice.why}.`)
  const serving = await serve(options)
  if (serving === null) return 1
  try {
    const place = { edition: choice.edition, address: serving.address }
    const move = describeMove(remembered, place)
    if (move !== null) console.log(`\n${move}\n`)
    remember(options.data, place)
    return choice.runtime === null ? await runInBrowser(options, serving) : await runOnDesktop(choice.runtime, options, serving)
  } finally {
    await serving.stop()
  }
}

/** @param {import('./start-options.mjs').StartOptions} options */
async function prepare({ edition, data }) {
  await ensurePackages()
  await ensureGitHook()
  await buildIfChanged()
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const remembered = readRemembered(data)
  const choice = await decideEdition({ wanted: edition, remembered, here: lookAround(), getRuntime: () => getElectron() })
  return { remembered, choice }
}

/** The ministry server, or where it cannot run the files alone. @param {{ port: number, data: string }} options @returns {Promise<Serving | null>} */
async function serve({ port, data }) {
  const started = await Promise.race([startServer({ port, data }), stopped])
  if (typeof started === 'string') return null
  if (started.ok) return started.server
  if (started.isInTheWay) {
    console.error(started.reason)
    return null
  }
  const files = await serveStatic({ folder: join(ROOT, 'out', 'renderer'), port })
  console.log(`The ministry server does not run: ${started.reason}`)
  console.log('Everything else works; nothing can be sent, received or signed in to here until it runs or another server is set.')
  return { address: files.address, setupCode: null, stop: files.close, ended: new Promise(() => undefined) }
}

/** @param {{ data: string, isOpened: boolean }} options @param {Serving} serving */
async function runInBrowser({ data, isOpened }, { address, setupCode, ended }) {
  const page = setupCode === null ? `${address}/` : `${address}/#/?setup=${setupCode}`
  console.log(`\nSafarnoma is ready: ${page}`)
  if (setupCode !== null) console.log(`Set-up code for the first administrator: ${setupCode}`)
  console.log(`The server's data: ${data}. Your records are in the browser that opens this page. Ctrl+C ends it.`)
  const isShown = !isOpened || (await openPage(page))
  if (!isShown) console.log('No browser could be opened from here: open the address in Chromium, Chrome or Edge.')
  return waitForEnd(ended)
}

/** @param {string} runtime @param {{ data: string, isOpened: boolean }} options @param {Serving} serving */
async function runOnDesktop(runtime, { data, isOpened }, { address, setupCode, ended }) {
  console.log(`\nSafarnoma is ready: ${address}/ (the server; the desktop edition talks to it)`)
  if (setupCode !== null) console.log(`Set-up code for the first administrator: ${setupCode}`)
  console.log(`All data: ${data}. Ctrl+C ends it.`)
  if (!isOpened) return waitForEnd(ended)
  const env = { ...process.env, SAFARNOMA_DATA: join(data, 'desktop'), SAFARNOMA_SERVER: address, SAFARNOMA_SETUP_CODE: setupCode ?? '' }
  const desktop = spawn(runtime, [ROOT], { stdio: ['ignore', 'ignore', 'inherit'], env })
  /** @type {Promise<void>} */
  const closed = new Promise((resolve) => {
    desktop.once('exit', () => resolve())
    desktop.once('error', (error) => {
      console.error(`The desktop edition did not start: ${error.message}`)
      resolve()
    })
  })
  const code = await waitForEnd(Promise.race([ended, closed.then(() => 'closed')]))
  desktop.kill('SIGTERM')
  return code
}

/** @param {Promise<unknown>} ended @returns {Promise<number>} */
async function waitForEnd(ended) {
  const reason = await Promise.race([stopped, ended.then((how) => (how === 'closed' ? 'closed' : null))])
  if (reason !== null) return 0
  console.error('The ministry server has stopped. Start again: it recovers by itself.')
  return 1
}
