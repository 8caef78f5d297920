import { existsSync } from 'node:fs'
import { runCommand } from './run-command.mjs'

/** True on Debian and its relatives as root: the one place where these commands may install for themselves. */
export function canUseApt() {
  return process.platform === 'linux' && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0
}

/**
 * Installs packages that are missing, without recommended ones.
 * @param {readonly string[]} names
 * @returns {Promise<string | null>} null when all are there, else the reason in one sentence
 */
export async function installWithApt(names) {
  const missing = []
  for (const name of names) if (!(await isInstalled(name))) missing.push(name)
  if (missing.length === 0) return null
  if (!canUseApt()) return `${missing.join(', ')} missing, and only root on Debian can install here`
  console.log(`Installing ${missing.join(', ')} (apt)…`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  // The lists of a fresh machine are empty; another apt may hold the lock for a while.
  const options = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::http::Timeout=30', '-o', 'Acquire::Retries=1']
  const update = await runCommand('apt-get', [...options, 'update'], { timeout: 3 * 60_000, env })
  if (update.code !== 0) return `${missing.join(', ')} missing, and apt-get update failed: ${lastLine(update.output)}`
  const install = await runCommand('apt-get', [...options, 'install', '-y', '--no-install-recommends', ...missing], {
    timeout: 8 * 60_000,
    env,
  })
  return install.code === 0 ? null : `${missing.join(', ')} missing, and apt-get install failed: ${lastLine(install.output)}`
}

/** @param {string} name */
async function isInstalled(name) {
  const asked = await runCommand('dpkg-query', ['-W', '-f', '${Status}', name], { timeout: 20_000 })
  return asked.output.includes('install ok installed')
}

/** @param {string} text */
const lastLine = (text) => text.trimEnd().split('\n').at(-1) ?? ''
