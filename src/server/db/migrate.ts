import { sha256Hex } from '@shared/lib/id.ts'
import type { Database } from './database.ts'
import ground from './migrations/0001-ground.sql?raw'
import digests from './migrations/0002-digests.sql?raw'
import reviewersDevicesAudit from './migrations/0003-reviewers-devices-audit.sql?raw'
import rescueTables from './migrations/0004-rescue.sql?raw'
import instances from './migrations/0005-instances.sql?raw'
import provider from './migrations/0006-provider.sql?raw'
import blobs from './migrations/0007-blobs.sql?raw'
import syncCost from './migrations/0008-sync-cost.sql?raw'
import proofs from './migrations/0009-proofs.sql?raw'
import passwordResets from './migrations/0010-password-resets.sql?raw'
import changedFields from './migrations/0011-changed-fields.sql?raw'
import ownHistory from './migrations/0012-own-history.sql?raw'
import lostRenewals from './migrations/0013-lost-renewals.sql?raw'
import ownersAtTheDoor from './migrations/0014-owners-at-the-door.sql?raw'

export type Migration = { readonly name: string; readonly sql: string }

/** In order; a migration that has run anywhere is never changed again. */
export const migrations: readonly Migration[] = [
  { name: '0001-ground', sql: ground },
  { name: '0002-digests', sql: digests },
  { name: '0003-reviewers-devices-audit', sql: reviewersDevicesAudit },
  { name: '0004-rescue', sql: rescueTables },
  { name: '0005-instances', sql: instances },
  { name: '0006-provider', sql: provider },
  { name: '0007-blobs', sql: blobs },
  { name: '0008-sync-cost', sql: syncCost },
  { name: '0009-proofs', sql: proofs },
  { name: '0010-password-resets', sql: passwordResets },
  { name: '0011-changed-fields', sql: changedFields },
  { name: '0012-own-history', sql: ownHistory },
  { name: '0013-lost-renewals', sql: lostRenewals },
  { name: '0014-owners-at-the-door', sql: ownersAtTheDoor },
]

/** The lock that lets only one of several starting instances migrate. */
const LOCK = 7_262_451_833

/**
 * Brings the tables up to date, as the database's owner. Each migration is one transaction.
 * Throws a sentence when the database was made by a newer or a changed version.
 */
export async function migrate(database: Database, list: readonly Migration[] = migrations): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
    await tx.script('CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, hash text NOT NULL)')
  })
  for (const migration of list) {
    await database.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
      const rows = await tx.query<{ hash: string }>('SELECT hash FROM migrations WHERE name = $1', [migration.name])
      const hash = sha256Hex(migration.sql)
      if (rows[0]?.hash === hash) return
      if (rows[0]) throw new Error(`The database was made by another version of Safarnoma: its step ${migration.name} differs.`)
      await tx.script(migration.sql)
      await tx.query('INSERT INTO migrations (name, hash) VALUES ($1, $2)', [migration.name, hash])
    })
  }
  await refuseNewer(database, list)
}

/** A sentence when the tables are not those of this version; null when they are. Changes nothing. */
export async function whyNotCurrent(database: Database, list: readonly Migration[] = migrations): Promise<string | null> {
  const there = await database.transaction((tx) => tx.query<{ name: string | null }>(`SELECT to_regclass('migrations')::text AS name`))
  if (!there[0]?.name) return 'This database holds no Safarnoma.'
  const rows = await database.transaction((tx) => tx.query<{ name: string; hash: string }>('SELECT name, hash FROM migrations'))
  const isCurrent = list.every((step) => rows.some((row) => row.name === step.name && row.hash === sha256Hex(step.sql)))
  return isCurrent && rows.length === list.length
    ? null
    : 'The tables are of another version of Safarnoma: check with the version that made them, or start this one once, which upgrades them.'
}

async function refuseNewer(database: Database, list: readonly Migration[]): Promise<void> {
  const rows = await database.transaction((tx) => tx.query<{ name: string }>('SELECT name FROM migrations ORDER BY name'))
  const unknown = rows.find((row) => !list.some((migration) => migration.name === row.name))
  if (unknown) throw new Error(`The database was made by a newer version of Safarnoma: this one does not know its step ${unknown.name}.`)
}
