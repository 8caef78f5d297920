import type { Role } from '@shared/domain/member.ts'
import type { Transaction } from './database.ts'

/** SQL on accounts, devices, sessions and memberships. Every function runs inside the caller's transaction, as the door. */

export type Account = {
  readonly id: string
  readonly account: string
  readonly name: string
  readonly personId: string
  /** Null for an account that the provider alone vouches for. */
  readonly passwordHash: string | null
  readonly isAdministrator: boolean
  /** Null while the account may be used. */
  readonly disabledAt: number | null
}
export type Device = {
  readonly account: string
  readonly id: string
  readonly name: string
  readonly personId: string
  readonly predecessor: string | null
}
export type Session = { readonly id: string; readonly account: string; readonly device: string; readonly revokedAt: number | null }
export type Member = {
  readonly account: string
  readonly accountName: string
  readonly personId: string
  readonly name: string
  readonly role: Role
}
export type Invitation = { readonly scope: string; readonly role: Role; readonly invitedBy: string }

type AccountRow = {
  id: string
  account: string
  name: string
  person_id: string
  password_hash: string | null
  is_administrator: boolean
  disabled_at: number | null
}

/** Two spellings of one account name are one account. */
const accountKey = (account: string): string => account.normalize('NFKC').toLowerCase()

// ---------------------------------------------------------------- set-up

export async function isSetUp(tx: Transaction): Promise<boolean> {
  const rows = await tx.query('SELECT 1 FROM server_state WHERE set_up_at IS NOT NULL')
  return rows.length === 1
}

/** One more code: every instance prints its own, and all of the newest twenty work until one is used. */
export async function addSetupCode(tx: Transaction, hash: string, at: number): Promise<void> {
  await tx.query('INSERT INTO setup_codes (hash, created_at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING', [hash, at])
  await tx.query('DELETE FROM setup_codes WHERE hash NOT IN (SELECT hash FROM setup_codes ORDER BY created_at DESC, hash LIMIT 20)')
}

export async function isSetupCode(tx: Transaction, hash: string): Promise<boolean> {
  return (await tx.query('SELECT 1 FROM setup_codes WHERE hash = $1', [hash])).length === 1
}

/** Spends the code, and with it all others; false when somebody was quicker. */
export async function spendSetupCode(tx: Transaction, hash: string, at: number): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE server_state SET set_up_at = $2 WHERE set_up_at IS NULL AND EXISTS (SELECT 1 FROM setup_codes WHERE hash = $1) RETURNING 1`,
    [hash, at],
  )
  if (rows.length === 0) return false
  await tx.query('DELETE FROM setup_codes')
  return true
}

// ---------------------------------------------------------------- accounts and devices

export async function findAccount(tx: Transaction, account: string): Promise<Account | null> {
  const rows = await tx.query<AccountRow>('SELECT * FROM accounts WHERE account_key = $1', [accountKey(account)])
  return rows[0] ? accountOf(rows[0]) : null
}

export async function findAccountById(tx: Transaction, id: string): Promise<Account | null> {
  const rows = await tx.query<AccountRow>('SELECT * FROM accounts WHERE id = $1', [id])
  return rows[0] ? accountOf(rows[0]) : null
}

export async function isPersonTaken(tx: Transaction, personId: string): Promise<boolean> {
  return (await tx.query('SELECT 1 FROM accounts WHERE person_id = $1', [personId])).length === 1
}

/** False when the name is taken. */
export async function createAccount(tx: Transaction, account: Omit<Account, 'disabledAt'>, at: number): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO accounts (id, account, account_key, name, person_id, password_hash, is_administrator, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (account_key) DO NOTHING RETURNING id`,
    [
      account.id,
      account.account,
      accountKey(account.account),
      account.name,
      account.personId,
      account.passwordHash,
      account.isAdministrator,
      at,
    ],
  )
  return rows.length === 1
}

/** Registers the device at its first sign-in; later ones keep what stands and note the time. A revoked one stays out. */
export async function registerDevice(tx: Transaction, device: Device, at: number): Promise<'new' | 'known' | 'revoked'> {
  const rows = await tx.query<{ is_new: boolean }>(
    `INSERT INTO devices (account, id, name, person_id, predecessor, registered_at, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $6)
     ON CONFLICT (account, id) DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at WHERE devices.revoked_at IS NULL
     RETURNING xmax = 0 AS is_new`,
    [device.account, device.id, device.name, device.personId, device.predecessor, at],
  )
  return rows[0] ? (rows[0].is_new ? 'new' : 'known') : 'revoked'
}

// ---------------------------------------------------------------- sessions

