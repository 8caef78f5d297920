import type { Transaction } from './database.ts'

/** SQL on the set-up of a server, accounts and devices. Every function runs inside the caller's transaction, as the door. */

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

export type AccountRow = {
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

export const accountOf = (row: AccountRow): Account => ({
  id: row.id,
  account: row.account,
  name: row.name,
  personId: row.person_id,
  passwordHash: row.password_hash,
  isAdministrator: row.is_administrator,
  disabledAt: row.disabled_at,
})
