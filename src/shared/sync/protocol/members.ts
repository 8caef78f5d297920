import { z } from 'zod'
import { role } from '@shared/domain/member.ts'
import { id } from '@shared/domain/record.ts'

export const scopesReply = z.strictObject({
  /** `rescued`: how many items wait there for an owner's decision; 0 for everybody else. */
  scopes: z.array(z.strictObject({ scope: id, role, rescued: z.int() })),
})
export const acceptReply = z.strictObject({ scope: id, role })
export const inviteRequest = z.strictObject({ role })
export const inviteReply = z.strictObject({ code: z.string(), expiresAt: z.int() })
export const membersReply = z.strictObject({
  members: z.array(z.strictObject({ personId: id, name: z.string(), account: z.string(), role })),
})
export const changeMemberRequest = z.strictObject({ personId: id, role: role.nullable() })
