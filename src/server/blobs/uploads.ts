import { Readable } from 'node:stream'
import { Server } from '@tus/server'
import { blobPath, BYTES_DIFFER } from '@shared/sync/protocol/blobs.ts'
import type { RawReply } from '../http/raw-reply.ts'
import type { BlobBytes } from './blob-bytes.ts'

/** A file on its way into a visit, as a live attachment names it. */
export type WantedBlob = { readonly scope: string; readonly hash: string; readonly size: number }
export type UploadRequest = {
  readonly method: 'POST' | 'HEAD' | 'PATCH'
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Readable | null
}
/** The tus protocol for one file; `onTaken` runs when all of its bytes are here, verified and stored, before the answer. */
export type Uploads = {
  handle(wanted: WantedBlob, request: UploadRequest, onTaken: () => Promise<void>): Promise<RawReply>
}

const PASSED_ON = ['tus-resumable', 'upload-offset', 'upload-length', 'content-type', 'content-length']
const ANSWERED = ['upload-offset', 'upload-length', 'location', 'tus-resumable', 'cache-control']

/**
 * An upload's name says all about it: visit, hash and length. So it is found again by whoever brings the same file to the same visit, from
 * this laptop or another one, and there is no second file beside it that a crash could tear.
 */
export function createUploads(bytes: BlobBytes): Uploads {
  /** Upload -> what each request for it wants done when it is whole; any of them does. */
  const finishing = new Map<string, Set<() => Promise<void>>>()
  const finish = async (id: string): Promise<boolean> => {
    const taken = await bytes.take(id, blobOf(id))
    const [onTaken] = finishing.get(id) ?? []
    if (taken.ok) await onTaken?.()
    await bytes.discard(id)
    return taken.ok
  }
  const server = new Server({
    path: '/uploads',
    datastore: bytes.uploads,
    namingFunction: (request) => lastPart(request.url),
    generateUrl: (_request, { id }) => blobPath('blobOffset', blobOf(id)),
    // No page of another origin has business here.
    allowedOrigins: [],
    // Milliseconds that a line which may be dead keeps an upload from whoever goes on with it.
    lockDrainTimeout: 500,
    onUploadFinish: async (_request, upload) => {
      if (!(await finish(upload.id))) throw { status_code: BYTES_DIFFER, body: 'The bytes are not those that their name says.' }
      return {}
    },
  })
  return {
    handle: async (wanted, { method, headers, body }, onTaken) => {
      const id = nameOf(wanted)
      const init: RequestInit = { method, headers: pick(headers) }
      if (method === 'PATCH' && body) Object.assign(init, { body: Readable.toWeb(body), duplex: 'half' })
      const others = finishing.get(id) ?? new Set()
      finishing.set(id, others.add(onTaken))
      try {
        const response = await server.handleWeb(new Request(`http://server.invalid/uploads/${id}`, init))
        // A server that died between the last byte and taking it in: whoever asks next finds it finished, or begins anew.
        const isLeft = method === 'HEAD' && response.headers.get('upload-offset') === String(wanted.size)
        if (isLeft && !(await finish(id))) return { status: 404, headers: {}, body: null }
        return await answerOf(response, method)
      } finally {
        others.delete(onTaken)
        if (others.size === 0) finishing.delete(id)
      }
    },
  }
}

async function answerOf(response: Response, method: UploadRequest['method']): Promise<RawReply> {
  const answered = ANSWERED.flatMap((name) => {
    const value = response.headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  const text = method === 'HEAD' ? '' : await response.text()
  return { status: response.status, headers: Object.fromEntries(answered), body: text === '' ? null : text }
}

const nameOf = ({ scope, hash, size }: WantedBlob): string => `${scope}.${hash}.${size}`
const lastPart = (url: string): string => url.slice(url.lastIndexOf('/') + 1)

function blobOf(name: string): WantedBlob {
  const [scope = '', hash = '', size = ''] = name.split('.')
  return { scope, hash, size: Number(size) }
}

function pick(headers: UploadRequest['headers']): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}
