import { newSha256 } from '@shared/lib/id.ts'
import { decoded } from '@memos/letterhead/xml-scan.ts'

/** A tag of Word's markup, of which only the name without its prefix and some attributes matter. */
const TAG = /^<\/?(?:[A-Za-z][\w.-]*:)?([\w.-]+)/
/** What stands in these is not the text as it reads: removed words, the older form of a drawing, what a field says at the moment. */
const SKIPPED = new Set(['del', 'moveFrom', 'Fallback', 'fldSimple', 'pPr', 'instrText'])
const PRINTED: Readonly<Record<string, string>> = { tab: '\t', br: '\n', cr: '\n', noBreakHyphen: '\u2011' }

type Open = { text: string; isContents: boolean }

/**
 * The paragraphs of Word's markup that say something, in order, with single spaces. Page numbers, the table of contents and other
 * fields are left out, so that a program which only opens and saves a document changes none.
 */
export function paragraphsOf(xml: string): string[] {
  const paragraphs: string[] = []
  const open: Open[] = []
  let skipped = 0
  let fields = 0
  let isText = false
  for (let at = 0; at < xml.length;) {
    const paragraph = open.at(-1)
    const end = xml.startsWith('<', at) ? xml.indexOf('>', at) + 1 : 0
    const tag = end === 0 ? '' : xml.slice(at, end)
    const name = nameOf(tag)
    if (name === undefined) {
      const next = xml.indexOf('<', at + 1)
      const stop = next === -1 ? xml.length : next
      if (isText && skipped === 0 && fields === 0 && paragraph) paragraph.text += decoded(xml.slice(at, stop))
      at = stop
      continue
    }
    at = end
    const isEnd = tag.startsWith('</')
    const isEmpty = tag.endsWith('/>')
    if (SKIPPED.has(name) && !isEmpty) skipped += isEnd ? -1 : 1
    else if (name === 'pStyle' && paragraph) paragraph.isContents = /val="TOC\d*"/i.test(tag)
    else if (name === 'fldChar') fields += /fldCharType="begin"/.test(tag) ? 1 : /fldCharType="end"/.test(tag) ? -1 : 0
    else if (name === 't') isText = !isEnd && !isEmpty
    else if (name === 'p' && !isEmpty) {
      if (!isEnd) open.push({ text: '', isContents: false })
      else paragraphs.push(...closed(open.pop()))
    } else if (skipped === 0 && fields === 0 && paragraph && !isEnd) paragraph.text += PRINTED[name] ?? ''
  }
  return paragraphs
}

/** The same few hundred tags make up a whole document. */
const names = new Map<string, string | undefined>()
const MOST_NAMES = 2_000

function nameOf(tag: string): string | undefined {
  if (names.has(tag)) return names.get(tag)
  if (names.size >= MOST_NAMES) names.clear()
  const name = TAG.exec(tag)?.[1]
  names.set(tag, name)
  return name
}

function closed(paragraph: Open | undefined): string[] {
  const text = paragraph?.text.replaceAll(/[^\S\n\u00a0]+/gu, ' ').trim() ?? ''
  return text === '' || paragraph?.isContents === true ? [] : [text]
}

/** The hash of a document's text, `TextSha256`: with it the app sees whether somebody edited the text in Word. */
export type TextHash = {
  /** Passes pieces of markup on, each of whole paragraphs, and takes note of their text. */
  readonly listening: (pieces: Iterable<string>) => Generator<string>
  readonly hex: () => string
}

export function newTextHash(): TextHash {
  const hash = newSha256()
  return {
    *listening(pieces) {
      for (const piece of pieces) {
        for (const paragraph of paragraphsOf(piece)) hash.add(`${paragraph}\n`)
        yield piece
      }
    },
    hex: hash.hex,
  }
}

export function textHashOf(paragraphs: readonly string[]): string {
  const hash = newSha256()
  for (const paragraph of paragraphs) hash.add(`${paragraph}\n`)
  return hash.hex()
}
