import { canonicalJson } from '@shared/lib/canonical-json.ts'
import { isServerWritten } from '@shared/domain/tables.ts'
import type { Cells } from '@shared/sync/cell.ts'
import { combineDigests, digestOfRecord, digestOfText, EMPTY_DIGEST, type Digest } from '@shared/sync/digest.ts'
import { join } from '@shared/sync/join.ts'
import { readScopeIds } from '../db/memberships-repository.ts'
import { actAs, asDoor } from '../db/actor.ts'
import type { Database, Transaction } from '../db/database.ts'
import { readDevicesOfScope, readReconciled, type DeviceOfScope } from '../db/people-repository.ts'
import { readHistories } from '../db/history-repository.ts'
import { readUpdatesOfNote } from '../db/note-updates-repository.ts'
import { readLastPushes, type LastPush } from '../db/pushes-repository.ts'
import { readPlaces } from '../db/places-repository.ts'
import { readRecordsById, type StoredRecord } from '../db/records-repository.ts'
import { readHead, readToken } from '../db/scopes-repository.ts'
import { shapeOfText } from '../sync/merge-updates.ts'

/** What is wrong in a visit: the rule that does not hold, and the record where it is about one. */
export type Problem = { readonly what: ProblemKind; readonly record?: string }
export type ProblemKind =
  /** The counter stands below a place that is used, so laptops would miss rows. */
  | 'counter-behind'
  /** Two rows at one place of the order. */
  | 'place-used-twice'
  /** The last commit has no token, so every laptop would reconcile. */
  | 'no-token'
  /** A record is not what its history adds up to. */
  | 'record-differs'
  /** History of a record that is gone. */
  | 'record-missing'
  /** The record, or the visit, counts with another digest than was kept. */
  | 'digest-differs'

export type CheckedScope = {
  readonly scope: string
  readonly records: number
  readonly received: number
  /** When the server last received something, milliseconds since 1970; null for never. */
  readonly lastCommitAt: number | null
  readonly problems: readonly Problem[]
  /** Laptops that may bring something back, with the last that this database has of each. */
  readonly laptops: readonly CheckedLaptop[]
}
export type CheckedLaptop = DeviceOfScope & {
  readonly lastPush: LastPush | null
  /** When it last noticed that the server had been restored, and sent everything again. */
  readonly reconciledAt: number | null
}

const PAGE = 500

/** Looks at every visit, one after the other, each in one snapshot; writes nothing. */
export async function* checkScopes(database: Database): AsyncGenerator<CheckedScope> {
  for (const scope of await asDoor(database, readScopeIds)) {
    yield await database.transaction((tx) => checkScope(tx, scope), 'repeatable read')
  }
}

async function checkScope(tx: Transaction, scope: string): Promise<CheckedScope> {
  await actAs(tx, { kind: 'server', scope })
  const head = (await readHead(tx, scope)) ?? { seq: 0, digest: null }
  const places = await readPlaces(tx, scope)
  const problems: Problem[] = []
  if (places.last > head.seq) problems.push({ what: 'counter-behind' })
  if (places.used !== places.different) problems.push({ what: 'place-used-twice' })
  if (head.seq > 0 && (await readToken(tx, scope, head.seq)) === null) problems.push({ what: 'no-token' })
  const rows = await checkRecords(tx, scope)
  problems.push(...rows.problems)
  // Null until somebody writes after an upgrade: then it is counted.
  if (head.digest !== null && head.digest !== rows.digest) problems.push({ what: 'digest-differs' })
  if (places.orphans > 0) problems.push({ what: 'record-missing' })
  const pushes = await readLastPushes(tx, scope)
  await actAs(tx, { kind: 'door' })
  const reconciled = await readReconciled(tx, scope)
  const laptops = (await readDevicesOfScope(tx, scope)).map((device) => ({
    ...device,
    lastPush: pushes.find((push) => push.account === device.account && push.device === device.device) ?? null,
    reconciledAt: reconciled.find((one) => one.account === device.account && one.device === device.device)?.at ?? null,
  }))
  return { scope, records: rows.count, received: places.received, lastCommitAt: places.lastCommitAt, problems, laptops }
}

/** Every record against its history and its digest, page by page, so that memory stays flat. */
async function checkRecords(tx: Transaction, scope: string): Promise<{ count: number; digest: Digest; problems: Problem[] }> {
  const problems: Problem[] = []
  let digest = EMPTY_DIGEST
  let count = 0
  for (let after = ''; ;) {
    const page = await readRecordsById(tx, scope, { bucket: '', after, limit: PAGE })
    const histories = await readHistories(
      tx,
      scope,
      page.map((record) => record.id),
    )
    for (const record of page) {
      const counted = await countedAnew(tx, scope, record)
      digest = combineDigests(digest, counted.digest, counted.textDigest)
      if (counted.digest !== record.digest || counted.textDigest !== record.textDigest) {
        problems.push({ what: 'digest-differs', record: record.id })
      }
      const history = histories.get(record.id) ?? []
      if (!isServerMade(record) && !isSumOf(record.cells, history)) problems.push({ what: 'record-differs', record: record.id })
    }
    count += page.length
    after = page.at(-1)?.id ?? ''
    if (page.length < PAGE) return { count, digest, problems }
  }
}

/** Members are the server's; it also makes the conflicts that it finds itself, which no laptop sent. */
const isServerMade = ({ kind }: StoredRecord): boolean => isServerWritten(kind) || kind === 'conflict'

/** Bases are left out: one cell may have come with several. */
function isSumOf(cells: Cells, history: readonly { readonly cells: Cells }[]): boolean {
  const sum = history.reduce<Cells>((joined, delta) => join(joined, delta.cells), {})
  return canonicalJson(plain(sum)) === canonicalJson(plain(cells))
}

const plain = (cells: Cells) => Object.fromEntries(Object.entries(cells).map(([field, { value, stamp }]) => [field, [stamp, value]]))

async function countedAnew(tx: Transaction, scope: string, record: StoredRecord): Promise<{ digest: Digest; textDigest: Digest }> {
  const updates = record.kind === 'note' ? await readUpdatesOfNote(tx, scope, record.id) : []
  return {
    digest: digestOfRecord(record),
    textDigest: updates.length === 0 ? EMPTY_DIGEST : digestOfText(record.id, shapeOfText(updates)),
  }
}
