import { z } from 'zod'
import { role, type Role } from '@shared/domain/member.ts'
import type { Digest } from '@shared/sync/digest.ts'
import { cursor, type Cursor } from '@shared/sync/protocol/records.ts'
import type { Database } from './database.ts'
import { readDigest } from './digests.ts'
import { placesUnsent } from './unsent.ts'
import type { ScopeRow } from './versions.ts'

/** Where a visit stands with the ministry's server, as this laptop knows it. */
const scopeState = z.object({
  cursor: cursor.nullable(),
  /** The commit of the last push that was answered, until the cursor has come to it. */
  answered: cursor.optional(),
  /** Commits that packs named, and that are still to be named to the server after `answered`: one with each pull. */
  others: z.array(cursor).optional(),
  /** Everything up to this place is here, as it stood when it was the visit's last: the cursor of a last page, moved by pushes that follow on it. */
  base: z.int().optional(),
  /** The last number given to a push of this scope; persisted before it is sent. */
  pushSeq: z.int(),
  /** Null until the server has told. */
  role: role.nullable(),
  /** When the last pull was complete, by this laptop's clock. */
  pulledAt: z.int().nullable(),
})
export type ScopeState = z.infer<typeof scopeState>

type ToName = Pick<ScopeState, 'answered' | 'others'>

export function nameFirst(commit: Cursor, { answered, others = [] }: ToName): ToName {
  const after = answered ? [answered, ...others] : others
  return { answered: commit, others: after.length > 0 ? after : undefined }
}

/** The commits to be named, without the one that this answer of the server shows to be known. */
export function stillToName({ answered, others = [] }: ToName, named: Cursor | undefined): ToName {
  const [first, ...rest] = [answered, ...others].flatMap((one) => (one && one.token !== named?.token ? [one] : []))
  return { answered: first, others: rest.length > 0 ? rest : undefined }
}

/** Whether a commit that was answered is one that the cursor has not come to. */
export const isAhead = (answered: Cursor, cursor: Cursor | null): boolean => cursor === null || cursor.seq < answered.seq

export const freshScopeState: ScopeState = { cursor: null, pushSeq: 0, role: null, pulledAt: null }

export async function readScopeState({ dexie, seal }: Database, scope: string): Promise<ScopeState> {
  const row = await dexie.scopes.get(scope)
  return row ? scopeState.parse(seal.open(row.body, { table: 'scopes', id: scope, scope })) : freshScopeState
}

/** Also inside a transaction of the scope: cursor and rows must be stored together. */
export async function putScopeState(database: Database, scope: string, state: ScopeState): Promise<void> {
  await database.dexie.scopes.put(scopeRow(database, scope, state))
}

export const scopeRow = ({ seal }: Database, scope: string, state: ScopeState): ScopeRow => ({
  scope,
  body: seal.seal(state, { table: 'scopes', id: scope, scope }),
})

/**
 * A commit that a colleague's laptop knows vouches from here on for what this one took over from it: the next pull names it, and a server
 * that does not know it has lost some of it (docs/sync-spec.md X4, C8).
 */
export async function trustCommit(database: Database, scope: string, commit: Cursor): Promise<void> {
  await database.dexie.transaction('rw', database.dexie.scopes, async () => {
    const state = await readScopeState(database, scope)
    const { cursor: own, answered, others = [] } = state
    if ([own, answered, ...others].some((one) => one?.token === commit.token)) return
    // Neither vouches for what came with the other: the server may have been restored between the two.
    await putScopeState(database, scope, answered ? { ...state, others: [...others, commit] } : { ...state, answered: commit })
  })
}

/** Every visit on this laptop: those with records and those that the server has told of. */
export async function listScopes({ dexie }: Database): Promise<string[]> {
  const ofRecords = (await dexie.records.orderBy('scope').uniqueKeys()) as string[]
  const ofServer = await dexie.scopes.toCollection().primaryKeys()
  return [...new Set([...ofRecords, ...ofServer])].sort()
}

/** What the server says of a visit when it lists all. */
export type Told = { readonly scope: string; readonly role: Role; readonly head: Cursor | null; readonly digest: Digest | null }

/**
 * Whether a pull would bring nothing (docs/sync-spec.md C10): nothing waits, the last commit is the one that this laptop has, and both
 * count the same. Then the visit counts as pulled.
 */
export async function isAsTold(database: Database, { scope, role, head, digest }: Told): Promise<boolean> {
  const { dexie, host } = database
  return dexie.transaction('rw', dexie.scopes, dexie.digests, dexie.unsent, async () => {
    const { answered, ...state } = await readScopeState(database, scope)
    if (answered || !head || state.cursor?.seq !== head.seq || state.cursor.token !== head.token) return false
    if (digest === null || digest !== (await readDigest(database, scope))) return false
    if ((await placesUnsent(database, scope, { limit: 1 })).length > 0) return false
    await putScopeState(database, scope, { ...state, role, pulledAt: host.now() })
    return true
  })
}

/** Whether the last push was answered with a commit that the cursor has not come to. */
export const isBehind = async (database: Database, scope: string): Promise<boolean> =>
  (await readScopeState(database, scope)).answered !== undefined
