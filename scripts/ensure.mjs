import { pathToFileURL } from 'node:url'
import { ensureBrowser } from './browser.mjs'
import { ensureGitHook } from './git-hook.mjs'
import { ensureOffice } from './office.mjs'
import { ensurePackages } from './packages.mjs'

export { ensureBrowser, ensureGitHook, ensureOffice, ensurePackages }

/** By itself (`node scripts/ensure.mjs`): everything that tests need, and what could not be had. */
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensurePackages()
  await ensureGitHook()
  for (const part of [await ensureBrowser(), await ensureOffice()]) if (!part.ok) console.log(`Not here: ${part.reason}`)
}
