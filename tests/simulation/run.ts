import { openWorld } from './beginning.ts'
import { live, type Outcome } from './life.ts'
import type { Ground } from './ministry.ts'
import { NETWORK_FAULTS, WORLD_FAULTS, type Fault, type Plan } from './steps.ts'

export type Run = { readonly seed: number; readonly plan: Plan; readonly milliseconds: number } & (
  | { readonly ok: true; readonly outcome: Outcome }
  | { readonly ok: false; readonly error: unknown }
)

/** One history, from its seed. Never throws: a broken promise is a result. */
export async function runPlan(plan: Plan, ground: Ground): Promise<Run> {
  const began = performance.now()
  const world = await openWorld(plan, ground)
  const unheard: unknown[] = []
  const hear = (error: unknown): void => void unheard.push(error)
  process.on('unhandledRejection', hear)
  const head = (): { seed: number; plan: Plan; milliseconds: number } => ({
    seed: plan.seed,
    plan,
    milliseconds: performance.now() - began,
  })
  try {
    const outcome = await live(world)
    // Node tells of a promise that nobody waited for after the microtasks.
    await new Promise((resolve) => setImmediate(resolve))
    if (unheard.length > 0) return { ...head(), ok: false, error: new Error('an error that nobody waits for', { cause: unheard[0] }) }
    return { ...head(), ok: true, outcome }
  } catch (error) {
    return { ...head(), ok: false, error }
  } finally {
    process.off('unhandledRejection', hear)
    await world.close()
  }
}

/** What the runs were like, in plain words. */
export function summaryOf(runs: readonly Run[]): string {
  const good = runs.flatMap((run) => (run.ok ? [run.outcome] : []))
  const steps = runs.map((run) => run.plan.steps.length).toSorted((a, b) => a - b)
  const sum = (read: (outcome: Outcome) => number): number => good.reduce((total, outcome) => total + read(outcome), 0)
  const seconds = runs.reduce((total, run) => total + run.milliseconds, 0) / 1_000
  const faults = [...shareOfFaults(runs)].map(([fault, share]) => `  ${fault.padEnd(20)} ${(share * 100).toFixed(0).padStart(3)} % of runs`)
  return [
    `${runs.length} histories, ${steps[0]} to ${steps.at(-1)} steps (median ${steps[steps.length >> 1]}), ${seconds.toFixed(1)} s`,
    `${sum((one) => one.writes)} cells written, ${sum((one) => one.words)} times typed into the note, ${sum((one) => one.deadRecords)} records ended deleted`,
    `${sum((one) => one.unseen)} values overwritten unseen, ${sum((one) => one.reported)} losses recorded, ${sum((one) => one.spurious)} of them needless`,
    'Faults took effect in:',
    ...faults,
    `${runs.length - good.length} histories broke a promise; ${runs.length === good.length ? '0 words lost' : 'see below'}`,
  ].join('\n')
}

/** In which share of the runs each fault took effect at least once. */
export function shareOfFaults(runs: readonly Run[]): Map<Fault, number> {
  const counts = new Map<Fault, number>()
  for (const run of runs) if (run.ok) for (const fault of run.outcome.took.keys()) counts.set(fault, (counts.get(fault) ?? 0) + 1)
  return new Map([...counts].map(([fault, count]): [Fault, number] => [fault, count / runs.length]).toSorted(([, a], [, b]) => b - a))
}

/** Faults that hardly ever bite prove nothing. */
export const faultsTooRare = (runs: readonly Run[]): Fault[] => {
  const shares = shareOfFaults(runs)
  return [...NETWORK_FAULTS, ...WORLD_FAULTS].filter((fault) => (shares.get(fault) ?? 0) < 0.05)
}

/** Packs and copies of disks lead to a few losses that everybody had seen; more of them are a fault of the rules. */
export const MOST_NEEDLESS = 0.15
/** Where packs are the only way beside the server. */
export const MOST_NEEDLESS_BY_PACKS = 0.07

/** Which share of the recorded losses the winner had seen. */
export function shareOfNeedless(runs: readonly Run[]): { readonly reported: number; readonly share: number } {
  const good = runs.flatMap((run) => (run.ok ? [run.outcome] : []))
  const reported = good.reduce((sum, one) => sum + one.reported, 0)
  return { reported, share: good.reduce((sum, one) => sum + one.spurious, 0) / Math.max(1, reported) }
}

/** A line of a run that held; the seed, the steps and the broken promise of one that failed. */
export function storyOf(run: Run): string {
  if (run.ok) {
    const { writes, reported } = run.outcome
    const seconds = (run.milliseconds / 1_000).toFixed(1)
    return `seed ${run.seed}: ${run.plan.steps.length} steps, ${writes} cells, ${reported} losses recorded, ${seconds} s`
  }
  const { seed, plan, error } = run
  const steps = plan.steps.map((step, index) => `${String(index).padStart(4)} ${JSON.stringify(step)}`)
  const reason = error instanceof Error ? [error.stack ?? error.message, error.cause].filter(Boolean).map(String).join('\n') : String(error)
  return [
    `seed ${seed} broke a promise: ${reason}`,
    `${plan.laptops} laptops, pages of ${plan.pageSize}, compacts after ${plan.compactAfter}; replay with --seeds ${seed}..${seed}`,
    ...steps,
  ].join('\n')
}
