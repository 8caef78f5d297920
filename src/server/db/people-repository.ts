import type { z } from 'zod'
import type { Role } from '@shared/domain/member.ts'
import type { devicesReply, usersReply } from '@shared/sync/protocol/devices.ts'
import type { Transaction } from './database.ts'

/** SQL on devices and accounts as people look at them. Every function runs inside the caller's transaction, as the door. */

export type DeviceEntry = z.infer<typeof devicesReply>['devices'][number]
export type UserEntry = z.infer<typeof usersReply>['users'][number]

type DeviceRow = {
  account: string
  id: string
  name: string
  predecessor: string | null
  registered_at: number
  seen_at: number
  revoked_at: number | null
}

/** Devices of these accounts, the last seen first. */
export async function readDevices(tx: Transaction, accounts: readonly string[]): Promise<Map<string, DeviceEntry[]>> {
  const rows = await tx.query<DeviceRow>(
    `SELECT account, id, name, predecessor, registered_at, seen_at, revoked_at FROM devices WHERE account = ANY($1::text[])
     ORDER BY seen_at DESC, id`,
    [accounts],
  )
  const devices = new Map<string, DeviceEntry[]>(accounts.map((account) => [account, []]))
  for (const row of rows) devices.get(row.account)?.push(deviceOf(row))
  return devices
}

/** The ids that history knows an account's writing by: the newest hundred. */
export async function readDeviceIds(tx: Transaction, account: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>('SELECT id FROM devices WHERE account = $1 ORDER BY registered_at DESC, id LIMIT 100', [
    account,
  ])
  return rows.map((row) => row.id).toSorted()
}

export type KnownDevice = {
  readonly id: string
  readonly account: string
  readonly name: string
  readonly isRevoked: boolean
  readonly owner: { readonly personId: string; readonly name: string }
}

/** Whose devices these are. One that several people share comes once for each, the first to register first. */
export async function readKnownDevices(tx: Transaction, ids: readonly string[]): Promise<KnownDevice[]> {
  const rows = await tx.query<{ id: string; account: string; name: string; is_revoked: boolean; person_id: string; owner_name: string }>(
    `SELECT d.id, d.account, d.name, d.revoked_at IS NOT NULL AS is_revoked, a.person_id, a.name AS owner_name
     FROM devices d JOIN accounts a ON a.id = d.account WHERE d.id = ANY($1::text[]) ORDER BY d.registered_at, d.account`,
    [ids],
  )
  return rows.map((row) => ({
    id: row.id,
    account: row.account,
    name: row.name,
    isRevoked: row.is_revoked,
    owner: { personId: row.person_id, name: row.owner_name },
  }))
}

/** What these devices sign with. */
export async function readDeviceKeys(tx: Transaction, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ device: string; key: string }>('SELECT device, key FROM device_keys WHERE device = ANY($1::text[])', [ids])
  return new Map(rows.map((row) => [row.device, row.key]))
}

/**
 * Registers what a device signs with. The first one stays, and only the account that registered the device first says it: a device's id is
 * known to whoever sees its work, and must not be enough to sign in its name.
 */
export async function registerDeviceKey(tx: Transaction, device: { account: string; id: string; key: string }, at: number): Promise<void> {
  await tx.query(
    `INSERT INTO device_keys (device, account, key, registered_at) SELECT d.id, d.account, $3, $4 FROM devices d
     WHERE d.id = $1 AND d.account = $2 AND NOT EXISTS (
       SELECT 1 FROM devices o WHERE o.id = d.id AND (o.registered_at, o.account) < (d.registered_at, d.account))
     ON CONFLICT (device) DO NOTHING`,
    [device.id, device.account, device.key, at],
  )
}

/** Which of these devices were reported lost, by whoever they belong to. */
export async function readRevoked(tx: Transaction, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>('SELECT DISTINCT id FROM devices WHERE id = ANY($1::text[]) AND revoked_at IS NOT NULL', [
    ids,
  ])
  return new Set(rows.map((row) => row.id))
}

export async function readPeople(tx: Transaction, accounts: readonly string[]): Promise<Map<string, { personId: string; name: string }>> {
  const rows = await tx.query<{ id: string; person_id: string; name: string }>(
    'SELECT id, person_id, name FROM accounts WHERE id = ANY($1::text[])',
    [accounts],
  )
  return new Map(rows.map((row) => [row.id, { personId: row.person_id, name: row.name }]))
}

export type DeviceOfScope = {
  readonly account: string
  readonly device: string
  readonly name: string
  readonly owner: string
  readonly role: Role
  readonly seenAt: number
}

/** Devices of the members of a visit that can bring something: not the ones that were reported lost. */
export async function readDevicesOfScope(tx: Transaction, scope: string): Promise<DeviceOfScope[]> {
  const rows = await tx.query<{ account: string; id: string; name: string; owner: string; role: Role; seen_at: number }>(
    `SELECT d.account, d.id, d.name, a.account AS owner, m.role, d.seen_at
     FROM memberships m JOIN accounts a ON a.id = m.account JOIN devices d ON d.account = a.id
     WHERE m.scope = $1 AND d.revoked_at IS NULL ORDER BY a.account_key, d.registered_at, d.id`,
    [scope],
  )
  return rows.map(({ id, seen_at: seenAt, ...row }) => ({ ...row, device: id, seenAt }))
}

