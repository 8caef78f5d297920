import { z } from 'zod'
import { id } from '@shared/domain/record.ts'
import { moment } from './lists.ts'
import { password } from './sign-in.ts'

/** Other sessions of the account end; this one stays. */
export const changePasswordRequest = z.strictObject({ current: z.string().max(256), next: password })

const deviceEntry = z.strictObject({
  id,
  name: z.string(),
  predecessor: id.nullable(),
  registeredAt: moment,
  /** The last sign-in or renewal. */
  seenAt: moment,
  revokedAt: moment.nullable(),
})
export const devicesReply = z.strictObject({ devices: z.array(deviceEntry), thisDevice: id })
export const revokeDeviceRequest = z.strictObject({ device: id })
/** For an owner: the devices of everybody in the visit. */
export const memberDevicesReply = z.strictObject({
  members: z.array(z.strictObject({ personId: id, name: z.string(), devices: z.array(deviceEntry) })),
})
export const revokeMemberDeviceRequest = z.strictObject({ personId: id, device: id })

export const usersReply = z.strictObject({
  users: z.array(
    z.strictObject({
      personId: id,
      account: z.string(),
      name: z.string(),
      isAdministrator: z.boolean(),
      createdAt: moment,
      disabledAt: moment.nullable(),
      /** In how many visits; which ones is theirs to know. */
      visits: z.int(),
      devices: z.array(deviceEntry),
    }),
  ),
})
/** What is left out stays. A server always keeps an administrator who can sign in. */
export const changeUserRequest = z.strictObject({ personId: id, disabled: z.boolean().optional(), isAdministrator: z.boolean().optional() })
/** A one-time code for the person; what their old password opened is closed. */
export const resetPasswordRequest = z.strictObject({ personId: id })
export const resetPasswordReply = z.strictObject({ code: z.string(), expiresAt: moment })
export const revokeUserDeviceRequest = revokeMemberDeviceRequest
