import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildIfChanged } from './build.mjs'
import { ensurePackages } from './ensure.mjs'
import { defaultDataFolder, ROOT } from './folders.mjs'

/** `npm run server`: the ministry server alone, built first if its sources changed. Options go to it: --host, --port, --data, --check. */

/** How often to look whether npm, which started this, is still there. */
const WATCH = 1_000

try {
  await ensurePackages()
  await buildIfChanged()
  process.exitCode = await runServer(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

/** @param {string[]} args @returns {Promise<number>} */
function runServer(args) {
  const hasData = args.some((arg) => arg === '--data' || arg.startsWith('--data='))
  const options = hasData ? args : [...args, '--data', defaultDataFolder()]
  const isCheck = args.includes('--check')
  const env = { ...process.env, SAFARNOMA_LOG: process.env.SAFARNOMA_LOG ?? 'warn' }
  const server = spawn(process.execPath, [join(ROOT, 'out/server/main.js'), ...options], {
    stdio: ['ignore', isCheck ? 'inherit' : 'pipe', 'inherit', 'ipc'],
    env,
  })
  server.stdout?.setEncoding('utf8').on('data', describe)
  const stop = () => server.kill('SIGTERM')
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, stop)
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== parent) stop()
  }, WATCH)
  return new Promise((resolve) => {
    server.once('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    server.once('exit', (code) => {
      clearInterval(watch)
      resolve(code ?? 1)
    })
  })
}

/** @param {string} line the server's one line on stdout */
function describe(line) {
  const ready = JSON.parse(line)
  console.log(`The ministry server is ready at ${ready.address} (${ready.database} database).`)
  if (ready.setupCode !== null) console.log(`Set-up code, for the first administrator: ${ready.setupCode}`)
}
