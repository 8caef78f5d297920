import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildIfChanged } from './build.mjs'
import { findElectron } from './electron-runtime.mjs'
import { ensureGitHook, ensurePackages } from './ensure.mjs'
import { CACHE, ROOT } from './folders.mjs'
import { untilStopped } from './life.mjs'
import { startServer } from './server-process.mjs'

/** `npm run dev`: the page reloads as its sources change; with the desktop's runtime in its window, else in a browser. Data of its own, in .cache. */

const SERVER_PORT = 4828
const PAGE_PORT = 4829

const stopped = untilStopped()
await ensurePackages()
await ensureGitHook()
await buildIfChanged()
const data = join(CACHE, 'dev')
const started = await startServer({ port: SERVER_PORT, data })
if (!started.ok) console.log(`The ministry server does not run: ${started.reason}`)
else if (started.server.setupCode !== null) console.log(`Set-up code for the first administrator: ${started.server.setupCode}`)
const server = started.ok ? started.server : null

const runtime = findElectron()
if (runtime === null) await serveInBrowser()
else runOnDesktop(runtime)
await stopped
await server?.stop()
process.exit(0)

async function serveInBrowser() {
  const [{ createServer }, { default: react }] = await Promise.all([import('vite'), import('@vitejs/plugin-react')])
  const page = await createServer({
    configFile: false,
    root: join(ROOT, 'src', 'renderer'),
    publicDir: join(ROOT, 'resources', 'icons'),
    plugins: [react()],
    resolve: { alias: { '@shared': join(ROOT, 'src', 'shared'), '@memos': join(ROOT, 'src', 'memos') } },
    cacheDir: join(CACHE, 'vite'),
    server: { host: '127.0.0.1', port: PAGE_PORT, strictPort: true, proxy: { '/api': `http://127.0.0.1:${SERVER_PORT}` } },
  })
  await page.listen()
  console.log(`The runtime of the desktop edition is not here, so this is the browser edition: http://127.0.0.1:${PAGE_PORT}/`)
}

/** @param {string} runtime */
function runOnDesktop(runtime) {
  const cli = join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  // Told where the program is, the builder does not load the package to look for it.
  const env = {
    ...process.env,
    ELECTRON_EXEC_PATH: runtime,
    SAFARNOMA_DATA: join(data, 'desktop'),
    SAFARNOMA_SERVER: server?.address ?? '',
    SAFARNOMA_SETUP_CODE: server?.setupCode ?? '',
  }
  const child = spawn(process.execPath, [cli, 'dev'], { cwd: ROOT, stdio: 'inherit', env })
  child.once('exit', (code) => void server?.stop().then(() => process.exit(code ?? 1)))
}
