import { decode, encode } from '@memos/document/bytes.ts'
import { fixedZip } from '@memos/fixed-zip.ts'
import { unpack, type Parts } from '@memos/letterhead/unpack.ts'
import { PAGE_MARK, PAGES_MARK } from './page-marks.ts'

const DOCUMENT = 'word/document.xml'
const HEAD_OR_FOOT = /^word\/(?:header|footer)\d*\.xml$/
const SECTION = /<w:sectPr\b(?:[^>]*\/>|.*?<\/w:sectPr>)/gs

/** A Word file for the preview as pages, and one that has nothing but the headers and footers of its later pages. */
export type PagedFiles = { readonly file: Uint8Array; readonly continued: Uint8Array }

/** @throws when the bytes are no Word file: a bug */
export function pagedFiles(bytes: Uint8Array): PagedFiles {
  const unpacked = unpack(bytes)
  if ('refusal' in unpacked) throw new Error(`The document cannot be read: ${unpacked.refusal.code}`)
  const marked = mapParts(unpacked.parts, (name, text) => (HEAD_OR_FOOT.test(name) ? withMarks(text) : text))
  const continued = mapParts(marked, (name, text) => (name === DOCUMENT ? withoutBody(text) : text))
  return { file: fixedZip(marked, 0), continued: fixedZip(continued, 0) }
}

function mapParts(parts: Parts, change: (name: string, text: string) => string): Parts {
  const isChanged = (name: string): boolean => name === DOCUMENT || HEAD_OR_FOOT.test(name)
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, isChanged(name) ? encode(change(name, decode(part))) : part]),
  )
}

/** A field from its first mark to its last, with what another program left in it; both stand in runs, of which the first remains. */
const field = (name: string): RegExp =>
  new RegExp(
    `<w:fldChar [^>]*"begin"[^>]*/>(?:(?!<w:fldChar).)*?<w:instrText[^>]*>\\s*${name}\\b[^<]*</w:instrText>(?:(?!"begin").)*?<w:fldChar [^>]*"end"[^>]*/>`,
    'gs',
  )

const withMarks = (text: string): string =>
  text.replaceAll(field('PAGE'), `<w:t>${PAGE_MARK}</w:t>`).replaceAll(field('NUMPAGES'), `<w:t>${PAGES_MARK}</w:t>`)

/** The ends of its sections alone, none of which begins with a page of its own kind. */
function withoutBody(document: string): string {
  const sections = (document.match(SECTION) ?? []).map((section) => section.replace(/<w:titlePg\b[^>]*\/>/, ''))
  const ends = sections.slice(0, -1).map((section) => `<w:p><w:pPr>${section}</w:pPr></w:p>`)
  const body = `${ends.join('')}<w:p/>${sections.at(-1) ?? ''}`
  return document.replace(/(<w:body\b[^>]*>).*(<\/w:body>)/s, (_all, open: string, close: string) => open + body + close)
}
