import { Bookmark, HeadingLevel, LeaderType, Paragraph, Table, TableOfContents, type FileChild, type IParagraphOptions } from 'docx'
import { assertNever } from '@shared/lib/assert.ts'
import type { Language } from '@shared/domain/record.ts'
import type { ContentsEntry, GridCell, Look, Part, Pictures } from '@memos/content/memo.ts'
import { photoParagraphs } from './photos.ts'
import { signatureParagraphs } from './signature.ts'
import { BULLETS, LEVELS, NUMBERS, listIndent, type ParagraphStyle } from './styles.ts'
import { columnsTable, factsTable, gridTable, headedTable, photosTable } from './tables.ts'
import { cleanLine, inlineRuns, textRuns } from './text.ts'

/** Where the block of an addressee begins, as a share of the width of the text. */
const ASIDE_FROM = 0.55

/** Counts the ordered lists of one document, each of which begins at 1. */
export type ListNumbers = { readonly next: () => number }

export function newListNumbers(): ListNumbers {
  let lists = 0
  return { next: () => ++lists }
}

/** Where parts are set: how wide the text is there, in which style, and how deep in lists. */
export type Setting = {
  readonly lists: ListNumbers
  readonly language: Language
  readonly width: number
  readonly look: 'page' | 'quote' | 'cell' | 'list' | 'column'
  readonly depth: number
  readonly pictures?: Pictures | undefined
  /** What is set here stays on one page with what follows. */
  readonly keepsNext?: true
}

/**
 * The parts of a section, in order, each made when it is asked for: whoever writes them lets one go before the next.
 * Two tables never touch, because Word would make one of them, and no text stands at the lower edge of one.
 * @param onPart called after each part
 */
export function* renderParts(parts: readonly Part[], setting: Setting, onPart?: () => void): Generator<FileChild> {
  let isAfterTable = false
  for (const [index, part] of parts.entries()) {
    const keepsNext = staysWith(part, parts[index + 1])
    for (const child of renderPart(part, keepsNext ? { ...setting, keepsNext } : setting)) {
      if (isAfterTable && (child instanceof Table || !HAS_ROOM_ABOVE.includes(part.type))) yield new Paragraph({ style: 'MDSpacer' })
      yield child
      isAfterTable = child instanceof Table
    }
    onPart?.()
  }
}

/** Parts whose own style keeps them away from what is above. */
const HAS_ROOM_ABOVE: readonly Part['type'][] = ['title', 'heading', 'contents', 'signature']

/** A signature never stands on a page of its own, and the list of who gets a copy is not torn. */
const staysWith = (part: Part, next: Part | undefined): boolean => next?.type === 'signature' || (isSmall(part) && isSmall(next))

const isSmall = (part: Part | undefined): boolean => part?.type === 'paragraph' && part.look === 'small'

function renderPart(part: Part, setting: Setting): Iterable<FileChild> {
  switch (part.type) {
    case 'title':
      return titleParagraphs(part)
    case 'heading':
      return [headingParagraph(part)]
    case 'paragraph':
      return [new Paragraph({ ...paragraphLook(part.look, setting), ...kept(setting), children: inlineRuns(part.content) })]
    case 'facts':
      return [factsTable(part, setting.width)]
    case 'table':
      return [headedTable(part, setting.width)]
    case 'grid':
      return [gridTable(part, setting.width, (cell, width) => cellParagraphs(cell, { ...setting, width, look: 'cell', depth: 0 }))]
    case 'list':
      return listParagraphs(part, setting)
    case 'quote':
      return renderParts(part.parts, { ...setting, look: setting.look === 'page' ? 'quote' : setting.look })
    case 'rule':
      return [new Paragraph({ style: 'MDRule' })]
    case 'columns':
      return [columnsTable(part, setting.width, (parts, width) => columnBlocks(parts, { ...setting, width, look: 'column', depth: 0 }))]
    case 'photos':
      return [photosTable(part, setting.width, (photo, width) => photoParagraphs(photo, setting.pictures, width))]
    case 'contents':
      return contentsParts(part.heading, part.entries)
    case 'signature':
      return signatureParagraphs(part, setting.width, setting.keepsNext === true)
    default:
      return assertNever(part)
  }
}

const titleParagraphs = ({ kind, title }: { kind: string; title: string }): Paragraph[] => [
  new Paragraph({ style: 'Title', children: textRuns(cleanLine(kind)) }),
  ...(title === '' ? [] : [new Paragraph({ style: 'MDSubtitle', children: textRuns(cleanLine(title)) })]),
]

