import type { Transaction } from './database.ts'

/** SQL on sign-ins by the provider. Every function runs as the door. */

export type Flow = { readonly verifier: string; readonly nonce: string; readonly port: number | null }
/** Whom the provider vouches for. */
export type Identity = { readonly issuer: string; readonly subject: string; readonly account: string; readonly name: string }

export async function createFlow(
  tx: Transaction,
  flow: Flow & { stateHash: string; ticketHash: string; expiresAt: number },
  at: number,
): Promise<void> {
  await tx.query('DELETE FROM provider_flows WHERE expires_at <= $1', [at])
  await tx.query(
    'INSERT INTO provider_flows (state_hash, ticket_hash, verifier, nonce, port, expires_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [flow.stateHash, flow.ticketHash, flow.verifier, flow.nonce, flow.port, flow.expiresAt],
  )
}

/** A flow that the provider has not answered yet. */
export async function findFlow(tx: Transaction, stateHash: string, at: number): Promise<Flow | null> {
  const rows = await tx.query<Flow>(
    'SELECT verifier, nonce, port FROM provider_flows WHERE state_hash = $1 AND expires_at > $2 AND grant_hash IS NULL',
    [stateHash, at],
  )
  return rows[0] ?? null
}

/** False when it was answered before: an answer counts once. */
export async function answerFlow(tx: Transaction, stateHash: string, answer: Identity & { grantHash: string }): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE provider_flows SET grant_hash = $2, issuer = $3, subject = $4, account = $5, name = $6
     WHERE state_hash = $1 AND grant_hash IS NULL RETURNING 1`,
    [stateHash, answer.grantHash, answer.issuer, answer.subject, answer.account, answer.name],
  )
  return rows.length === 1
}

/** Whom an answered flow is about, locked; null unless the laptop that began it has what the browser got. */
export async function findAnswer(tx: Transaction, hashes: { ticket: string; grant: string }, at: number): Promise<Identity | null> {
  const rows = await tx.query<Identity>(
    `SELECT issuer, subject, account, name FROM provider_flows
     WHERE ticket_hash = $1 AND grant_hash = $2 AND expires_at > $3 FOR UPDATE`,
    [hashes.ticket, hashes.grant, at],
  )
  return rows[0] ?? null
}

export async function deleteFlow(tx: Transaction, ticketHash: string): Promise<void> {
  await tx.query('DELETE FROM provider_flows WHERE ticket_hash = $1', [ticketHash])
}

export async function findIdentity(tx: Transaction, identity: { issuer: string; subject: string }): Promise<string | null> {
  const rows = await tx.query<{ account: string }>('SELECT account FROM identities WHERE issuer = $1 AND subject = $2', [
    identity.issuer,
    identity.subject,
  ])
  return rows[0]?.account ?? null
}

export async function linkIdentity(tx: Transaction, link: { issuer: string; subject: string; account: string; at: number }): Promise<void> {
  await tx.query('INSERT INTO identities (issuer, subject, account, linked_at) VALUES ($1, $2, $3, $4)', [
    link.issuer,
    link.subject,
    link.account,
    link.at,
  ])
}
