import type { Readable } from 'node:stream'

/** What a route whose bodies are bytes answers, whatever its status. */
export type RawReply = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Readable | null
}

/** A reply that is JSON text already, in the form of its route's schema: it is sent as it is. @property parts the text, in pieces where it is long */
export class JsonText {
  readonly parts: readonly string[]
  constructor(parts: readonly string[]) {
    this.parts = parts
  }
}
