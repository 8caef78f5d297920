import { Inflate } from 'fflate'
import { joined } from '@memos/document/bytes.ts'
import { refuse, type Refusal } from './refusal.ts'
import { packedBytes, zipEntries, type ZipEntry } from './zip-directory.ts'

export type Parts = Readonly<Record<string, Uint8Array>>
export type Unpacked = { readonly parts: Parts } | { readonly refusal: Refusal }

const MOST_PARTS = 500
const MOST_BYTES = 50 * 2 ** 20
/** So many packed bytes are inflated between two looks at how much came out; they give 4 MB at the most. */
const STEP = 4_096
const STORED = 0
const DEFLATED = 8

/**
 * The parts of a file that nobody vouches for. What its directory says is checked before anything is inflated; while inflating, the
 * first byte more than it said ends the work. So a bomb costs one step, whatever it says of itself.
 */
export function unpack(bytes: Uint8Array): Unpacked {
  const entries = zipEntries(bytes)
  if (entries === null || entries.length === 0) return { refusal: refuse('not-a-word-file') }
  const refusal = refusalOf(entries)
  if (refusal !== null) return { refusal }
  const parts: Record<string, Uint8Array> = {}
  for (const entry of entries) {
    if (entry.name.endsWith('/')) continue
    const inflated = inflate(bytes, entry)
    if (inflated instanceof Uint8Array) parts[entry.name] = inflated
    else return { refusal: inflated }
  }
  return { parts }
}

function refusalOf(entries: readonly ZipEntry[]): Refusal | null {
  if (entries.length > MOST_PARTS) return refuse('too-many-parts', String(entries.length))
  if (entries.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES) return refuse('too-large')
  const names = entries.map(({ name }) => name.toLowerCase())
  const double = names.find((name, index) => names.indexOf(name) !== index)
  if (double !== undefined) return refuse('broken', double)
  for (const { name, isEncrypted, method } of entries) {
    if (isEncrypted) return refuse('encrypted', name)
    if (name.includes('..') || name.includes('\\') || name.startsWith('/')) return refuse('broken', name)
    if (method !== STORED && method !== DEFLATED) return refuse('broken', name)
  }
  return null
}

function inflate(bytes: Uint8Array, entry: ZipEntry): Uint8Array | Refusal {
  const packed = packedBytes(bytes, entry)
  if (packed === null) return refuse('broken', entry.name)
  if (entry.method === STORED) return packed.length === entry.size ? packed : refuse('broken', entry.name)
  const chunks: Uint8Array[] = []
  let size = 0
  const inflater = new Inflate((chunk) => {
    chunks.push(chunk)
    size += chunk.length
  })
  try {
    for (let at = 0; at < packed.length || at === 0; at += STEP) {
      inflater.push(packed.subarray(at, at + STEP), at + STEP >= packed.length)
      if (size > entry.size) return refuse('too-large', entry.name)
    }
  } catch {
    // The library throws for bytes that are no deflated stream.
    return refuse('broken', entry.name)
  }
  return size === entry.size ? joined(chunks) : refuse('broken', entry.name)
}
