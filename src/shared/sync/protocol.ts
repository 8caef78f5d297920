import { z } from 'zod'
import { role } from '@shared/domain/member.ts'
import { id, text } from '@shared/domain/record.ts'
import { isStorable, type Json } from '@shared/lib/canonical-json.ts'
import { isStamp } from './stamp.ts'

/** Raised by one when a request or reply changes its meaning; the history stands in docs/sync-spec.md. */
export const PROTOCOL_VERSION = 3
export const PROTOCOL_HEADER = 'x-safarnoma-protocol'

export const LIMITS = {
  pushItems: 500,
  pushBytes: 1024 * 1024,
  pullItems: 2_000,
  pullBytes: 2 * 1024 * 1024,
  fieldsPerRecord: 200,
  itemBytes: 512 * 1024,
  /** Entries of a page of history, of the audit and of rescued work. */
  listItems: 200,
} as const

// ---------------------------------------------------------------- records on the wire

/** A name that every object has would be found where it was never written. */
export const fieldName = z
  .string()
  .regex(/^(\$deleted|[a-zA-Z][a-zA-Z0-9]{0,59})$/)
  .refine((name) => !(name in Object.prototype), { error: 'not-a-field-name' })
const kindName = z.string().regex(/^[a-z][a-zA-Z0-9]{0,59}$/)
const stamp = z.string().refine(isStamp, { error: 'not-a-stamp' })
const json: z.ZodType<Json> = z.json()
const packedCell = z.tuple([json.refine(isStorable, { error: 'not-storable' }), z.int().min(0)], z.int().min(-1))

/** Inside a record, unknown kinds and unknown fields with valid names are kept and passed on. */
export const packedRecord = z.strictObject({
  k: kindName,
  i: id,
  s: z.array(stamp).max(1_000),
  c: z.record(fieldName, packedCell),
})

/** A Yjs update (version 2) of a note, as base64. */
const update = z.base64().max(LIMITS.itemBytes)

/** A record delta and what was typed into its note: accepted or parked together. */
export const pushItem = z.strictObject({ record: packedRecord, updates: z.array(update).max(200).optional() })

// ---------------------------------------------------------------- push

export const pushRequest = z.strictObject({
  pushSeq: z.int().min(1),
  items: z.array(pushItem).min(1).max(LIMITS.pushItems),
})

/**
 * Why an item was not stored; it stays on the laptop, visibly, and stops nothing else. `revoked-device`: it was written on
 * a laptop that was reported lost; the visit's owner has it among the rescued work and decides.
 */
export const PARK_REASONS = ['forbidden', 'invalid', 'too-large', 'epoch-too-far', 'storage', 'revoked-device'] as const
export const parkReason = z.enum(PARK_REASONS)
/** The detail of `forbidden` where the sender's role alone was the reason: another role may send the item again. */
export const PARKED_BY_ROLE = 'role'

export const pushReply = z.strictObject({
  /** In the order of the items. `seq` is the scope's counter at which the item became visible. */
  results: z.array(
    z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('stored'), seq: z.int() }),
      z.strictObject({ outcome: z.literal('parked'), reason: parkReason, detail: z.string().optional() }),
    ]),
  ),
  /** The server's time, milliseconds since 1970: the receipt of every stored item. */
  receivedAt: z.int(),
})

// ---------------------------------------------------------------- pull

const digest = z.string().regex(/^[0-9a-f]{16}$/)

/** The last commit seen: a server that was restored or replaced does not know its token. */
export const cursor = z.strictObject({ seq: z.int().min(0), token: z.string().max(64) })

export const pullRequest = z.strictObject({ cursor: cursor.nullable(), limit: z.int().min(1).max(LIMITS.pullItems).optional() })

export const pulledItem = z.strictObject({
  record: packedRecord,
  seq: z.int(),
  receivedAt: z.int(),
  updates: z.array(z.strictObject({ seq: z.int(), bytes: update })).optional(),
})

export const pullReply = z.strictObject({
  items: z.array(pulledItem),
  cursor: cursor.nullable(),
  /** True when another page waits. */
  more: z.boolean(),
  /** The cursor is not of this server: merge from the start, wipe nothing. */
  reset: z.boolean(),
  role,
  /** Of everything up to the cursor, on the last page; null before, and while the server has not computed it. */
  digest: digest.nullable(),
})

// ---------------------------------------------------------------- repair

const bucket = z.string().regex(/^[0-9a-f]{2}$/)

/** `digest` is the laptop's own, for the log. */
export const bucketsRequest = z.strictObject({ digest })
/** Buckets that count with nothing are left out. */
export const bucketsReply = z.strictObject({ digest, buckets: z.record(bucket, digest) })
export const bucketRequest = z.strictObject({ bucket, after: id.nullable() })
/** Whole records with whole texts, ordered by id. */
export const bucketReply = z.strictObject({ items: z.array(pulledItem), more: z.boolean() })

// ---------------------------------------------------------------- lists