export type AccessToken = { readonly hash: string; readonly expiresAt: number }
export type RefreshToken = { readonly hash: string; readonly expiresAt: number }

export async function createSession(
  tx: Transaction,
  session: { id: string; account: string; device: string },
  access: AccessToken & { at: number },
): Promise<void> {
  await tx.query('INSERT INTO sessions (id, account, device, access_hash, access_expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)', [
    session.id,
    session.account,
    session.device,
    access.hash,
    access.expiresAt,
    access.at,
  ])
}

export async function setAccessToken(tx: Transaction, session: string, access: AccessToken): Promise<void> {
  await tx.query('UPDATE sessions SET access_hash = $2, access_expires_at = $3 WHERE id = $1', [session, access.hash, access.expiresAt])
}

export async function addRefreshToken(tx: Transaction, session: string, token: RefreshToken): Promise<void> {
  await tx.query('INSERT INTO refresh_tokens (hash, session, expires_at) VALUES ($1, $2, $3)', [token.hash, session, token.expiresAt])
}

export type SignedIn = Account & { readonly session: string; readonly device: string }

/** Whose access token this is; null when it is unknown, expired or revoked. */
export async function findAccess(tx: Transaction, hash: string, at: number): Promise<SignedIn | null> {
  const rows = await tx.query<AccountRow & { session: string; device: string }>(
    `SELECT a.*, s.id AS session, s.device FROM sessions s JOIN accounts a ON a.id = s.account
     JOIN devices d ON d.account = s.account AND d.id = s.device
     WHERE s.access_hash = $1 AND s.access_expires_at > $2
       AND s.revoked_at IS NULL AND d.revoked_at IS NULL AND a.disabled_at IS NULL`,
    [hash, at],
  )
  return rows[0] ? { ...accountOf(rows[0]), session: rows[0].session, device: rows[0].device } : null
}

export type RefreshState = SignedIn & {
  readonly expiresAt: number
  readonly isUsed: boolean
  /** `ended`: signed out, or a token of the session was copied. */
  readonly standing: Standing
}
export type Standing = 'open' | 'ended' | 'device-revoked' | 'account-disabled'

/** Locks the token's session, so that two uses of one token come one after the other. */
export async function findRefresh(tx: Transaction, hash: string): Promise<RefreshState | null> {
  await tx.query('SELECT 1 FROM sessions WHERE id = (SELECT session FROM refresh_tokens WHERE hash = $1) FOR UPDATE', [hash])
  const rows = await tx.query<
    AccountRow & {
      session: string
      device: string
      expires_at: number
      used_at: number | null
      standing: Standing
    }
  >(
    `SELECT a.*, s.id AS session, s.device, t.expires_at, t.used_at,
       CASE WHEN d.revoked_at IS NOT NULL THEN 'device-revoked' WHEN a.disabled_at IS NOT NULL THEN 'account-disabled'
            WHEN s.revoked_at IS NOT NULL THEN 'ended' ELSE 'open' END AS standing
     FROM refresh_tokens t JOIN sessions s ON s.id = t.session JOIN accounts a ON a.id = s.account
     JOIN devices d ON d.account = s.account AND d.id = s.device WHERE t.hash = $1`,
    [hash],
  )
  const row = rows[0]
  if (!row) return null
  const { session, device } = row
  return { ...accountOf(row), session, device, expiresAt: row.expires_at, isUsed: row.used_at !== null, standing: row.standing }
}

export async function useRefreshToken(tx: Transaction, hash: string, at: number): Promise<void> {
  await tx.query('UPDATE refresh_tokens SET used_at = $2 WHERE hash = $1', [hash, at])
}

export async function noteSeen(tx: Transaction, device: { account: string; id: string }, at: number): Promise<void> {
  await tx.query('UPDATE devices SET seen_at = $3 WHERE account = $1 AND id = $2', [device.account, device.id, at])
}

/** Every token of the family is worthless from here on. */
export async function revokeSession(tx: Transaction, session: string, at: number): Promise<void> {
  await tx.query('UPDATE sessions SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL', [session, at])
}

/** Every session of the account but one. */
export async function revokeOtherSessions(tx: Transaction, account: string, keep: { session: string; at: number }): Promise<void> {
  await tx.query('UPDATE sessions SET revoked_at = $3 WHERE account = $1 AND id <> $2 AND revoked_at IS NULL', [
    account,
    keep.session,
    keep.at,
  ])
}

/** Forgets sessions none of whose refresh tokens can be used any more. */
export async function forgetOldSessions(tx: Transaction, account: string, at: number): Promise<void> {
  await tx.query(
    `DELETE FROM sessions s WHERE s.account = $1 AND s.access_expires_at < $2
     AND NOT EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.session = s.id AND t.expires_at > $2)`,
    [account, at],
  )
}

