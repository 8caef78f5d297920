import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds package.json. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** What the commands remember between runs and may lose: stamps, locks, downloads. Not in the repository. */
export const CACHE = join(ROOT, '.cache')

/** Where full logs of `npm test` go. */
export const RESULTS = join(ROOT, 'test-results')

/**
 * The folder for data when none is named: the system's own place for data of programs of this user.
 * @param {{ platform?: string, env?: Record<string, string | undefined>, home?: string }} [from]
 */
export function defaultDataFolder({ platform = process.platform, env = process.env, home = homedir() } = {}) {
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Safarnoma')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Safarnoma')
  return join(env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'safarnoma')
}
