import { newSha256 } from '@shared/lib/id.ts'
import { decoded } from '@memos/letterhead/xml-scan.ts'

/** A tag of Word's markup, or what stands between two. */
const TOKEN = /<(\/?)([A-Za-z][\w.-]*:)?([\w.-]+)([^>]*?)(\/?)>|[^<]+/g
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
  for (const [token, slash = '', , name, attributes = '', empty] of xml.matchAll(TOKEN)) {
    const paragraph = open.at(-1)
    if (name === undefined) {
      if (isText && skipped === 0 && fields === 0 && paragraph) paragraph.text += decoded(token)
    } else if (SKIPPED.has(name) && empty !== '/') skipped += slash === '/' ? -1 : 1
    else if (name === 'pStyle' && paragraph) paragraph.isContents = /val="TOC\d*"/i.test(attributes)
    else if (name === 'fldChar') fields += /fldCharType="begin"/.test(attributes) ? 1 : /fldCharType="end"/.test(attributes) ? -1 : 0
    else if (name === 't') isText = slash !== '/' && empty !== '/'
    else if (name === 'p' && empty !== '/') {
      if (slash !== '/') open.push({ text: '', isContents: false })
      else paragraphs.push(...closed(open.pop()))
    } else if (skipped === 0 && fields === 0 && paragraph && slash !== '/') paragraph.text += PRINTED[name] ?? ''
  }
  return paragraphs
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
