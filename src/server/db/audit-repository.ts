import type { Role } from '@shared/domain/member.ts'
import type { z } from 'zod'
import type { auditAction, auditReply } from '@shared/sync/protocol/audit.ts'
import type { Transaction } from './database.ts'

/** SQL on the audit: who did what, never what was in it. Every function runs as the door. */

export type AuditAction = z.infer<typeof auditAction>
export type AuditPage = z.infer<typeof auditReply>
export type AuditEvent = {
  readonly action: AuditAction
  /** Accounts; null when nobody is known. */
  readonly account: string | null
  readonly device?: string
  readonly subject?: string
  readonly subjectDevice?: string
  readonly scope?: string
  readonly role?: Role | null
  readonly count?: number
}
/** `address` is where the request came from, `at` the server's time in milliseconds since 1970. */
export type AuditPlace = { readonly at: number; readonly address: string }

export async function writeAudit(tx: Transaction, event: AuditEvent, place: AuditPlace): Promise<void> {
  const { action, account, device = null, subject = null, subjectDevice = null, scope = null, role = null, count = null } = event
  await tx.query(
    `INSERT INTO audit (at, action, account, device, subject, subject_device, scope, role, count, address)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [place.at, action, account, device, subject, subjectDevice, scope, role, count, place.address],
  )
}

type AuditRow = {
  position: number
  at: number
  action: AuditAction
  device: string | null
  subject_device: string | null
  scope: string | null
  role: Role | null
  count: number | null
  address: string
  by_person: string | null
  by_name: string | null
  subject_person: string | null
  subject_name: string | null
}

/** Newest first, older than `before`. */
export async function readAudit(tx: Transaction, page: { before: number | null; limit: number }): Promise<AuditPage> {
  const rows = await tx.query<AuditRow>(
    `SELECT e.position, e.at, e.action, e.device, e.subject_device, e.scope, e.role, e.count, e.address,
       a.person_id AS by_person, a.name AS by_name, s.person_id AS subject_person, s.name AS subject_name
     FROM audit e LEFT JOIN accounts a ON a.id = e.account LEFT JOIN accounts s ON s.id = e.subject
     WHERE $1::bigint IS NULL OR e.position < $1 ORDER BY e.position DESC LIMIT $2`,
    [page.before, page.limit + 1],
  )
  return { entries: rows.slice(0, page.limit).map(entryOf), more: rows.length > page.limit }
}

const entryOf = (row: AuditRow): AuditPage['entries'][number] => ({
  position: row.position,
  at: row.at,
  action: row.action,
  by: somebody(row.by_person, row.by_name),
  device: row.device,
  subject: somebody(row.subject_person, row.subject_name),
  subjectDevice: row.subject_device,
  scope: row.scope,
  role: row.role,
  count: row.count,
  address: row.address,
})

const somebody = (personId: string | null, name: string | null): { personId: string; name: string } | null =>
  personId === null || name === null ? null : { personId, name }
