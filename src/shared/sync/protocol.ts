import type { z } from 'zod'
import { auditReply, auditRequest } from './protocol/audit.ts'
import { blobRoutes } from './protocol/blobs.ts'
import {
  changePasswordRequest,
  changeUserRequest,
  devicesReply,
  memberDevicesReply,
  resetPasswordReply,
  resetPasswordRequest,
  revokeDeviceRequest,
  revokeMemberDeviceRequest,
  revokeUserDeviceRequest,
  usersReply,
} from './protocol/devices.ts'
import { historiesReply, historiesRequest, historyReply, historyRequest } from './protocol/history.ts'
import { acceptReply, changeMemberRequest, inviteReply, inviteRequest, scopesReply } from './protocol/members.ts'
import { pullReply, pullRequest } from './protocol/pull.ts'
import { pushReply, pushRequest } from './protocol/push.ts'
import { bucketReply, bucketRequest, bucketsReply, bucketsRequest } from './protocol/repair.ts'
import { rescueReply, rescueRequest, rescuesReply, rescuesRequest, settleRescuesReply, settleRescuesRequest } from './protocol/rescue.ts'
import {
  acceptRequest,
  helloReply,
  joinRequest,
  newPasswordRequest,
  providerFinishRequest,
  providerStartReply,
  providerStartRequest,
  refreshRequest,
  sessionReply,
  setupRequest,
  signInRequest,
} from './protocol/sign-in.ts'

/** Raised by one when a request or reply changes its meaning; the history stands in docs/sync-spec.md. */
export const PROTOCOL_VERSION = 7
export const PROTOCOL_HEADER = 'x-safarnoma-protocol'

/**
 * Every route: method and path (`:scope` is a visit's id), request and reply, and whether it needs an access token
 * (`Authorization: Bearer`). Both ends build from this list.
 */
export const routes = {
  hello: { method: 'GET', path: '/api/hello', request: null, reply: helloReply, signedIn: false },
  setup: { method: 'POST', path: '/api/setup', request: setupRequest, reply: sessionReply, signedIn: false },
  signIn: { method: 'POST', path: '/api/session', request: signInRequest, reply: sessionReply, signedIn: false },
  join: { method: 'POST', path: '/api/join', request: joinRequest, reply: sessionReply, signedIn: false },
  refresh: { method: 'POST', path: '/api/session/refresh', request: refreshRequest, reply: sessionReply, signedIn: false },
  providerStart: { method: 'POST', path: '/api/provider/start', request: providerStartRequest, reply: providerStartReply, signedIn: false },
  /** Where the provider sends the browser back: a page that is opened, not a call of a laptop. */
  providerReturn: { method: 'GET', path: '/api/provider/return', request: null, reply: null, signedIn: false },
  providerFinish: { method: 'POST', path: '/api/provider/finish', request: providerFinishRequest, reply: sessionReply, signedIn: false },
  signOut: { method: 'DELETE', path: '/api/session', request: null, reply: null, signedIn: true },
  accept: { method: 'POST', path: '/api/accept', request: acceptRequest, reply: acceptReply, signedIn: true },
  scopes: { method: 'GET', path: '/api/scopes', request: null, reply: scopesReply, signedIn: true },
  invite: { method: 'POST', path: '/api/scopes/:scope/invitations', request: inviteRequest, reply: inviteReply, signedIn: true },
  changeMember: { method: 'POST', path: '/api/scopes/:scope/members', request: changeMemberRequest, reply: null, signedIn: true },
  memberDevices: { method: 'GET', path: '/api/scopes/:scope/devices', request: null, reply: memberDevicesReply, signedIn: true },
  revokeMemberDevice: {
    method: 'POST',
    path: '/api/scopes/:scope/devices/revoke',
    request: revokeMemberDeviceRequest,
    reply: null,
    signedIn: true,
  },
  newPassword: { method: 'POST', path: '/api/password/new', request: newPasswordRequest, reply: sessionReply, signedIn: false },
  changePassword: { method: 'POST', path: '/api/password', request: changePasswordRequest, reply: null, signedIn: true },
  devices: { method: 'GET', path: '/api/devices', request: null, reply: devicesReply, signedIn: true },
  revokeDevice: { method: 'POST', path: '/api/devices/revoke', request: revokeDeviceRequest, reply: null, signedIn: true },
  users: { method: 'GET', path: '/api/desk/users', request: null, reply: usersReply, signedIn: true },
  changeUser: { method: 'POST', path: '/api/desk/users', request: changeUserRequest, reply: null, signedIn: true },
  resetPassword: { method: 'POST', path: '/api/desk/password', request: resetPasswordRequest, reply: resetPasswordReply, signedIn: true },
  revokeUserDevice: { method: 'POST', path: '/api/desk/devices/revoke', request: revokeUserDeviceRequest, reply: null, signedIn: true },
  audit: { method: 'POST', path: '/api/desk/audit', request: auditRequest, reply: auditReply, signedIn: true },
  push: { method: 'POST', path: '/api/scopes/:scope/push', request: pushRequest, reply: pushReply, signedIn: true },
  pull: { method: 'POST', path: '/api/scopes/:scope/pull', request: pullRequest, reply: pullReply, signedIn: true },
  buckets: { method: 'POST', path: '/api/scopes/:scope/buckets', request: bucketsRequest, reply: bucketsReply, signedIn: true },
  bucket: { method: 'POST', path: '/api/scopes/:scope/bucket', request: bucketRequest, reply: bucketReply, signedIn: true },
  /** Answers with `text/event-stream` that stays open. */
  live: { method: 'GET', path: '/api/live', request: null, reply: null, signedIn: true },
  rescue: { method: 'POST', path: '/api/scopes/:scope/rescue', request: rescueRequest, reply: rescueReply, signedIn: false },
  rescues: { method: 'POST', path: '/api/scopes/:scope/rescues', request: rescuesRequest, reply: rescuesReply, signedIn: true },
  settleRescues: {
    method: 'POST',
    path: '/api/scopes/:scope/rescues/settle',
    request: settleRescuesRequest,
    reply: settleRescuesReply,
    signedIn: true,
  },
  history: { method: 'POST', path: '/api/scopes/:scope/history', request: historyRequest, reply: historyReply, signedIn: true },
  histories: { method: 'POST', path: '/api/scopes/:scope/histories', request: historiesRequest, reply: historiesReply, signedIn: true },
  ...blobRoutes,
} as const satisfies Record<
  string,
  {
    method: 'GET' | 'POST' | 'DELETE' | 'HEAD' | 'PATCH'
    path: string
    request: z.ZodType | null
    reply: z.ZodType | null
    signedIn: boolean
    /** Bodies are bytes, which no schema describes. */
    isRaw?: true
  }
>
export type RouteName = keyof typeof routes
export type RequestOf<R extends RouteName> = (typeof routes)[R]['request'] extends z.ZodType ? z.input<(typeof routes)[R]['request']> : null
export type ReplyOf<R extends RouteName> = (typeof routes)[R]['reply'] extends z.ZodType ? z.output<(typeof routes)[R]['reply']> : null
