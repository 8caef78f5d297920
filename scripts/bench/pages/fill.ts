import { openDatabase } from '../../../src/renderer/db/database.ts'
import { defaultPreferences, putSetting } from '../../../src/renderer/db/settings.ts'
import { write, type Change } from '../../../src/renderer/db/write.ts'
import { agreementChanges, START_MEETING, START_VISIT, startChanges } from './records.ts'

declare global {
  interface Window {
    fillApp(size: number): Promise<void>
  }
}

const AUTHOR = '00000000000040008000000000000001.bench'
const BATCH = 500

/** Puts a visit with `size` agreements where the app of this origin finds them, by the product's own write path. */
window.fillApp = async (size) => {
  const host = { now: () => Date.now(), zone: () => 'UTC', newId: () => crypto.randomUUID(), random: () => Math.random() }
  const database = await openDatabase({ host })
  const store = async (changes: readonly Change[]): Promise<void> => {
    const written = await write(database, { author: AUTHOR }, { scope: START_VISIT, changes })
    if (!written.ok) throw new Error(written.error.code)
  }
  await store(startChanges(START_MEETING))
  for (let from = 0; from < size; from += BATCH) await store(agreementChanges(Math.min(BATCH, size - from), from))
  await putSetting(database, 'profile', { name: 'Delegate A' })
  await putSetting(database, 'preferences', { ...defaultPreferences, currentVisit: START_VISIT })
  database.close()
}
