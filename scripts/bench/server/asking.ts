import { Agent, request } from 'node:http'
import { gunzipSync, gzipSync } from 'node:zlib'
import { PROTOCOL_HEADER, PROTOCOL_VERSION, routes, type ReplyOf, type RequestOf, type RouteName } from '@shared/sync/protocol.ts'

/** Whom a request is from: an address of their own, as a proxy would name it, because tries are counted by address. */
export type Asker = { readonly server: string; readonly from: string; readonly token?: string; readonly scope?: string }

/** Bodies from here on are compressed, as a laptop does it. */
const COMPRESS_FROM = 1_024

export type Connection = {
  /** The whole reply, parsed. Throws where it is not what was asked for. */
  ask<R extends RouteName>(name: R, asker: Asker, body: RequestOf<R>): Promise<ReplyOf<R>>
  /** Only that it came, and how long it is: whoever makes load does not spend its time on reading. */
  send<R extends RouteName>(name: R, asker: Asker, body: RequestOf<R>): Promise<number>
  close(): void
}

/** One connection that stays open, as that of a laptop or of a proxy. */
export function openConnection(): Connection {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const exchange = async <R extends RouteName>(name: R, asker: Asker, body: RequestOf<R>): Promise<Reply> => {
    const { method, path } = routes[name]
    const plain = body === null ? null : Buffer.from(JSON.stringify(body))
    const isLong = plain !== null && plain.length >= COMPRESS_FROM
    const sent = isLong ? gzipSync(plain) : plain
    const headers = {
      [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
      'accept-encoding': 'gzip',
      'x-forwarded-for': asker.from,
      ...(asker.token === undefined ? {} : { authorization: `Bearer ${asker.token}` }),
      ...(sent === null ? {} : { 'content-type': 'application/json', 'content-length': String(sent.length) }),
      ...(isLong ? { 'content-encoding': 'gzip' } : {}),
    }
    const { status, bytes, isPacked } = await new Promise<{ status: number; bytes: Buffer; isPacked: boolean }>((resolve, reject) => {
      const asking = request(asker.server + path.replace(':scope', asker.scope ?? ''), { method, headers, agent }, (reply) => {
        const parts: Buffer[] = []
        reply.on('data', (part: Buffer) => parts.push(part))
        reply.on('error', reject)
        reply.on('end', () =>
          resolve({
            status: reply.statusCode ?? 0,
            bytes: Buffer.concat(parts),
            isPacked: reply.headers['content-encoding'] === 'gzip',
          }),
        )
      })
      asking.on('error', reject)
      asking.end(sent ?? undefined)
    })
    if (status < 400) return { bytes, isPacked }
    throw new Error(`${name}: ${status} ${readText({ bytes, isPacked })}`)
  }
  return {
    ask: async (name, asker, body) => {
      const text = readText(await exchange(name, asker, body))
      return (text === '' ? null : JSON.parse(text)) as ReplyOf<typeof name>
    },
    send: async (name, asker, body) => (await exchange(name, asker, body)).bytes.length,
    close: () => agent.destroy(),
  }
}

type Reply = { readonly bytes: Buffer; readonly isPacked: boolean }
const readText = ({ bytes, isPacked }: Reply): string => (isPacked ? gunzipSync(bytes) : bytes).toString('utf8')
