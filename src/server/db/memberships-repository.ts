import type { Role } from '@shared/domain/member.ts'
import type { Transaction } from './database.ts'

/** SQL on who is in a visit, was in it, or is invited. Every function runs inside the caller's transaction, as the door. */

export type Member = {
  readonly account: string
  readonly personId: string
  readonly name: string
  readonly role: Role
}
export type Invitation = { readonly scope: string; readonly role: Role; readonly invitedBy: string }

export async function readRole(tx: Transaction, scope: string, account: string): Promise<Role | null> {
  const rows = await tx.query<{ role: Role }>('SELECT role FROM memberships WHERE scope = $1 AND account = $2', [scope, account], {
    isKept: true,
  })
  return rows[0]?.role ?? null
}

export const readScopes = (tx: Transaction, account: string): Promise<{ scope: string; role: Role }[]> =>
  tx.query('SELECT scope, role FROM memberships WHERE account = $1 ORDER BY since, scope', [account], { isKept: true })

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
  const rows = await tx.query<{ id: string; person_id: string; name: string; role: Role }>(
    `SELECT a.id, a.person_id, a.name, m.role FROM memberships m JOIN accounts a ON a.id = m.account
     WHERE m.scope = $1 ORDER BY m.since, a.account_key FOR UPDATE OF m`,
    [scope],
  )
  return rows.map((row) => ({ account: row.id, personId: row.person_id, name: row.name, role: row.role }))
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
