/** The number by which PostgreSQL names the type `text`. */
const TEXT = 25
const HEAD = 20
const LENGTH = 4
/** Where the length of the next text goes. */
const ROOM = '\0'.repeat(LENGTH)

/**
 * Texts as one parameter of the type `text[]`, in the form in which programs and the database exchange values: how many, and each with its length. As one
 * text, every quotation mark in them would be escaped, and the database look at each character to find where they end.
 * Null where there is none, or any is no text.
 */
export function textArray(values: readonly unknown[]): Buffer | null {
  if (values.length === 0 || !areTexts(values)) return null
  // Written in one go: a call for each of them costs more than all else.
  const text = values.join(ROOM)
  const { bytes, length } = written(text)
  // One dimension, no nulls, counted from 1.
  bytes.writeInt32BE(1, 0)
  bytes.writeInt32BE(0, 4)
  bytes.writeInt32BE(TEXT, 8)
  bytes.writeInt32BE(values.length, 12)
  bytes.writeInt32BE(1, 16)
  const isAscii = length === text.length
  let at = HEAD
  for (const value of values) {
    const size = isAscii ? value.length : Buffer.byteLength(value)
    bytes.writeInt32BE(size, at)
    at += LENGTH + size
  }
  return bytes.subarray(0, at)
}

/** The longest that a character gets in UTF-8. */
const LONGEST = 4

/** The text behind the head and the first length. In the room that it takes in ASCII, and some more: only what is none takes any of that. */
function written(text: string): { readonly bytes: Buffer; readonly length: number } {
  const bytes = Buffer.allocUnsafe(HEAD + LENGTH + text.length + LONGEST)
  const length = bytes.write(text, HEAD + LENGTH)
  if (length === text.length) return { bytes, length }
  const larger = Buffer.allocUnsafe(HEAD + LENGTH + Buffer.byteLength(text))
  return { bytes: larger, length: larger.write(text, HEAD + LENGTH) }
}

const areTexts = (values: readonly unknown[]): values is readonly string[] => values.every((value) => typeof value === 'string')