// ---------------------------------------------------------------- memberships

export async function readRole(tx: Transaction, scope: string, account: string): Promise<Role | null> {
  const rows = await tx.query<{ role: Role }>('SELECT role FROM memberships WHERE scope = $1 AND account = $2', [scope, account])
  return rows[0]?.role ?? null
}

export const readScopes = (tx: Transaction, account: string): Promise<{ scope: string; role: Role }[]> =>
  tx.query('SELECT scope, role FROM memberships WHERE account = $1 ORDER BY since, scope', [account])

export async function writeMembership(
  tx: Transaction,
  member: { scope: string; account: string; role: Role; since: number },
): Promise<void> {
  await tx.query(
    `INSERT INTO memberships (scope, account, role, since) VALUES ($1, $2, $3, $4)
     ON CONFLICT (scope, account) DO UPDATE SET role = excluded.role`,
    [member.scope, member.account, member.role, member.since],
  )
}

/** Remembers what somebody was in a visit before they were removed or got another role. */
export async function keepPastMembership(
  tx: Transaction,
  past: { scope: string; account: string; role: Role; endedAt: number },
): Promise<void> {
  await tx.query(
    `INSERT INTO past_memberships (scope, account, role, ended_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (scope, account) DO UPDATE SET role = excluded.role, ended_at = excluded.ended_at`,
    [past.scope, past.account, past.role, past.endedAt],
  )
}

export async function readPastRole(tx: Transaction, scope: string, account: string): Promise<Role | null> {
  const rows = await tx.query<{ role: Role }>('SELECT role FROM past_memberships WHERE scope = $1 AND account = $2', [scope, account])
  return rows[0]?.role ?? null
}

export async function deleteMembership(tx: Transaction, scope: string, account: string): Promise<void> {
  await tx.query('DELETE FROM memberships WHERE scope = $1 AND account = $2', [scope, account])
}

/** The members of a visit, locked, so that two changes cannot both leave it without an owner. */
export async function readMembers(tx: Transaction, scope: string): Promise<Member[]> {
  const rows = await tx.query<{ id: string; account: string; person_id: string; name: string; role: Role }>(
    `SELECT a.id, a.account, a.person_id, a.name, m.role FROM memberships m JOIN accounts a ON a.id = m.account
     WHERE m.scope = $1 ORDER BY m.since, a.account_key FOR UPDATE OF m`,
    [scope],
  )
  return rows.map((row) => ({ account: row.id, accountName: row.account, personId: row.person_id, name: row.name, role: row.role }))
}

/** Every visit, for the check of a restored server. */
export async function readScopeIds(tx: Transaction): Promise<string[]> {
  return (await tx.query<{ id: string }>('SELECT id FROM scopes ORDER BY created_at, id')).map((row) => row.id)
}

// ---------------------------------------------------------------- invitations

export async function createInvitation(
  tx: Transaction,
  codeHash: string,
  invitation: Invitation & { createdAt: number; expiresAt: number },
): Promise<void> {
  await tx.query('INSERT INTO invitations (code_hash, scope, role, invited_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)', [
    codeHash,
    invitation.scope,
    invitation.role,
    invitation.invitedBy,
    invitation.createdAt,
    invitation.expiresAt,
  ])
}

/** An invitation that can still be used, locked; one whose inviter is an owner no more cannot. */
export async function findInvitation(tx: Transaction, codeHash: string, at: number): Promise<Invitation | null> {
  const rows = await tx.query<{ scope: string; role: Role; invited_by: string }>(
    `SELECT i.scope, i.role, i.invited_by FROM invitations i
     JOIN memberships m ON m.scope = i.scope AND m.account = i.invited_by AND m.role = 'owner'
     WHERE i.code_hash = $1 AND i.used_at IS NULL AND i.expires_at > $2 FOR UPDATE OF i`,
    [codeHash, at],
  )
  return rows[0] ? { scope: rows[0].scope, role: rows[0].role, invitedBy: rows[0].invited_by } : null
}

export async function spendInvitation(tx: Transaction, codeHash: string, use: { account: string; at: number }): Promise<void> {
  await tx.query('UPDATE invitations SET used_by = $2, used_at = $3 WHERE code_hash = $1', [codeHash, use.account, use.at])
}

const accountOf = (row: AccountRow): Account => ({
  id: row.id,
  account: row.account,
  name: row.name,
  personId: row.person_id,
  passwordHash: row.password_hash,
  isAdministrator: row.is_administrator,
  disabledAt: row.disabled_at,
})
