import { z } from 'zod'
import { role } from '@shared/domain/member.ts'
import { id } from '@shared/domain/record.ts'
import { cursor, digest } from './records.ts'

export const scopesReply = z.strictObject({
  /**
   * `rescued`: how many items wait there for an owner's decision; 0 for everybody else. `head`: the visit's last commit, `digest`: of
   * everything up to it; null where there is none yet.
   */
  scopes: z.array(z.strictObject({ scope: id, role, rescued: z.int(), head: cursor.nullable(), digest: digest.nullable() })),
})
export const acceptReply = z.strictObject({ scope: id, role })
export const inviteRequest = z.strictObject({ role })
export const inviteReply = z.strictObject({ code: z.string(), expiresAt: z.int() })
export const changeMemberRequest = z.strictObject({ personId: id, role: role.nullable() })
