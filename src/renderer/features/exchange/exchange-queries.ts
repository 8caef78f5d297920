import type { Json } from '@shared/lib/canonical-json.ts'
import { isCounted, isKind } from '@shared/domain/tables.ts'
import { DELETED } from '@shared/sync/cell.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { deviceOfStamp, NEVER, type Stamp } from '@shared/sync/stamp.ts'
import type { Database } from '../../db/database.ts'
import { readHistory } from '../../db/history.ts'
import type { LiveScope } from '../../db/live.ts'
import type { Departure } from '../../db/settings.ts'
import type { StoredRecord } from '../../db/stored-record.ts'
import { twoVersionsOf } from '../../records/losses.ts'
import { ownerOf } from '../../records/record-place.ts'
import { verdictOn, type Verdict } from '../../records/reviews.ts'
import { waitingOf } from '../../records/waiting.ts'
import type { BlobStatus } from '../../sync/blob-status.ts'

export type ScopeEntry = { readonly scope: string; readonly live: LiveScope }

/** A record that the ministry has; `at` is when it received it, by its own clock. */
export type Received = { readonly record: StoredRecord; readonly at: number }

/** Everything that the page shows of the records. */
export type Held = ReturnType<typeof heldIn>
export const heldIn = (scopes: readonly ScopeEntry[]) => ({
  waiting: waitingOf(scopes),
  received: receivedOf(scopes),
  parked: refusedOf(scopes),
  choices: scopes.flatMap(({ live }) => twoVersionsOf(live)),
  revived: revivedOf(scopes),
  reviewed: reviewedOf(scopes),
  toReview: toReviewOf(scopes),
})

/** A record with what the ministry said of it as it is now. */
export type Reviewed = { readonly record: StoredRecord; readonly verdict: Verdict }

/** What was returned or accepted and not changed since, the latest first. */
export function reviewedOf(scopes: readonly ScopeEntry[]): Reviewed[] {
  return scopes
    .flatMap(({ live }) =>
      recordsIn(live).flatMap((record) => {
        const verdict = verdictOn(live, record)
        return verdict?.isCurrent && !isDead(record.cells) ? [{ record, verdict }] : []
      }),
    )
    .sort((a, b) => (b.verdict.review.at ?? 0) - (a.verdict.review.at ?? 0))
}

/** A record that a reviewer has not judged as it is now; `isAgain` when it was judged before. */
export type ToReview = { readonly record: StoredRecord; readonly at: number; readonly isAgain: boolean }

/** Visit -> what waits there for this reviewer, the oldest first; only visits where this person reviews. */
export function toReviewOf(scopes: readonly ScopeEntry[]): readonly { readonly scope: string; readonly entries: readonly ToReview[] }[] {
  return scopes
    .filter(({ live }) => live.state.role === 'reviewer')
    .map(({ scope, live }) => ({
      scope,
      entries: recordsIn(live)
        .flatMap((record) => {
          const verdict = verdictOn(live, record)
          if (record.receivedAt === null || isDead(record.cells) || verdict?.isCurrent) return []
          return [{ record, at: record.receivedAt, isAgain: verdict !== null }]
        })
        .sort((a, b) => a.at - b.at),
    }))
    .filter(({ entries }) => entries.length > 0)
}

const recordsIn = (live: LiveScope): StoredRecord[] =>
  Object.values(live.kinds)
    .flatMap((records) => [...records.values()])
    .filter(({ kind }) => isCounted(kind))

/** What the ministry refused. `links` were refused with it: nobody knows them by name, so what is done with it is done with them. */
export type Refused = { readonly record: StoredRecord; readonly links: readonly StoredRecord[] }

/** It stays here and stops nothing else. A link that was refused for another reason than what it hangs on stands by itself. */
export function refusedOf(scopes: readonly ScopeEntry[]): Refused[] {
  return scopes.flatMap(({ live }) => {
    const parked = [...live.unsent.values()].filter((record) => record.parked !== null)
    const ownerIn = (link: StoredRecord): StoredRecord | undefined => {
      if (isCounted(link.kind) || !isKind(link.kind)) return undefined
      const owner = ownerOf(live, { kind: link.kind, id: link.id })
      return parked.find((one) => one.id === owner.id && one.id !== link.id && isAlike(one, link))
    }
    const owners = new Map(parked.map((record) => [record.id, ownerIn(record)?.id]))
    return parked
      .filter(({ id }) => owners.get(id) === undefined)
      .map((record) => ({ record, links: parked.filter(({ id }) => owners.get(id) === record.id) }))
  })
}

