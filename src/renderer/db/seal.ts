/**
 * The one port between a row's body and its bytes. Plain for now: encryption at rest goes here and nowhere else,
 * so it must stay synchronous (an await of anything but Dexie ends an IndexedDB transaction).
 */
export type Seal = {
  seal(value: unknown, context: SealContext): Uint8Array<ArrayBuffer>
  open(bytes: Uint8Array, context: SealContext): unknown
  /** The same for bytes of a file, which no JSON should carry. */
  sealBytes(bytes: Uint8Array<ArrayBuffer>, context: SealContext): Uint8Array<ArrayBuffer>
  openBytes(bytes: Uint8Array<ArrayBuffer>, context: SealContext): Uint8Array<ArrayBuffer>
}
/** What a body belongs to; authenticated with it, so that rows cannot be swapped. */
export type SealContext = { readonly table: string; readonly id: string; readonly scope: string }

export function plainSeal(): Seal {
  const encoder = new TextEncoder()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return {
    seal: (value) => encoder.encode(JSON.stringify(value)),
    open: (bytes) => JSON.parse(decoder.decode(bytes)) as unknown,
    sealBytes: (bytes) => bytes,
    openBytes: (bytes) => bytes,
  }
}
