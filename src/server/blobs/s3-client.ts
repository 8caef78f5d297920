import { createHash, createHmac } from 'node:crypto'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export type S3Config = {
  /** `https://…` of the service; buckets are named in the path. */
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  /** Stands before every key; empty, or ends with a slash. */
  readonly prefix: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}
export type S3Object = { readonly key: string; readonly size: number; readonly changedAt: number }
/** The five requests that bytes of attachments need. Keys are given and told without the prefix. */
export type S3Client = {
  /** Bytes of an object; null where there is none. */
  size(key: string): Promise<number | null>
  /** Bytes `from` to `to`, both included; all of them without a range. */
  get(key: string, range?: { from: number; to: number }): Promise<Readable>
  /** Whole or not at all; the store itself compares the bytes with `sha256`. */
  put(key: string, body: { bytes: AsyncIterable<Uint8Array> | Uint8Array; size: number; sha256: string }): Promise<void>
  remove(key: string): Promise<void>
  list(prefix: string): AsyncGenerator<S3Object>
}

/** The store did not do it. Names a status and a code, nothing of a key, an address or a credential. */
export class S3Error extends Error {}

const EMPTY_SHA256 = createHash('sha256').digest('hex')
/** Milliseconds without a byte. */
const SILENCE = 30_000

type Sent = {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  readonly key: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: { bytes: AsyncIterable<Uint8Array> | Uint8Array; size: number; sha256: string }
}

export function createS3Client(config: S3Config, now: () => number = Date.now): S3Client {
  const send = async (sent: Sent): Promise<IncomingMessage> => {
    try {
      return await sendSigned(config, sent, now())
    } catch (error) {
      throw error instanceof S3Error ? error : new S3Error(`${sent.method}: ${codeOf(error)}`)
    }
  }
  return {
    size: async (key) => {
      const answer = await send({ method: 'HEAD', key: config.prefix + key })
      answer.resume()
      if (answer.statusCode === 404) return null
      if (answer.statusCode !== 200) throw new S3Error(`HEAD ${answer.statusCode}`)
      return Number(answer.headers['content-length'])
    },
    get: async (key, range) => {
      const headers = range ? { range: `bytes=${range.from}-${range.to}` } : {}
      return expectOk(await send({ method: 'GET', key: config.prefix + key, headers }), 'GET')
    },
    put: async (key, body) => {
      await readText(await expectOk(await send({ method: 'PUT', key: config.prefix + key, body }), 'PUT'))
    },
    remove: async (key) => {
      const answer = await send({ method: 'DELETE', key: config.prefix + key })
      if (answer.statusCode === 404) answer.resume()
      else await readText(await expectOk(answer, 'DELETE'))
    },
    list: async function* (prefix) {
      // By name and not by the store's token: any page can be asked of any of its machines.
      let after = ''
      do {
        const query = { 'list-type': '2', prefix: config.prefix + prefix, ...(after === '' ? {} : { 'start-after': after }) }
        const page = await readText(await expectOk(await send({ method: 'GET', key: '', query }), 'LIST'))
        after = ''
        for (const [, one = ''] of page.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
          const key = tag(one, 'Key')
          if (tag(page, 'IsTruncated') === 'true') after = key
          yield { key: key.slice(config.prefix.length), size: Number(tag(one, 'Size')), changedAt: Date.parse(tag(one, 'LastModified')) }
        }
      } while (after !== '')
    },
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'broken off')

/** Every text that is read this way is a hash, a number, a time or a token of the store's; no key of ours has an entity in it. */
const tag = (xml: string, name: string): string => unescapeXml(new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '')

const unescapeXml = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')

async function expectOk(answer: IncomingMessage, what: string): Promise<IncomingMessage> {
  const { statusCode = 0 } = answer
  if (statusCode >= 200 && statusCode < 300) return answer
  const code = /^\w{1,60}$/.exec(tag(await readText(answer), 'Code'))?.[0] ?? ''
  throw new S3Error(`${what} ${statusCode} ${code}`.trim())
}

async function readText(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of answer.setEncoding('utf8')) text += chunk as string
  return text
}

async function sendSigned(config: S3Config, sent: Sent, now: number): Promise<IncomingMessage> {
  const { method, body } = sent
  const url = new URL(config.endpoint)
  const path = ['', config.bucket, ...(sent.key === '' ? [] : sent.key.split('/'))].map(encode).join('/')
  const query = Object.entries(sent.query ?? {}).map(([name, value]) => `${encode(name)}=${encode(value)}`)
  const search = query.toSorted().join('&')
  const headers = signRequest(config, {
    method,
    path,
    search,
    headers: { ...sent.headers, host: url.host },
    sha256: body?.sha256 ?? EMPTY_SHA256,
    now,
  })
  const start = url.protocol === 'https:' ? requestHttps : requestHttp
  const request = start(url, {
    method,
    path: search === '' ? path : `${path}?${search}`,
    headers: { ...headers, ...(body ? { 'content-length': String(body.size) } : {}) },
    timeout: SILENCE,
  })
  request.on('timeout', () => request.destroy(new S3Error('the store is silent')))
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve)
    request.once('error', reject)
  })
  answered.catch(() => undefined)
  if (!body || body.bytes instanceof Uint8Array) request.end(body?.bytes)
  // A body that breaks off destroys the request: with fewer bytes than announced the store keeps nothing.
  else await pipeline(Readable.from(body.bytes), request)
  return await answered
}

/** What the store wants encoded, which is more than `encodeURIComponent` does. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)

export type Signing = {
  readonly method: string
  /** Encoded. */
  readonly path: string
  /** Encoded and sorted. */
  readonly search: string
  readonly headers: Readonly<Record<string, string>>
  readonly sha256: string
  readonly now: number
}

/** The headers with which a request goes out: Signature Version 4, service `s3`. */
export function signRequest(
  { region, accessKeyId, secretAccessKey }: Pick<S3Config, 'region' | 'accessKeyId' | 'secretAccessKey'>,
  { method, path, search, headers, sha256, now }: Signing,
): Record<string, string> {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '')
  const day = time.slice(0, 8)
  const signed: Record<string, string> = { ...headers, 'x-amz-content-sha256': sha256, 'x-amz-date': time }
  const names = Object.keys(signed).toSorted()
  const canonical = [method, path, search, ...names.map((name) => `${name}:${signed[name]}`), '', names.join(';'), sha256].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(canonical).digest('hex')].join('\n')
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer>((last, part) => hmac(last, part), Buffer.from(`AWS4${secretAccessKey}`))
  const signature = hmac(key, toSign).toString('hex')
  const credential = `Credential=${accessKeyId}/${scope}`
  return { ...signed, authorization: `AWS4-HMAC-SHA256 ${credential},SignedHeaders=${names.join(';')},Signature=${signature}` }
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
