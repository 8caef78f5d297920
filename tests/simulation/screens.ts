import type { Json } from '@shared/lib/canonical-json.ts'
import { createLive, type LiveScope } from '../../src/renderer/db/live.ts'
import { recoveredOf } from '../../src/renderer/records/recovered.ts'
import { readStored } from './knowledge.ts'
import type { Laptop, Tab } from './laptop.ts'
import { shouldBeDead } from './people.ts'
import { VISIT } from './world.ts'

/** What hangs on a meeting and is somebody's work, by the rule alone. */
const WORK: readonly string[] = ['note', 'openQuestion', 'attachment']

/** What the screens of that page show of the visit; nothing when it is not on that laptop. */
export async function onScreen<T>({ database }: Pick<Tab, 'database'>, look: (live: LiveScope) => T[]): Promise<T[]> {
  const screens = createLive(database)
  await screens.open()
  const live = screens.store.getState().scopes[VISIT]
  screens.close()
  return live ? look(live) : []
}

/** [D3] What is alive under a dead meeting is on no screen but the one that says so. */
export async function checkRecovered(laptop: Laptop): Promise<void> {
  await laptop.reading(async (database) => {
    const stored = await readStored(database, VISIT)
    const dead = new Set<Json>(stored.filter((record) => record.kind === 'meeting' && shouldBeDead(record)).map(({ id }) => id))
    const under = stored.filter(({ kind, cells }) => WORK.includes(kind) && dead.has(cells['meetingId']?.value ?? null))
    const alive = under.filter((record) => !shouldBeDead(record)).map(({ id }) => id)
    if (alive.length === 0) return
    const shown = new Set(await onScreen({ database }, (live) => recoveredOf(VISIT, live).map(({ id }) => id)))
    const hidden = alive.find((id) => !shown.has(id))
    if (hidden === undefined) return
    throw new Error(`D3: ${hidden} stands under what was deleted, and no screen of laptop ${laptop.options.index} shows it`)
  })
}
