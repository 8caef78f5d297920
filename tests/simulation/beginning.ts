import type { Image } from './laptop.ts'
import type { Ground } from './ministry.ts'
import { admit, save, set, sync, tabOf, type } from './people.ts'
import type { Plan } from './steps.ts'
import { idOf, NOTE, VISIT, World, type Beginning } from './world.ts'

const QUIET: Omit<Plan, 'laptops'> = { seed: 0, faults: [], pageSize: 2_000, compactAfter: 100, steps: [] }

const lived = new WeakMap<Ground, Map<number, Promise<Beginning>>>()

/** Lived through once for each number of laptops, by the real client and server, and copied for every history after. */
export function beginningOf(ground: Ground, laptops: number): Promise<Beginning> {
  const known = lived.get(ground) ?? new Map<number, Promise<Beginning>>()
  lived.set(ground, known)
  const beginning = known.get(laptops) ?? begin(ground, laptops)
  known.set(laptops, beginning)
  return beginning
}

/** A world at its beginning, every page open and signed in. */
export async function openWorld(plan: Plan, ground: Ground): Promise<World> {
  const world = await World.open(plan, ground, await beginningOf(ground, plan.laptops))
  await run(world, async () => {
    for (const laptop of world.laptops) await (await tabOf(laptop)).session.call('scopes')
  })
  return world
}

async function begin(ground: Ground, laptops: number): Promise<Beginning> {
  const world = await World.open({ ...QUIET, laptops }, ground, null)
  await run(world, async () => {
    for (const laptop of world.laptops) {
      const tab = await tabOf(laptop)
      if (laptop === world.laptops[0]) {
        await save(world, tab, [
          set('visit', VISIT, { title: 'Tokyo' }),
          ...['meeting 0', 'meeting 1'].map((name) => set('meeting', idOf(name), { title: name })),
          ...['agreement 0', 'agreement 1', 'agreement 2'].map((name) => set('agreement', idOf(name), { text: name, status: 'floated' })),
          set('note', NOTE, { role: 'note', meetingId: idOf('meeting 0') }),
        ])
        await type(world, tab, false)
      }
      if (!(await admit(world, tab))) throw new Error('the beginning is not quiet')
      await sync(tab)
    }
    for (const laptop of world.laptops) await sync(await tabOf(laptop))
  })
  const disks: Image[] = []
  await run(world, async () => {
    for (const laptop of world.laptops) disks.push(await laptop.takeImage())
  })
  const server = await world.ministry.dump()
  const { log, stored, timeline, typists, typed } = world
  await world.close()
  return { now: timeline.now(), server, disks, log, stored, typists, typed }
}

async function run(world: World, work: () => Promise<void>): Promise<void> {
  world.timeline.spawn(work)
  await world.timeline.drain()
}