const moment = z.int()
/** A place in a list that is read page by page, newest first; null for the first page. */
const before = z.int().min(1).nullable()
const listLimit = z.int().min(1).max(LIMITS.listItems).optional()
/** Somebody as lists name them: the account's person and name. Null where the server knows nobody. */
const somebody = z.strictObject({ personId: id, name: z.string() })
/** Where the refresh token goes: a cookie that no script can read, or the desktop's secret store. */
const keepIn = z.enum(['cookie', 'body'])
const secret = z.string().min(1).max(200)

// ---------------------------------------------------------------- rescue

/** Why work came as rescued: its bringer was removed, may not write (any more), or the laptop or account was shut out. */
export const RESCUE_REASONS = ['removed', 'read-only', 'revoked-device', 'account-disabled'] as const
export const RESCUE_STATES = ['waiting', 'taken', 'aside'] as const
const rescueReason = z.enum(RESCUE_REASONS)
const rescueState = z.enum(RESCUE_STATES)

/**
 * Unsent work of somebody who may not push it. Whoever has an access token sends it as ever; a laptop whose session is dead
 * because it was reported lost, or its account closed, names itself by that session's refresh token (in the cookie, or here).
 */
export const rescueRequest = z.strictObject({
  refreshToken: secret.optional(),
  keepIn,
  items: z.array(pushItem).min(1).max(LIMITS.pushItems),
})
export const rescueReply = z.strictObject({
  /** In the order of the items. `known`: the server has all of it already. */
  results: z.array(
    z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('rescued') }),
      z.strictObject({ outcome: z.literal('known') }),
      z.strictObject({ outcome: z.literal('parked'), reason: parkReason, detail: z.string().optional() }),
    ]),
  ),
  receivedAt: moment,
})
/** For an owner of the visit: what is in quarantine. */
export const rescuesRequest = z.strictObject({ state: rescueState, before, limit: listLimit })
export const rescuesReply = z.strictObject({
  /** Newest first. */
  items: z.array(
    z.strictObject({
      position: z.int(),
      record: packedRecord,
      updates: z.array(update),
      broughtBy: somebody.nullable(),
      device: z.strictObject({ id, name: z.string() }),
      reason: rescueReason,
      receivedAt: moment,
      state: rescueState,
      decidedBy: somebody.nullable(),
      decidedAt: moment.nullable(),
    }),
  ),
  more: z.boolean(),
})
/** Takes them in, joined like a push, or puts them aside, where they stay and can be taken in later. */
export const settleRescuesRequest = z.strictObject({
  positions: z.array(z.int().min(1)).min(1).max(LIMITS.listItems),
  take: z.boolean(),
})
export const settleRescuesReply = z.strictObject({
  /** Of those that are there and were not taken in before. A parked one goes on waiting. */
  results: z.array(
    z.discriminatedUnion('outcome', [
      z.strictObject({ position: z.int(), outcome: z.literal('taken') }),
      z.strictObject({ position: z.int(), outcome: z.literal('aside') }),
      z.strictObject({ position: z.int(), outcome: z.literal('parked'), reason: parkReason, detail: z.string().optional() }),
    ]),
  ),
})

// ---------------------------------------------------------------- history of a record

export const historyRequest = z.strictObject({ record: id, before, limit: listLimit })
export const historyEntry = z.strictObject({
  position: z.int(),
  /** What was received: values, stamps and bases, as it came. */
  record: packedRecord,
  /** Who brought it, and from which of their devices. */
  pushedBy: somebody.nullable(),
  device: id,
  receivedAt: moment,
})
export const historyReply = z.strictObject({
  /** Newest first. */
  entries: z.array(historyEntry),
  /** Every device that wrote or brought something on this page: whose it is, and its name. */
  devices: z.record(id, z.strictObject({ owner: somebody, name: z.string(), isRevoked: z.boolean() })),
  more: z.boolean(),
})

// ---------------------------------------------------------------- live

/**
 * What `live` tells, as server-sent events with one JSON object each: that something moved, never what. After connecting, every visit
 * of the account comes once as `moved`. `scopes`: visits came or went, so the list is asked for anew. `end`: the last word of a line;
 * `renew` after a quarter of an hour, to come again with a fresh token. Lines that begin with a colon are signs of life.
 */
export const liveEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('moved'), scope: id, seq: z.int() }),
  z.strictObject({ type: z.literal('scopes') }),
  z.strictObject({ type: z.literal('end'), reason: z.enum(['renew', 'signed-out', 'stopping']) }),
])
export type LiveEvent = z.infer<typeof liveEvent>

// ---------------------------------------------------------------- access

const name = text(200).refine((value) => value.trim() !== '', { error: 'required' })
const account = z.string().regex(/^[\p{L}\p{N}._@-]{3,100}$/u, { error: 'not-an-account' })
/** Length is what makes a password strong; nothing else is asked of it. */
const password = text(256).refine((value) => value.length >= 10, { error: 'too-short' })
const device = z.strictObject({ id, name: text(100), predecessor: id.optional() })
export const helloReply = z.strictObject({
  protocol: z.int(),
  version: z.string(),
  /** True until somebody has entered the set-up code. */
  needsSetup: z.boolean(),
  /** How one may sign in here; `provider` is the name of the ministry's OpenID Connect provider, null when there is none. */
  signIn: z.strictObject({ password: z.boolean(), provider: z.string().nullable() }),
})

