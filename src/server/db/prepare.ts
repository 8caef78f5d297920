import { hashOfCode, newCode } from '../access/tokens.ts'
import { addSetupCode, isSetUp } from './access-repository.ts'
import { asDoor } from './actor.ts'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'

/**
 * Brings the tables up to date. On a server that nobody has set up yet, also draws a one-time set-up code: only its hash
 * is kept, so every such start gives a new one. Null once the server is set up.
 */
export async function prepareDatabase(
  database: Database,
  random: (bytes: number) => Uint8Array,
  now: () => number,
): Promise<{ setupCode: string | null }> {
  await migrate(database)
  return asDoor(database, async (tx) => {
    if (await isSetUp(tx)) return { setupCode: null }
    const setupCode = newCode(random)
    await addSetupCode(tx, hashOfCode(setupCode), now())
    return { setupCode }
  })
}
