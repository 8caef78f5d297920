import { isCounted, isKind } from '@shared/domain/tables.ts'
import type { LiveScope } from '../../db/live.ts'
import { freshScopeState } from '../../db/scope-state.ts'
import type { StoredRecord } from '../../db/stored-record.ts'
import type { PackPreview } from '../../sync/take-pack.ts'

/** What accepting would do, as the page tells it. Links travel with what they belong to and are not named. */
export type PreviewGroups = {
  readonly fresh: readonly StoredRecord[]
  readonly changed: readonly StoredRecord[]
  readonly versions: readonly StoredRecord[]
  readonly held: readonly StoredRecord[]
  /** Held back and without a name. */
  readonly unreadable: number
  readonly same: number
  /** Of a newer program: kept and passed on, and shown once this one is newer. */
  readonly unknown: number
}

export function groupsOf({ records, held }: PackPreview): PreviewGroups {
  const of = (...outcomes: readonly string[]): StoredRecord[] =>
    records.filter(({ outcome, record }) => outcomes.includes(outcome) && isCounted(record.kind)).map(({ record }) => record)
  return {
    fresh: of('new'),
    changed: of('changed'),
    versions: of('versions'),
    held: of('epoch-too-far', 'other-kind'),
    unreadable: held.length,
    same: of('same').length,
    unknown: records.filter(({ outcome, record }) => outcome !== 'same' && !isKind(record.kind)).length,
  }
}

/** Nothing of it is news here. */
export const isNothingNew = ({ records }: PackPreview): boolean => records.every(({ outcome }) => outcome === 'same')

/** The visit as it would be, so that a new note is named by the meeting that comes with it. */
export function scopeWith(live: LiveScope | undefined, { records }: PackPreview): LiveScope {
  const kinds: Record<string, Map<string, StoredRecord>> = {}
  for (const { record } of records) {
    const map = (kinds[record.kind] ??= new Map(live?.kinds[record.kind]))
    map.set(record.id, record)
  }
  const empty: LiveScope = { isOpen: true, kinds: {}, unsent: new Map(), state: freshScopeState, receivedAt: null }
  return { ...(live ?? empty), kinds: { ...live?.kinds, ...kinds } }
}