/** Refused for the same reason, and both or neither handed in. */
const isAlike = ({ parked: a }: StoredRecord, { parked: b }: StoredRecord): boolean =>
  a?.reason === b?.reason && a?.detail === b?.detail && (a?.handedInAt === undefined) === (b?.handedInAt === undefined)

/** Bytes of attachments that the ministry does not have, of a visit that left this laptop. @property title empty where it is not known any more */
export type LeftFiles = { readonly scope: string; readonly title: string; readonly bytes: number }

/** Thumbnails count as the files that they are of: their records are gone, so nothing tells them apart. */
export function leftFilesOf(
  { local, held }: Pick<BlobStatus, 'local' | 'held'>,
  here: ReadonlySet<string>,
  departures: readonly Departure[],
): LeftFiles[] {
  const left = new Map<string, number>()
  for (const [key, { scope, size, isWhole, heldAt }] of local) {
    if (isWhole && heldAt === null && !held.has(key) && !here.has(scope)) left.set(scope, (left.get(scope) ?? 0) + size)
  }
  const titleOf = (scope: string): string => departures.find((one) => one.scope === scope)?.title ?? ''
  return [...left].map(([scope, bytes]) => ({ scope, title: titleOf(scope), bytes }))
}

/** What the ministry has received and nothing newer waits, the latest first. */
export function receivedOf(scopes: readonly ScopeEntry[]): Received[] {
  return scopes
    .flatMap(({ live }) => recordsIn(live))
    .flatMap((record) =>
      record.receivedAt !== null && Object.keys(record.pending).length === 0 ? [{ record, at: record.receivedAt }] : [],
    )
    .sort((a, b) => b.at - a.at)
}

/** What stood in a field before people wrote it without having seen each other; the stamp is "never" where nothing did. */
export type Before = { readonly value: Json; readonly stamp: Stamp }

type LookedUp = {
  readonly record: StoredRecord
  readonly field: string
  /** The stamps of the versions that lost. */
  readonly lost?: readonly Stamp[]
}

/**
 * What stood in a field before all its versions: the last of what the value that stands was written over of which is known that the writers of
 * the others had it. Where nothing is known, the oldest that this laptop saw: several edits in a row count as one. Undefined when it saw none.
 */
export async function valueBefore(database: Database, { record, field, lost = [] }: LookedUp): Promise<Before | undefined> {
  const history = await readHistory(database, record.id)
  const seen = new Map<Stamp, { readonly value: Json; readonly place: number }>([[NEVER, { value: null, place: -1 }]])
  for (const [place, { fields }] of history.entries()) {
    const written = fields[field]
    if (written && !seen.has(written.stamp)) seen.set(written.stamp, { value: written.value, place })
  }
  const bases = (record.cells[field]?.bases ?? []).filter((stamp) => seen.has(stamp))
  /** A laptop had what it wrote itself; this one also whatever it held when it wrote. */
  const wasHeldBy = (writer: Stamp, stamp: Stamp): boolean => {
    const own = history.findIndex(({ origin, fields }) => origin === 'local' && fields[field]?.stamp === writer)
    const isOwn = own !== -1 && (seen.get(stamp)?.place ?? own) < own
    return isOwn || (stamp < writer && deviceOfStamp(stamp) === deviceOfStamp(writer))
  }
  const common = lost.length === 0 ? undefined : bases.findLast((stamp) => stamp !== NEVER && lost.every((one) => wasHeldBy(one, stamp)))
  const stamp = common ?? firstValue(bases, history[0]?.fields[field]?.stamp) ?? bases[0]
  return stamp === undefined ? undefined : { value: seen.get(stamp)?.value ?? null, stamp }
}

/** Of a field that the ministry never had: what the record came into the world with, and everybody who has it had. */
const firstValue = (bases: readonly Stamp[], first: Stamp | undefined): Stamp | undefined =>
  bases[0] === NEVER ? bases.find((stamp) => stamp === first) : undefined

/** Deleted by someone who had not seen the latest edit: the record stays, and whoever deleted it is told. */
export const revivedOf = (scopes: readonly ScopeEntry[]): StoredRecord[] =>
  scopes
    .flatMap(({ live }) => recordsIn(live))
    .filter((record) => record.cells[DELETED] !== undefined && record.cells[DELETED].value !== null && !isDead(record.cells))
