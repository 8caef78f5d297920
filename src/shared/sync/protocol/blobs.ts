import { z } from 'zod'
import { contentHash } from '@shared/domain/attachment.ts'

/*
 * Bytes of attachments (docs/sync-spec.md B). They are sent by the tus protocol, version 1.0.0: POST creates an upload, HEAD says how far
 * it came, PATCH adds to it. Its length is that of the record, its name is the SHA-256 of the bytes.
 */

export const BLOB_LIMITS = {
  /** Bytes a request: small enough for a line that is cut every few seconds. */
  part: 256 * 1024,
  /** Hashes asked for at once. */
  held: 500,
} as const

/** What went wrong with the bytes themselves: they are not those that their name says. A status of the tus protocol. */
export const BYTES_DIFFER = 460

/** Which of these the server has, of those that a live attachment of the visit names. */
export const heldRequest = z.strictObject({ hashes: z.array(contentHash).min(1).max(BLOB_LIMITS.held) })
export const heldReply = z.strictObject({ held: z.array(contentHash) })

export const blobRoutes = {
  blobsHeld: { method: 'POST', path: '/api/scopes/:scope/blobs/held', request: heldRequest, reply: heldReply, signedIn: true },
  blobBegin: { method: 'POST', path: '/api/scopes/:scope/blobs/:hash', request: null, reply: null, signedIn: true, isRaw: true },
  blobOffset: { method: 'HEAD', path: '/api/scopes/:scope/blobs/:hash/upload', request: null, reply: null, signedIn: true, isRaw: true },
  blobPart: { method: 'PATCH', path: '/api/scopes/:scope/blobs/:hash/upload', request: null, reply: null, signedIn: true, isRaw: true },
  /** Understands `Range: bytes=FROM-TO`. */
  blobRead: { method: 'GET', path: '/api/scopes/:scope/blobs/:hash', request: null, reply: null, signedIn: true, isRaw: true },
} as const

/** The path of a route about one blob. */
export const blobPath = (route: Exclude<keyof typeof blobRoutes, 'blobsHeld'>, { scope, hash }: { scope: string; hash: string }): string =>
  blobRoutes[route].path.replace(':scope', scope).replace(':hash', hash)
