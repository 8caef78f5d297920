import type { PushItem } from '@shared/sync/protocol/records.ts'

const encoder = new TextEncoder()
const NONE = new Uint8Array()

/** An item of a push, in UTF-8: its record, and what goes along with it. @property bytes how many it takes in a message */
export type ItemToSend = { readonly record: Uint8Array; readonly along: Uint8Array; readonly bytes: number }

/** @param record packed, as JSON; bytes of a row go into the message as they are */
export function itemToSend(record: Uint8Array | string, { updates, originals }: Omit<PushItem, 'record'> = {}): ItemToSend {
  const bytes = typeof record === 'string' ? encoder.encode(record) : record
  const along = updates || originals ? encoder.encode(`,${JSON.stringify({ updates, originals }).slice(1, -1)}`) : NONE
  return { record: bytes, along, bytes: BETWEEN.length + bytes.length + along.length + 1 }
}

const [REQUEST, ITEMS, BRACKET_END, BRACE_END] = ['{"request":', ',"items":[', 0x5d, 0x7d]
const FIRST = encoder.encode('{"record":')
const BETWEEN = encoder.encode(',{"record":')

/**
 * A push as it is kept, `{"request":{…,"items":[…]},…}`, and the message in it, in the same memory. Byte by byte from the rows: each text that is made
 * of a whole push costs more than everything else that is done with its records.
 */
export function writePush(
  items: readonly ItemToSend[],
  { head, along }: { readonly head: object; readonly along: object },
): { readonly kept: Uint8Array<ArrayBuffer>; readonly message: Uint8Array<ArrayBuffer> } {
  const before = encoder.encode(`${REQUEST}${JSON.stringify(head).slice(0, -1)}${ITEMS}`)
  const after = encoder.encode(`,${JSON.stringify(along).slice(1)}`)
  const length = items.reduce((sum, { bytes }) => sum + bytes, before.length + 1 + after.length)
  const kept = new Uint8Array(length)
  let at = 0
  const add = (bytes: Uint8Array): void => {
    kept.set(bytes, at)
    at += bytes.length
  }
  add(before)
  for (const [index, { record, along: more }] of items.entries()) {
    add(index === 0 ? FIRST : BETWEEN)
    add(record)
    if (more.length > 0) add(more)
    kept[at] = BRACE_END
    at += 1
  }
  kept[at] = BRACKET_END
  kept[at + 1] = BRACE_END
  at += 2
  const message = kept.subarray(REQUEST.length, at)
  add(after)
  return { kept, message }
}
