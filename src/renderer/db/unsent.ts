import { Dexie, type DBCoreTransaction } from 'dexie'
import type { Database } from './database.ts'
import type { Place } from './versions.ts'

/** Ids of what waits of a visit, oldest first. Also inside a transaction. */
export async function idsUnsent(database: Database, scope: string): Promise<string[]> {
  return (await placesUnsent(database, scope)).map(idAt)
}

/** Places of what waits of a visit, oldest first, those after one alone, `from` the so many-th on, `limit` at most. */
export function placesUnsent(
  { dexie }: Database,
  scope: string,
  { after, from = 0, limit }: { after?: Place | undefined; from?: number; limit?: number } = {},
): PromiseLike<Place[]> {
  const all = dexie.unsent.where(':id').between(after ?? [scope], [scope, Dexie.maxKey], after === undefined)
  const rest = from === 0 ? all : all.offset(from)
  return (limit === undefined ? rest : rest.limit(limit)).primaryKeys()
}

/** Places from the one to the other as they are now. */
export const placesBetween = ({ dexie }: Database, first: Place, last: Place): PromiseLike<Place[]> =>
  dexie.unsent.where(':id').between(first, last, true, true).primaryKeys()

/** How many there are: `placesBetween` without reading them. */
export const countBetween = ({ dexie }: Database, first: Place, last: Place): PromiseLike<number> =>
  dexie.unsent.where(':id').between(first, last, true, true).count()

export const idAt = (place: Place): string => place[2]

/**
 * Inside a transaction only. These wait no longer.
 * @param known every place between the first and the last of them, in order: what stands side by side goes at once
 */
export async function leaveUnsent(
  database: Database,
  scope: string,
  left: { ids: ReadonlySet<string>; known: readonly Place[] },
): Promise<void> {
  const { ids, known } = left
  if (ids.size === 0) return
  const { runs, unknown } = runsOf(ids, known)
  const single: Place[] = []
  const calls: PromiseLike<unknown>[] = []
  for (const run of runs) {
    const [first, last] = [run[0], run.at(-1)]
    if (run.length > 1 && first && last) calls.push(deleteRange(database, first, last))
    else single.push(...run)
  }
  // No index leads from a record to its place: each record that begins to wait, and each that is settled, would pay for what is seldom asked.
  if (unknown.size > 0) single.push(...(await placesUnsent(database, scope)).filter((place) => unknown.has(idAt(place))))
  if (single.length > 0) calls.push(database.dexie.unsent.bulkDelete(single))
  await Promise.all(calls)
}

/** Of `DBCoreRangeType`, which is there for the compiler alone. */
const RANGE = 2

/** As the table would, without counting what is there first. */
function deleteRange({ dexie }: Database, lower: Place, upper: Place): PromiseLike<unknown> {
  const trans = Dexie.currentTransaction.idbtrans as unknown as DBCoreTransaction
  return dexie.unsent.core.mutate({ trans, type: 'deleteRange', range: { type: RANGE, lower, upper } })
}

/** What of these stands side by side among the known places, and what is not there. */
function runsOf(ids: ReadonlySet<string>, known: readonly Place[]): { readonly runs: Place[][]; readonly unknown: ReadonlySet<string> } {
  const unknown = new Set(ids)
  const runs: Place[][] = []
  let run: Place[] | null = null
  for (let at = 0; at < known.length; at += 1) {
    const place = known[at] as Place
    if (!unknown.delete(idAt(place))) run = null
    else if (run) run.push(place)
    else runs.push((run = [place]))
  }
  return { runs, unknown }
}
