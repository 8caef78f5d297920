/** What the directory at the end of a zip says of an entry. Nothing of it is believed before it is checked. */
export type ZipEntry = {
  readonly name: string
  readonly isEncrypted: boolean
  readonly method: number
  readonly packedSize: number
  readonly size: number
  /** Where its local header begins. */
  readonly offset: number
}

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const END_LENGTH = 22
const LONGEST_COMMENT = 0xffff
/** A value of this says that the true one stands in an extension for files over 4 GB: none of ours has one. */
const ELSEWHERE = 0xffffffff

/**
 * The entries of a zip by its own directory, without a byte inflated. Null for what is no zip, or one whose directory lies about itself.
 * Source: PKWARE APPNOTE 6.3, 4.3.12 and 4.3.16.
 */
export function zipEntries(bytes: Uint8Array): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOfDirectory(view)
  if (end === null) return null
  const count = view.getUint16(end + 10, true)
  const entries: ZipEntry[] = []
  let at = view.getUint32(end + 16, true)
  for (let index = 0; index < count; index++) {
    const read = entryAt(bytes, view, at)
    if (read === null) return null
    entries.push(read.entry)
    at = read.next
  }
  return entries
}

/** The packed bytes of an entry; null when they do not lie within the file. */
export function packedBytes(bytes: Uint8Array, { offset, packedSize }: ZipEntry): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL) return null
  const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  return from + packedSize > bytes.length ? null : bytes.subarray(from, from + packedSize)
}

/** The directory's end stands last, before at most a comment. */
function endOfDirectory(view: DataView): number | null {
  const last = view.byteLength - END_LENGTH
  for (let at = last; at >= 0 && at >= last - LONGEST_COMMENT; at--) if (view.getUint32(at, true) === END) return at
  return null
}

function entryAt(bytes: Uint8Array, view: DataView, at: number): { entry: ZipEntry; next: number } | null {
  if (at + 46 > bytes.length || view.getUint32(at, true) !== ENTRY) return null
  const nameLength = view.getUint16(at + 28, true)
  const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  const [packedSize, size, offset] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true), view.getUint32(at + 42, true)]
  if (next > bytes.length || [packedSize, size, offset].includes(ELSEWHERE)) return null
  // Names of parts are ASCII; a letter that is not makes a name that nothing looks for.
  const name = String.fromCharCode(...bytes.subarray(at + 46, at + 46 + nameLength))
  const isEncrypted = (view.getUint16(at + 8, true) & 1) === 1
  return { entry: { name, isEncrypted, method: view.getUint16(at + 10, true), packedSize, size, offset }, next }
}
