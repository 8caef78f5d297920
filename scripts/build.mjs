import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { ROOT } from './folders.mjs'
import { withLock } from './lock.mjs'
import { lastLines } from './packages.mjs'
import { runCommand } from './run-command.mjs'

/**
 * @typedef {object} BuildPart
 * @property {string} name
 * @property {readonly string[]} sources files and folders whose bytes decide the result
 * @property {readonly string[]} results files that must be there afterwards
 * @property {readonly string[]} command arguments for Node
 * @property {() => void} [after] what is made of the results
 */

const COMMON = ['src/shared', 'src/memos', 'src/notes', 'package-lock.json', 'tsconfig.base.json']

/** @type {readonly BuildPart[]} */
const PARTS = [
  {
    name: 'app',
    sources: [...COMMON, 'src/main', 'src/preload', 'src/renderer', 'resources', 'electron.vite.config.ts'],
    results: ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html'],
    command: ['node_modules/electron-vite/bin/electron-vite.js', 'build'],
    after: () => compressFiles(join(ROOT, 'out', 'renderer')),
  },
  {
    name: 'server',
    sources: [...COMMON, 'src/server', 'vite.server.config.ts'],
    results: ['out/server/main.js'],
    command: ['node_modules/vite/bin/vite.js', 'build', '--config', 'vite.server.config.ts'],
  },
]

/**
 * Builds what changed since the last build (by the bytes of its sources) and tells how long it took. Throws with the builder's words when it fails.
 * @param {{ force?: boolean, log?: string }} [options]
 */
export async function buildIfChanged({ force = false, log } = {}) {
  await withLock('build', async () => {
    for (const part of PARTS) {
      const stamp = hashSources(part.sources)
      if (!force && readStamp(part) === stamp && part.results.every((file) => existsSync(join(ROOT, file)))) continue
      await build(part, stamp, log)
    }
  })
}

/** SHA-256 over names and bytes of all files, in a fixed order. @param {readonly string[]} sources @param {string} [root] */
export function hashSources(sources, root = ROOT) {
  const hash = createHash('sha256')
  for (const file of sources.flatMap((source) => listFiles(join(root, source))).toSorted()) {
    const bytes = readFileSync(file)
    hash.update(`${relative(root, file)}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

/** @param {BuildPart} part @param {string} stamp @param {string | undefined} log */
async function build(part, stamp, log) {
  console.log(`Building the ${part.name}…`)
  // The stamp is written last: a build that was cut off is done again.
  writeStamp(part, '')
  const done = await runCommand(process.execPath, part.command, {
    cwd: ROOT,
    timeout: 5 * 60_000,
    env: { NODE_ENV: 'production' },
    ...(log === undefined ? {} : { log: `${log}-${part.name}.log` }),
  })
  const missing = part.results.filter((file) => !existsSync(join(ROOT, file)))
  if (done.code !== 0 || missing.length > 0) {
    throw new Error(
      `The ${part.name} could not be built${missing.length > 0 ? ` (${missing.join(', ')} missing)` : ''}.\n${lastLines(done.output, 30)}`,
    )
  }
  part.after?.()
  writeStamp(part, stamp)
  console.log(`Built the ${part.name} in ${Math.round(done.seconds)} s.`)
}

const IS_TEXT = /\.(?:html|js|css|svg|webmanifest)$/

/** Beside each text of the pages its gzip, once for all who ask the server: it sends that (`static-files.ts`). @param {string} folder */
export function compressFiles(folder) {
  for (const file of listFiles(folder).filter((name) => IS_TEXT.test(name))) {
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }))
  }
}

/** @param {BuildPart} part */
const stampFile = (part) => join(ROOT, 'out', `${part.name}.stamp`)

/** @param {BuildPart} part */
function readStamp(part) {
  return existsSync(stampFile(part)) ? readFileSync(stampFile(part), 'utf8') : ''
}

/** @param {BuildPart} part @param {string} stamp */
function writeStamp(part, stamp) {
  if (existsSync(join(ROOT, 'out'))) writeFileSync(stampFile(part), stamp)
}

/** @param {string} path @returns {string[]} */
function listFiles(path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await buildIfChanged({ force: true })
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