export const setupRequest = z.strictObject({ code: secret, account, name, password, personId: id, device, keepIn })
export const signInRequest = z.strictObject({ account: z.string().max(100), password: z.string().max(256), device, keepIn, personId: id })
/** A colleague's first sign-in, with the invitation code that an owner gave them. */
export const joinRequest = z.strictObject({ code: secret, account, name, password, personId: id, device, keepIn })
export const acceptRequest = z.strictObject({ code: secret })
export const refreshRequest = z.strictObject({ refreshToken: secret.optional(), keepIn })

/**
 * Sign-in by the ministry's OpenID Connect provider, in a browser. It ends on the server's own page (`#/exchange?grant=…`, or
 * `?refused=1`), or at `http://127.0.0.1:PORT/?grant=…` of the same machine, where the desktop waits.
 */
export const providerStartRequest = z.strictObject({ port: z.int().min(1_024).max(65_535).nullable() })
/** `url` is opened in the browser; `ticket` stays with who asked. Both are good for ten minutes. */
export const providerStartReply = z.strictObject({ url: z.string(), ticket: secret })
/**
 * Ticket and grant together open a session. `code` is an invitation, or the set-up code on a new server. `account-taken`: an account
 * of that name is here; its `password`, sent along once, joins the two.
 */
export const providerFinishRequest = z.strictObject({
  ticket: secret,
  grant: secret,
  code: secret.optional(),
  password: z.string().max(256).optional(),
  personId: id,
  device,
  keepIn,
})

export const sessionReply = z.strictObject({
  accessToken: z.string(),
  /** Milliseconds from now. */
  expiresIn: z.int(),
  refreshToken: z.string().optional(),
  account: z.string(),
  personId: id,
  name: z.string(),
  isAdministrator: z.boolean(),
})

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

// ---------------------------------------------------------------- devices, people, audit

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
export const revokeUserDeviceRequest = revokeMemberDeviceRequest

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

export const ERROR_CODES = [
  'bad-request',
  'bad-code',
  'bad-credentials',
  'account-taken',
  'account-disabled',
  'already-set-up',
  'device-revoked',
  'last-administrator',
  'passwords-off',
  'sign-in-needed',
  'forbidden',
  'not-found',
  'push-out-of-order',
  'too-large',
  'too-many-requests',
  'other-protocol',
  'unavailable',
  'internal',
] as const
export const errorReply = z.strictObject({ code: z.enum(ERROR_CODES), message: z.string() })

export type PushRequest = z.infer<typeof pushRequest>
export type PushItem = z.infer<typeof pushItem>
export type PushReply = z.infer<typeof pushReply>
export type PullReply = z.infer<typeof pullReply>
export type PulledItem = z.infer<typeof pulledItem>
export type RescueReason = z.infer<typeof rescueReason>
export type RescueState = z.infer<typeof rescueState>
export type Cursor = z.infer<typeof cursor>
export type ParkReason = z.infer<typeof parkReason>
export type SessionReply = z.infer<typeof sessionReply>
export type ErrorCode = (typeof ERROR_CODES)[number]

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
  members: { method: 'GET', path: '/api/scopes/:scope/members', request: null, reply: membersReply, signedIn: true },
  changeMember: { method: 'POST', path: '/api/scopes/:scope/members', request: changeMemberRequest, reply: null, signedIn: true },
  memberDevices: { method: 'GET', path: '/api/scopes/:scope/devices', request: null, reply: memberDevicesReply, signedIn: true },
  revokeMemberDevice: {
    method: 'POST',
    path: '/api/scopes/:scope/devices/revoke',
    request: revokeMemberDeviceRequest,
    reply: null,
    signedIn: true,
  },
  changePassword: { method: 'POST', path: '/api/password', request: changePasswordRequest, reply: null, signedIn: true },
  devices: { method: 'GET', path: '/api/devices', request: null, reply: devicesReply, signedIn: true },
  revokeDevice: { method: 'POST', path: '/api/devices/revoke', request: revokeDeviceRequest, reply: null, signedIn: true },
  users: { method: 'GET', path: '/api/desk/users', request: null, reply: usersReply, signedIn: true },
  changeUser: { method: 'POST', path: '/api/desk/users', request: changeUserRequest, reply: null, signedIn: true },
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
} as const satisfies Record<
  string,
  { method: 'GET' | 'POST' | 'DELETE'; path: string; request: z.ZodType | null; reply: z.ZodType | null; signedIn: boolean }
>
export type RouteName = keyof typeof routes
export type RequestOf<R extends RouteName> = (typeof routes)[R]['request'] extends z.ZodType ? z.input<(typeof routes)[R]['request']> : null
export type ReplyOf<R extends RouteName> = (typeof routes)[R]['reply'] extends z.ZodType ? z.output<(typeof routes)[R]['reply']> : null
