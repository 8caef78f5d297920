import { createHash } from 'node:crypto'
import type { BlobBytes } from '../blobs/blob-bytes.ts'
import { namedIn } from '../blobs/named-blobs.ts'
import { readMembers, readScopeIds } from '../db/memberships-repository.ts'
import { actAs, asDoor } from '../db/actor.ts'
import { readAllBlobs } from '../db/blobs-repository.ts'
import type { Database } from '../db/database.ts'
import { readRecordsOfKind } from '../db/records-repository.ts'

/** What the database says of bytes, held against what lies in the folder or the bucket. */
export type CheckedBlobs = {
  /** Contents that were read whole and are those of their name. */
  readonly sound: number
  /** Received by a visit, and not there, or of another length: laptops bring them again by themselves. */
  readonly missing: readonly BlobOfScope[]
  /** There, as long as they should be, and not those of their name: nobody brings them again while they lie there. */
  readonly differing: readonly BlobOfScope[]
  /** Named by live records, and never received: on their way from laptops. */
  readonly awaited: readonly BlobOfScope[]
  /** There, and no visit has received them. */
  readonly strangers: readonly { readonly hash: string; readonly size: number }[]
}
type BlobOfScope = { readonly scope: string; readonly hash: string; readonly size: number }
type Found = 'sound' | 'missing' | 'differing'

/** Reads every content once; writes nothing. */
export async function checkBlobs(database: Database, bytes: BlobBytes): Promise<CheckedBlobs> {
  const received: BlobOfScope[] = []
  const awaited: BlobOfScope[] = []
  for (const scope of await asDoor(database, readScopeIds)) {
    await database.transaction(async (tx) => {
      // Row-level security shows what a visit has to its members and to nobody else: read as one of them.
      await actAs(tx, { kind: 'door' })
      const [member] = await readMembers(tx, scope)
      if (!member) return
      await actAs(tx, { kind: 'account', account: member.account })
      const here = await readAllBlobs(tx, scope)
      received.push(...[...here].map(([hash, size]) => ({ scope, hash, size })))
      const named = namedIn(await readRecordsOfKind(tx, scope, { kind: 'attachment', naming: '' }))
      awaited.push(...[...named.values()].flatMap(({ hash, size }) => (here.has(hash) ? [] : [{ scope, hash, size }])))
    })
  }
  const found = new Map<string, Found>()
  for (const blob of received) found.set(blob.hash, found.get(blob.hash) ?? (await look(bytes, blob)))
  const are = (what: Found): BlobOfScope[] => received.filter(({ hash }) => found.get(hash) === what)
  const strangers = []
  for await (const one of bytes.list()) if (!found.has(one.hash)) strangers.push(one)
  const sound = [...found.values()].filter((what) => what === 'sound').length
  return { sound, missing: are('missing'), differing: are('differing'), awaited, strangers }
}

async function look(bytes: BlobBytes, { hash, size }: BlobOfScope): Promise<Found> {
  if (!(await bytes.has(hash, size))) return 'missing'
  const sum = createHash('sha256')
  if (size > 0) for await (const chunk of await bytes.read(hash, { from: 0, to: size - 1 })) sum.update(chunk as Buffer)
  return sum.digest('hex') === hash ? 'sound' : 'differing'
}
