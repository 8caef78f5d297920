import { createLive } from '../../src/renderer/db/live.ts'
import { readScopeState } from '../../src/renderer/db/scope-state.ts'
import { readSetting } from '../../src/renderer/db/settings.ts'
import { personIn, reviewChanges, type Judgement } from '../../src/renderer/records/reviews.ts'
import { holdingOf, readStored, viewOf } from './knowledge.ts'
import type { Tab } from './laptop.ts'
import { changeRole, handPack, hasVisit, save, shouldBeDead, sync, tabOf } from './people.ts'
import { serverHolding } from './server-view.ts'
import type { Action } from './steps.ts'
import { idOf, VISIT, type World } from './world.ts'

/** [A6] As the screen offers it: to reviewers alone, of what is there and not deleted. It changes nothing of the record that it is about. */
export async function review(world: World, tab: Tab, { record, state }: Extract<Action, { does: 'review' }>): Promise<void> {
  const { role } = await readScopeState(tab.database, VISIT)
  const about = (await readStored(tab.database, VISIT)).find(({ id }) => id === idOf(record))
  if (role !== 'reviewer' || !about || shouldBeDead(about)) return
  const screens = createLive(tab.database)
  await screens.open(VISIT)
  const live = screens.store.getState().scopes[VISIT]
  screens.close()
  const identity = await readSetting(tab.database, 'identity')
  if (!identity) return
  const judgement: Judgement = state === 'accepted' ? { state, remarks: null } : { state, remarks: `why ${world.log.written.length}` }
  const reviewer = { personId: personIn(live, identity), name: tab.laptop.account, now: tab.laptop.now() }
  world.reviewers.add(tab.laptop.account)
  if (!(await save(world, tab, reviewChanges([about], judgement, reviewer)))) return
  world.count('reviewer')
  const after = (await readStored(tab.database, VISIT)).find(({ id }) => id === about.id)
  if (!after || viewOf(after) !== viewOf(about)) throw new Error(`A6: a review of ${about.id} has changed it`)
}

/** Who has reviewed is a reviewer for the while in which their reviews are sent. */
export async function makeEveryone(world: World, owner: Tab, role: 'editor' | 'reviewer'): Promise<void> {
  for (const colleague of world.laptops) {
    const mayReview = world.reviewers.has(colleague.account)
    if (colleague.account !== 'owner') await changeRole(owner, { colleague, role: mayReview ? role : 'editor' })
  }
}

/** [A6] What only colleagues still have of a review goes back to its reviewer by a pack, who sends it. */
export async function bringReviewsHome(world: World): Promise<void> {
  const { laptops, ministry, reviewers } = world
  const server = await serverHolding(ministry.database, VISIT)
  for (const holder of laptops) {
    const { stored } = await holder.reading((page) => holdingOf(page, VISIT))
    const lacks = ({ kind, id, cells }: (typeof stored)[number]): boolean =>
      kind === 'review' && viewOf({ kind, id, cells }) !== viewOf(server.records.get(id) ?? { kind, id, cells: {} })
    if (!stored.some(lacks)) continue
    for (const reviewer of laptops) {
      if (reviewer === holder || !reviewers.has(reviewer.account)) continue
      const tab = await tabOf(reviewer)
      if (!(await hasVisit(tab))) continue
      await handPack(await tabOf(holder), tab)
      await sync(tab)
    }
  }
}
