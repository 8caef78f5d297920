import { accountOf, type Account, type AccountRow } from './access-repository.ts'
import type { Transaction } from './database.ts'

/** SQL on sessions and their tokens. Every function runs inside the caller's transaction, as the door. */

export type Session = { readonly id: string; readonly account: string; readonly device: string; readonly revokedAt: number | null }
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

/** @param renewedBy hash of the refresh token that was taken for it */
export async function renewAccessToken(tx: Transaction, session: string, access: AccessToken & { renewedBy: string }): Promise<void> {
  await tx.query('UPDATE sessions SET access_hash = $2, access_expires_at = $3, renewed_by = $4 WHERE id = $1', [
    session,
    access.hash,
    access.expiresAt,
    access.renewedBy,
  ])
}

/** An access token that somebody presents has arrived, and with it the refresh token that came beside it. */
export async function noteArrival(tx: Transaction, session: string): Promise<void> {
  await tx.query('UPDATE sessions SET renewed_by = NULL WHERE id = $1', [session])
}

export async function addRefreshToken(tx: Transaction, session: string, token: RefreshToken): Promise<void> {
  await tx.query('INSERT INTO refresh_tokens (hash, session, expires_at) VALUES ($1, $2, $3)', [token.hash, session, token.expiresAt])
}

export type SignedIn = Account & { readonly session: string; readonly device: string }
/** `isFirstUse`: nobody has presented this access token before. */
export type Access = SignedIn & { readonly isFirstUse: boolean }

/** Whose access token this is; null when it is unknown, expired or revoked. */
export async function findAccess(tx: Transaction, hash: string, at: number): Promise<Access | null> {
  const rows = await tx.query<AccountRow & { session: string; device: string; is_first_use: boolean }>(
    // Each column by its name: what is kept must not change its form when another version adds one.
    `SELECT a.id, a.account, a.name, a.person_id, a.password_hash, a.is_administrator, a.disabled_at, s.id AS session, s.device,
       s.renewed_by IS NOT NULL AS is_first_use
     FROM sessions s JOIN accounts a ON a.id = s.account
     JOIN devices d ON d.account = s.account AND d.id = s.device
     WHERE s.access_hash = $1 AND s.access_expires_at > $2
       AND s.revoked_at IS NULL AND d.revoked_at IS NULL AND a.disabled_at IS NULL`,
    [hash, at],
    { isKept: true },
  )
  const row = rows[0]
  return row ? { ...accountOf(row), session: row.session, device: row.device, isFirstUse: row.is_first_use } : null
}

/** Whether a session that was good a moment ago still is. */
export async function isSessionOpen(tx: Transaction, session: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM sessions s JOIN accounts a ON a.id = s.account JOIN devices d ON d.account = s.account AND d.id = s.device
     WHERE s.id = $1 AND s.revoked_at IS NULL AND d.revoked_at IS NULL AND a.disabled_at IS NULL`,
    [session],
    { isKept: true },
  )
  return rows.length === 1
}

export type RefreshState = SignedIn & {
  readonly expiresAt: number
  /** `lost`: it was taken for a new one, and nothing shows that the answer arrived. */
  readonly use: 'unused' | 'used' | 'lost'
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
      use: RefreshState['use']
      standing: Standing
    }
  >(
    `SELECT a.*, s.id AS session, s.device, t.expires_at,
       CASE WHEN t.used_at IS NULL THEN 'unused' WHEN s.renewed_by = t.hash THEN 'lost' ELSE 'used' END AS use,
       CASE WHEN d.revoked_at IS NOT NULL THEN 'device-revoked' WHEN a.disabled_at IS NOT NULL THEN 'account-disabled'
            WHEN s.revoked_at IS NOT NULL THEN 'ended' ELSE 'open' END AS standing
     FROM refresh_tokens t JOIN sessions s ON s.id = t.session JOIN accounts a ON a.id = s.account
     JOIN devices d ON d.account = s.account AND d.id = s.device WHERE t.hash = $1`,
    [hash],
  )
  const row = rows[0]
  if (!row) return null
  const { session, device } = row
  return { ...accountOf(row), session, device, expiresAt: row.expires_at, use: row.use, standing: row.standing }
}

/** Takes every token of the session that is still unused: the one that came, or the one that was lost on its way. */
export async function useRefreshTokens(tx: Transaction, session: string, at: number): Promise<void> {
  await tx.query('UPDATE refresh_tokens SET used_at = $2 WHERE session = $1 AND used_at IS NULL', [session, at])
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