/** When devices last noticed that the server had been restored, and sent everything of this visit again. */
export async function readReconciled(tx: Transaction, scope: string): Promise<{ account: string; device: string; at: number }[]> {
  return tx.query(
    `SELECT account, device, max(at) AS at FROM audit WHERE scope = $1 AND action = 'laptop-reconciled' GROUP BY account, device`,
    [scope],
  )
}

/** Every token of the device is worthless from here on. False when it is not there, or was revoked before. */
export async function revokeDevice(tx: Transaction, device: { account: string; id: string }, at: number): Promise<boolean> {
  const rows = await tx.query('UPDATE devices SET revoked_at = $3 WHERE account = $1 AND id = $2 AND revoked_at IS NULL RETURNING 1', [
    device.account,
    device.id,
    at,
  ])
  await tx.query('UPDATE sessions SET revoked_at = $3 WHERE account = $1 AND device = $2 AND revoked_at IS NULL', [
    device.account,
    device.id,
    at,
  ])
  return rows.length === 1
}

export async function readUsers(tx: Transaction): Promise<UserEntry[]> {
  const rows = await tx.query<UserRow>(
    `SELECT a.id, a.account, a.name, a.person_id, a.is_administrator, a.created_at, a.disabled_at, count(m.scope)::int AS visits
     FROM accounts a LEFT JOIN memberships m ON m.account = a.id GROUP BY a.id ORDER BY a.account_key`,
  )
  const devices = await readDevices(
    tx,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({
    personId: row.person_id,
    account: row.account,
    name: row.name,
    isAdministrator: row.is_administrator,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    visits: row.visits,
    devices: devices.get(row.id) ?? [],
  }))
}

type UserRow = {
  id: string
  account: string
  name: string
  person_id: string
  is_administrator: boolean
  created_at: number
  disabled_at: number | null
  visits: number
}
export type UserState = { readonly id: string; readonly isAdministrator: boolean; readonly isDisabled: boolean }

/** The account of a person, after locking everyone who administers, so that two changes cannot leave the server without one. */
export async function lockUser(tx: Transaction, personId: string): Promise<{ user: UserState | null; administrators: number }> {
  const administrators = await tx.query('SELECT 1 FROM accounts WHERE is_administrator AND disabled_at IS NULL ORDER BY id FOR UPDATE')
  const rows = await tx.query<{ id: string; is_administrator: boolean; disabled_at: number | null }>(
    'SELECT id, is_administrator, disabled_at FROM accounts WHERE person_id = $1 FOR UPDATE',
    [personId],
  )
  const row = rows[0]
  const user = row ? { id: row.id, isAdministrator: row.is_administrator, isDisabled: row.disabled_at !== null } : null
  return { user, administrators: administrators.length }
}

/** Who is disabled has no session any more. */
export async function writeUser(tx: Transaction, user: UserState, at: number): Promise<void> {
  await tx.query(
    `UPDATE accounts SET is_administrator = $2, disabled_at = CASE WHEN $3::boolean THEN coalesce(disabled_at, $4) END WHERE id = $1`,
    [user.id, user.isAdministrator, user.isDisabled, at],
  )
  if (user.isDisabled) await tx.query('UPDATE sessions SET revoked_at = $2 WHERE account = $1 AND revoked_at IS NULL', [user.id, at])
}

export async function writePassword(tx: Transaction, account: string, hash: string): Promise<void> {
  await tx.query('UPDATE accounts SET password_hash = $2 WHERE id = $1', [account, hash])
}

/** The old password, every session and any code from before are worthless from here on. */
export async function putReset(
  tx: Transaction,
  reset: { readonly account: string; readonly codeHash: string; readonly expiresAt: number },
  at: number,
): Promise<void> {
  await tx.query('DELETE FROM password_resets WHERE account = $1', [reset.account])
  await tx.query('INSERT INTO password_resets (account, code_hash, expires_at) VALUES ($1, $2, $3)', [
    reset.account,
    reset.codeHash,
    reset.expiresAt,
  ])
  await tx.query('UPDATE accounts SET password_hash = NULL WHERE id = $1', [reset.account])
  await tx.query('UPDATE sessions SET revoked_at = $2 WHERE account = $1 AND revoked_at IS NULL', [reset.account, at])
}

export async function isReset(
  tx: Transaction,
  reset: { readonly account: string; readonly codeHash: string },
  at: number,
): Promise<boolean> {
  const values = [reset.account, reset.codeHash, at]
  return (await tx.query('SELECT 1 FROM password_resets WHERE account = $1 AND code_hash = $2 AND expires_at > $3', values)).length === 1
}

/** False when somebody was quicker. */
export async function spendReset(
  tx: Transaction,
  reset: { readonly account: string; readonly codeHash: string },
  at: number,
): Promise<boolean> {
  const values = [reset.account, reset.codeHash, at]
  const sql = 'DELETE FROM password_resets WHERE account = $1 AND code_hash = $2 AND expires_at > $3 RETURNING 1'
  return (await tx.query(sql, values)).length === 1
}

const deviceOf = (row: DeviceRow): DeviceEntry => ({
  id: row.id,
  name: row.name,
  predecessor: row.predecessor,
  registeredAt: row.registered_at,
  seenAt: row.seen_at,
  revokedAt: row.revoked_at,
})
