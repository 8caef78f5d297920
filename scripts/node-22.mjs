import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE } from './folders.mjs'
import { runCommand } from './run-command.mjs'

const VERSION = '22.23.3'

/**
 * A Node 22 beside the one that runs: itself, or the binary that the package registry carries for Linux.
 * @returns {Promise<{ ok: true, path: string } | { ok: false, reason: string }>}
 */
export async function findNode22() {
  if (process.versions.node.startsWith('22.')) return { ok: true, path: process.execPath }
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    return { ok: false, reason: 'the registry carries its program for Linux only; run npm test with Node 22 itself' }
  }
  const home = join(CACHE, 'node-22')
  const name = `node-linux-${process.arch}`
  const path = join(home, 'node_modules', name, 'bin', 'node')
  if (!existsSync(path)) {
    const args = ['install', '--prefix', home, '--no-save', '--no-package-lock', '--no-audit', '--no-fund', `${name}@${VERSION}`]
    await runCommand('npm', args, { timeout: 5 * 60_000 })
  }
  return existsSync(path) ? { ok: true, path } : { ok: false, reason: 'npm could not get it' }
}
