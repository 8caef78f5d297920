import { ExternalHyperlink, NoBreakHyphen, Tab, TextRun, type IRunOptions, type ParagraphChild } from 'docx'
import type { Inline, Mark } from '@shared/domain/note-body.ts'
import { HYPHEN } from '@memos/labels/calendar.ts'
import { SharedRun, Words } from './shared.ts'
import { FONT } from './styles.ts'

/** What no XML file may hold, and what Word shows as boxes: controls but tab and line feed, and noncharacters. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufdd0-\ufdef\ufffe\uffff]/gu
const LONE_SURROGATE = /\p{Surrogate}/gu
const LINE_END = /\r\n?|[\u0085\u2028\u2029]/gu
/** Japanese text and its punctuation, runs of which get the Japanese font. */
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\u30fb-\u30fe\uff00-\uffef]+/gu

/** Letters, punctuation and space that need no look at their script: everything before Japanese and Korean but Hangul's single letters. */
const PLAIN = /^[\n\t\u0020-\u007e\u00a0-\u10ff\u1200-\u2027\u202a-\u2e7f]*$/

/** Links that Word opens: anything else stays plain text, because one bad address makes Word refuse the whole file. */
const LINK = /^(https?:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?([/?#]\S*)?|mailto:[^\s@]+@[a-z0-9.-]+(\?\S*)?)$/i
const LONGEST_LINK = 2_000

/** Text that a document can hold: lines end in a line feed, everything that cannot be printed is gone. */
export const cleanText = (text: string): string =>
  PLAIN.test(text) ? text : text.replace(LINE_END, '\n').replace(FORBIDDEN, '').replace(LONE_SURROGATE, '')

/** The same on one line, for headings, properties and entries of the contents. */
export const cleanLine = (text: string): string => cleanText(text).replaceAll(/[\n\t]+/gu, ' ')

/** The runs of a text: line feeds become breaks, tabs tabs, and Japanese stands in runs of its own. */
export function textRuns(text: string, look: Pick<IRunOptions, 'bold'> & RunLook = {}): TextRun[] {
  return cleanText(text)
    .split('\n')
    .flatMap((words, index) => lineRuns(words, look, index > 0))
}

/** The inline content of a note with its marks; a link that is safe becomes one. */
export function inlineRuns(content: readonly Inline[]): ParagraphChild[] {
  return content.flatMap((part): ParagraphChild[] => {
    if (part.type === 'break') return [new TextRun({ break: 1 })]
    const marks = part.marks ?? []
    const href = marks.find((mark) => mark.type === 'link')?.href
    const address = href === undefined ? undefined : linkAddress(href)
    const runs = textRuns(part.text, { ...lookOf(marks), ...(address === undefined ? {} : { style: 'Hyperlink' }) })
    return address === undefined ? runs : [new ExternalHyperlink({ children: runs, link: address })]
  })
}

/** An address that Word opens, percent-encoded, or nothing. */
export function linkAddress(href: string): string | undefined {
  const address = cleanLine(href).trim()
  if (!LINK.test(address)) return undefined
  const encoded = address.replaceAll(/[^\x21-\x7e]|["<>\\^`{|}]/gu, (character) => encodeURIComponent(character))
  return encoded.length > LONGEST_LINK ? undefined : encoded
}

type RunLook = Pick<IRunOptions, 'italics' | 'strike' | 'underline' | 'style'>

function lookOf(marks: readonly Mark[]): Pick<IRunOptions, 'bold'> & RunLook {
  const has = (type: Mark['type']): boolean => marks.some((mark) => mark.type === type)
  return {
    ...(has('bold') ? { bold: true } : {}),
    ...(has('italic') ? { italics: true } : {}),
    ...(has('strike') ? { strike: true } : {}),
    ...(has('underline') ? { underline: {} } : {}),
    ...(has('code') ? { style: 'MDCode' } : {}),
  }
}

/** One line: the first run carries the break before it. */
function lineRuns(words: string, look: IRunOptions, isBroken: boolean): TextRun[] {
  const runs = splitByScript(words).map(({ text, isEastAsian }, index) => {
    const breaks = isBroken && index === 0 ? { break: 1 } : {}
    // The hint is for pure Japanese runs alone: elsewhere it would set ‘ ’ of Uzbek in the Japanese font, at full width.
    const font = isEastAsian ? { font: { ...FONT, hint: 'eastAsia' } } : {}
    return new SharedRun({ ...look, ...font }, { ...breaks, children: withElements(text) })
  })
  return runs.length === 0 && isBroken ? [new TextRun({ break: 1 })] : runs
}

/** Tabs and non-breaking hyphens are elements: fonts often have no glyph for U+2011, and Word draws a hyphen for its own. */
function withElements(text: string): (Words | Tab | NoBreakHyphen)[] {
  return text
    .split(/([\t\u2011])/u)
    .filter((words) => words !== '')
    .map((words) => (words === '\t' ? new Tab() : words === HYPHEN ? new NoBreakHyphen() : new Words(words)))
}

function splitByScript(text: string): { text: string; isEastAsian: boolean }[] {
  if (PLAIN.test(text)) return text === '' ? [] : [{ text, isEastAsian: false }]
  const pieces: { text: string; isEastAsian: boolean }[] = []
  let from = 0
  for (const match of text.matchAll(EAST_ASIAN)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), isEastAsian: false })
    pieces.push({ text: match[0], isEastAsian: true })
    from = match.index + match[0].length
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isEastAsian: false })
  return pieces
}