const HEADINGS = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const

function headingParagraph(part: Extract<Part, { type: 'heading' }>): Paragraph {
  const runs = textRuns(cleanLine(part.text))
  const children = part.anchor === undefined ? runs : [new Bookmark({ id: part.anchor, children: runs })]
  return new Paragraph({ heading: HEADINGS[part.level], children })
}

const LOOKS: Readonly<Record<Exclude<Look, 'body'>, ParagraphStyle>> = {
  label: 'MDLabel',
  note: 'MDNote',
  registration: 'MDRegistration',
  aside: 'MDAside',
  small: 'MDSmall',
  flush: 'MDFlush',
  centred: 'MDCentred',
  end: 'MDEnd',
}

function paragraphLook(look: Look, setting: Setting): IParagraphOptions {
  // A column is narrow, and everything in it begins at its edge.
  if (setting.look === 'column' && look !== 'label' && look !== 'note') return { style: 'MDColumnText' satisfies ParagraphStyle }
  if (setting.look === 'list' && look === 'small') return { style: 'MDListNote' satisfies ParagraphStyle }
  // A page across has its right half further to the right.
  if (look === 'aside') return { style: LOOKS.aside, indent: { left: Math.round(setting.width * ASIDE_FROM) } }
  if (look !== 'body') return { style: LOOKS[look] }
  const styles = {
    page: 'MDBody',
    quote: 'MDQuote',
    cell: 'MDTableText',
    list: 'MDListText',
    column: 'MDColumnText',
  } as const satisfies Record<string, ParagraphStyle>
  return { style: styles[setting.look] }
}

/** The first paragraph of an item carries the number or the bullet; what follows stands under its text. */
function listParagraphs(part: Extract<Part, { type: 'list' }>, setting: Setting): FileChild[] {
  const level = Math.min(setting.depth, LEVELS - 1)
  // A list within a list counts on in its own instance, so that it begins at 1 under every item.
  const list = part.ordered ? { reference: NUMBERS, level, instance: setting.lists.next() } : { reference: BULLETS, level, instance: 0 }
  const look = setting.look === 'cell' ? 'cell' : 'list'
  const inside: Setting = { ...setting, look, depth: setting.depth + 1 }
  return part.items.flatMap((item) =>
    item.flatMap((one, index): FileChild[] => {
      if (one.type !== 'paragraph') return [...renderParts([one], inside)]
      const options = paragraphLook(one.look, inside)
      const place = index === 0 ? { numbering: list } : { indent: { left: listIndent(level) } }
      const next = item[index + 1]
      const keepNext = next?.type === 'paragraph' && next.look === 'note'
      return [new Paragraph({ ...options, ...place, keepNext, children: inlineRuns(one.content) })]
    }),
  )
}

/** What stands in a column; its cell ends with a paragraph. */
function columnBlocks(parts: readonly Part[], setting: Setting): (Paragraph | Table)[] {
  const blocks = [...renderParts(parts, setting)].filter((block) => block instanceof Paragraph || block instanceof Table)
  return blocks.at(-1) instanceof Paragraph ? blocks : [...blocks, new Paragraph({ style: 'MDSpacer' })]
}

/** What a note's cell holds; at least one paragraph, and the last child is one. */
function cellParagraphs(cell: GridCell, setting: Setting): Paragraph[] {
  const children = [...renderParts(cell.parts, setting)].filter((child) => child instanceof Paragraph)
  return children.length > 0 ? children : [new Paragraph({ style: 'MDTableText' })]
}

/**
 * Linked entries, with the pages where these are known, in a field that Word updates when asked: it is not written as
 * outdated, so no question comes up when the document opens.
 */
function contentsParts(heading: string, entries: readonly ContentsEntry[]): FileChild[] {
  const hasPages = entries.some(({ page }) => page !== undefined)
  const cachedEntries = entries.map(({ text, anchor, page }) => ({
    title: cleanLine(text),
    level: 1,
    href: anchor,
    ...(page === undefined ? {} : { page }),
  }))
  return [
    new Paragraph({ style: 'MDContentsHeading', children: textRuns(cleanLine(heading)) }),
    new TableOfContents(cleanLine(heading), {
      hyperlink: true,
      headingStyleRange: '1-1',
      beginDirty: false,
      tabLeader: hasPages ? LeaderType.DOT : LeaderType.NONE,
      cachedEntries,
    }),
  ]
}

const kept = ({ keepsNext }: Setting) => (keepsNext === true ? { keepNext: true } : {})
