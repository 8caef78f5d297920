import { spawn } from 'node:child_process'

/**
 * Opens an address in the person's own browser. False when nothing here can open one; the address was printed anyway.
 * @param {string} address
 * @returns {Promise<boolean>}
 */
export function openPage(address) {
  const [command, args] = opener(address)
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

/** @param {string} address @returns {[string, string[]]} */
function opener(address) {
  if (process.platform === 'darwin') return ['open', [address]]
  if (process.platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', address]]
  return ['xdg-open', [address]]
}
