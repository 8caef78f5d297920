import { z } from 'zod'
import { role } from '@shared/domain/member.ts'
import { id } from '@shared/domain/record.ts'
import { before, listLimit, moment, somebody } from './lists.ts'

export const AUDIT_ACTIONS = [
  'set-up',
  'signed-in',
  'sign-in-refused',
  'signed-out',
  'token-reused',
  'joined',
  'invited',
  'role-changed',
  'member-removed',
  'device-registered',
  'device-revoked',
  'password-changed',
  'password-reset',
  'user-disabled',
  'user-enabled',
  'administrator-made',
  'administrator-unmade',
  'work-rescued',
  'rescue-taken',
  'rescue-put-aside',
  'laptop-reconciled',
  'digests-differ',
  'audit-read',
] as const
export const auditAction = z.enum(AUDIT_ACTIONS)
export const auditRequest = z.strictObject({ before, limit: listLimit })
export const auditReply = z.strictObject({
  /** Newest first. Who did what, from where, to whom and in which visit; never what is in a visit. */
  entries: z.array(
    z.strictObject({
      position: z.int(),
      at: moment,
      action: auditAction,
      by: somebody.nullable(),
      device: id.nullable(),
      /** Whom it was done to. */
      subject: somebody.nullable(),
      subjectDevice: id.nullable(),
      scope: id.nullable(),
      role: role.nullable(),
      /** How many items, where that says something. */
      count: z.int().nullable(),
      address: z.string(),
    }),
  ),
  more: z.boolean(),
})
