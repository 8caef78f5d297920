import { Packer, type Document } from 'docx'
import { Zip, ZipDeflate, unzipSync } from 'fflate'
import type { Memo } from '@memos/content/memo.ts'
import { TEXT_HASH_TO_COME } from '@memos/content/properties.ts'
import { FIRST_PARTS } from '@memos/fixed-zip.ts'
import { bodyText } from './body.ts'
import { decode, encode, joined } from './bytes.ts'
import { memoDocument } from './document.ts'
import { newTextHash, type TextHash } from './document-text.ts'
import { fixDates, fixIds, newFixedIds, withPictures, type FixedIds } from './fixed-bytes.ts'
import { xmlText } from './xml-text.ts'

const BODY = 'word/document.xml'
const BODY_RELATIONS = 'word/_rels/document.xml.rels'
const MEDIA = /^word\/media\//
const CORE = 'docProps/core.xml'
const CUSTOM = 'docProps/custom.xml'
const SECTION_END = /<w:sectPr\b.*?<\/w:sectPr>/gs
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
/** So many characters are compressed at once. */
const PIECE = 65_536

/**
 * A memo as the bytes of a Word document, which depend on its content alone: no clock and no random source leaves a trace.
 * The body goes into the file block by block; neither its objects nor its whole text are ever in memory.
 * @param onPart called after each part of the content
 */
export async function packMemo(memo: Memo, onPart: () => void): Promise<Uint8Array> {
  const shell = memoDocument(memo, () => [])
  const frame = frameOf(shell)
  const ids = newFixedIds()
  const text = newTextHash()
  const body = compressed(BODY, framed(text.listening(bodyText(memo, { shell, ids, ends: frame.ends, onPart })), frame))
  // Only now does the shell know the links and lists of the body.
  return zipped(await partsOf(shell), { body, ids, media: mediaOf(shell), text, modified: memo.properties.modified })
}

const partsOf = async (shell: Document) => unzipSync(await Packer.pack(shell, 'uint8array'))

/** The parts of pictures by what the library calls them. */
const mediaOf = ({ Media }: Document): ReadonlyMap<string, string> => new Map(Media.Entries.map(([key, { fileName }]) => [key, fileName]))

type Frame = { readonly before: string; readonly ends: readonly string[]; readonly after: string }

/** What stands around the body, and how each section ends, from the document whose sections are empty. */
function frameOf(shell: Document): Frame {
  // The one part of the shell that is needed now: to pack them all takes a tenth of a second.
  const xml = DECLARATION + xmlText(shell.Document.View.prepForXml({ file: shell, viewWrapper: shell.Document, stack: [] }))
  const [before = '', rest = ''] = xml.split(/(?<=<w:body>)/)
  return { before, ends: rest.match(SECTION_END) ?? [], after: rest.slice(rest.lastIndexOf('</w:body>')) }
}

function* framed(body: Iterable<string>, { before, after }: Frame): Generator<string> {
  yield before
  yield* body
  yield after
}

type Entry = { readonly file: ZipDeflate; readonly chunks: Uint8Array<ArrayBuffer>[] }

function newEntry(name: string, level: 0 | 9): Entry {
  // Local parts of the date, because the format stores local time: the same bytes in every zone.
  const file = Object.assign(new ZipDeflate(name, { level }), { mtime: new Date(1980, 0, 1), os: 0 })
  const chunks: Uint8Array<ArrayBuffer>[] = []
  file.ondata = (error, chunk) => {
    if (error) throw error
    chunks.push(chunk)
  }
  return { file, chunks }
}

/** Pictures are compressed already. */
function stored(name: string, bytes: Uint8Array): Entry {
  const entry = newEntry(name, 0)
  entry.file.push(new Uint8Array(bytes), true)
  return entry
}

/** Compresses the pieces of a part as they come. */
function compressed(name: string, pieces: Iterable<string>): Entry {
  const { file, chunks } = newEntry(name, 9)
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < PIECE) continue
    file.push(encode(text))
    text = ''
  }
  file.push(encode(text), true)
  return { file, chunks }
}

type Fixing = {
  readonly body: Entry
  readonly ids: FixedIds
  readonly media: ReadonlyMap<string, string>
  readonly text: TextHash
  readonly modified: string | undefined
}

function zipped(parts: Record<string, Uint8Array>, { body, ids, media, text, modified }: Fixing): Uint8Array {
  const output: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    output.push(chunk)
  })
  const fixed = (name: string, xml: string): string => {
    if (name === BODY_RELATIONS) return withPictures(xml, ids, media)
    return name === CORE ? fixDates(xml, modified) : name === CUSTOM ? xml.replace(TEXT_HASH_TO_COME, text.hex()) : xml
  }
  const names = [...FIRST_PARTS, ...Object.keys(parts).sort()].filter((name, index, all) => all.indexOf(name) === index)
  for (const name of names) {
    const bytes = parts[name]
    if (bytes === undefined) continue
    if (MEDIA.test(name)) addEntry(zip, stored(name, bytes))
    else addEntry(zip, name === BODY ? body : compressed(name, [fixed(name, fixIds(decode(bytes), ids))]))
  }
  zip.end()
  return joined(output)
}

/** An entry that is compressed already. */
function addEntry(zip: Zip, { file, chunks }: Entry): void {
  zip.add(file)
  for (const [index, chunk] of chunks.entries()) file.ondata(null, chunk, index === chunks.length - 1)
}
