const KIB = 1_024
/** What is shorter comes from memory that is there already. */
const LEAST = 64 * KIB
/** As many as are packed or on their way to the database at once, mostly; a page of a pull is the largest. */
const MOST_KEPT = 4
const LARGEST_KEPT = 8 * KIB * KIB

export type SpareMemory = {
  /** Memory of at least `length` bytes, whatever is in it. */
  readonly take: (length: number) => Buffer
  /** Of whoever took it, when nobody reads or writes it any more. @param taken what was taken, or a part of it */
  readonly give: (taken: Buffer) => void
}

/**
 * What is large is memory that the system gives anew, each page of it once it is touched, and that costs more than what is written into it: so it is used again
 * (docs/decisions/0217-a-push-in-windows.md).
 */
export function createSpareMemory(): SpareMemory {
  const spare: Buffer[] = []
  return {
    take: (length) => {
      if (length < LEAST) return Buffer.allocUnsafe(length)
      const index = spare.findIndex((one) => one.length >= length)
      const [found] = index === -1 ? [] : spare.splice(index, 1)
      // Of one size for many: the next will be a little longer or shorter.
      return found ?? Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(length)))
    },
    give: ({ buffer }) => {
      if (buffer.byteLength < LEAST || buffer.byteLength > LARGEST_KEPT) return
      // The one that came last is warm.
      spare.unshift(Buffer.from(buffer))
      if (spare.length > MOST_KEPT) spare.pop()
    },
  }
}

/** Of this process. */
export const spareMemory = createSpareMemory()

/** Longer ones are written by Node faster than here, whose call costs as much as so many letters. */
const SHORT = 40
/** The most bytes that a unit of a text takes in UTF-8. */
export const LONGEST_UNIT = 3

/** Writes a text in UTF-8 into memory that has room for `LONGEST_UNIT` bytes of each of its units; how many it took. */
export function writeText(bytes: Buffer, text: string, at: number): number {
  if (text.length > SHORT) return bytes.write(text, at)
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit > 0x7f) return bytes.write(text, at)
    bytes[at + index] = unit
  }
  return text.length
}
