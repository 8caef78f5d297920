import type { Readable } from 'node:stream'

/** What a route whose bodies are bytes answers, whatever its status. */
export type RawReply = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Readable | null
}
