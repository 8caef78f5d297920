import { AlignmentType, Packer, Paragraph, PatchType, TextRun, patchDocument, type FileChild, type IPatch } from 'docx'
import { unzipSync } from 'fflate'
import type { Chapters } from '@memos/content/letterhead-chapters.ts'
import type { Memo, Part } from '@memos/content/memo.ts'
import { TEXT_HASH_TO_COME } from '@memos/content/properties.ts'
import { newListNumbers, renderParts } from '@memos/document/blocks.ts'
import { decode, encode } from '@memos/document/bytes.ts'
import { paragraphsOf, textHashOf } from '@memos/document/document-text.ts'
import { memoDocument } from '@memos/document/document.ts'
import { fixDates, fixIds, newFixedIds } from '@memos/document/fixed-bytes.ts'
import { numberingOf } from '@memos/document/styles.ts'
import { cleanLine, textRuns } from '@memos/document/text.ts'
import { fixedZip } from '@memos/fixed-zip.ts'
import { DOCUMENT } from './intake.ts'
import type { LetterheadWords } from './letterhead-words.ts'
import { CUSTOM_PROPERTIES, STYLES, textOfPart, withPart } from './package-parts.ts'
import { isByChapters, isChapter, WORD_PLACEHOLDERS, type Placeholder } from './placeholders.ts'
import { lastSection, sectionFor, widthOf, withLastSection } from './sections.ts'
import { withOurStyles, withTheirIds, type StyleIds } from './styles.ts'
import type { Parts } from './unpack.ts'

/** A letterhead that was taken in: its parts, and which of our placeholders it has. */
export type Letterhead = { readonly parts: Parts; readonly found: readonly Placeholder[] }
export type OnLetterhead = {
  readonly letterhead: Letterhead
  readonly words: LetterheadWords
  readonly chapters: Chapters
  readonly onPart: () => void
}

const NO_STYLES = '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"></w:styles>'
/** Stands behind every opening brace of our own words while the letterhead is filled: none of them is a placeholder. */
const GUARD = '\ue000'
/** Stands in the paragraph that becomes the end of a section. */
const SECTION_MARK = '\ue001'

/**
 * A memo on a ministry's letterhead: its headers, footers, page and styles, our words in its placeholders, and the document where
 * `{{body}}` stands, chapter by chapter where the letterhead has places for chapters, or at the end of one that has no place for it. Equal content and letterhead give equal bytes.
 * Throws when the letterhead is no XML that the library reads: the dry run at its intake would have.
 */
export async function packOnLetterhead(memo: Memo, { letterhead, words, chapters, onPart }: OnLetterhead): Promise<Uint8Array> {
  const shell = unzipSync(
    await Packer.pack(
      memoDocument(memo, () => []),
      'uint8array',
    ),
  )
  const { styled, styleIds } = withStyles(letterhead.parts, shell)
  const { parts, found } = withPlace({ parts: styled, found: letterhead.found })
  const section = lastSection(textOfPart(parts, DOCUMENT) ?? '')
  const harmless = JSON.parse(JSON.stringify(memo), guarding) as Memo
  const { properties } = memo
  const place: Place = { found, words, section, onPart, pictures: memo.pictures }
  const filled = await patchDocument({
    outputType: 'uint8array',
    data: fixedZip(parts, 0),
    trimPlaceholders: true,
    numbering: numberingOf(),
    patches: {
      ...wordPatches(words),
      ...chapterPatches(harmless, chapters, place),
      ...(found.includes('body') ? { body: { type: PatchType.DOCUMENT, children: bodyBlocks(harmless, place) } } : {}),
    },
    properties: {
      title: cleanLine(properties.title),
      subject: cleanLine(properties.subject),
      creator: cleanLine(properties.author),
      lastModifiedBy: cleanLine(properties.author),
      keywords: cleanLine(properties.keywords),
    },
  })
  // Chapters stand on the one page that the letterhead has.
  const sections = isByChapters(found)
    ? memo.sections.slice(0, 1).map((one) => ({ ...one, orientation: 'portrait' as const }))
    : memo.sections
  return fixedZip(finished(unzipSync(filled), { ...memo, sections }, styleIds))
}

function withStyles(letterhead: Parts, shell: Parts): { styled: Parts; styleIds: StyleIds } {
  const ours = textOfPart(shell, STYLES.path) ?? ''
  const { styles, ids } = withOurStyles(textOfPart(letterhead, STYLES.path) ?? NO_STYLES, ours)
  const properties = textOfPart(shell, CUSTOM_PROPERTIES.path) ?? ''
  return { styled: withPart(withPart(letterhead, STYLES, styles), CUSTOM_PROPERTIES, properties), styleIds: ids }
}

/** A letterhead without a place for the document gets one at its end, instead of an empty last paragraph. */
function withPlace({ parts, found }: Letterhead): Letterhead {
  const document = withLastSection((textOfPart(parts, DOCUMENT) ?? '').replaceAll(/<w:sectPrChange\b.*?<\/w:sectPrChange>/gs, ''))
  if (found.includes('body') || isByChapters(found)) return { parts: { ...parts, [DOCUMENT]: encode(document) }, found }
  const end = document.lastIndexOf(lastSection(document))
  const before = document
    .slice(0, end)
    .replace(/(?:<w:p\b[^>]*\/>|<w:p\b[^>]*>(?:(?!<w:p\b|<w:r\b|<w:sectPr\b|<\/w:p>).)*<\/w:p>)\s*$/s, '')
  const place = '<w:p><w:r><w:t>{{body}}</w:t></w:r></w:p>'
  return { parts: { ...parts, [DOCUMENT]: encode(before + place + document.slice(end)) }, found: [...found, 'body'] }
}

const wordPatches = (words: LetterheadWords): Record<string, IPatch> =>
  Object.fromEntries(
    WORD_PLACEHOLDERS.map((key) => {
      const runs = textRuns(guarded(words[key]))
      return [key, { type: PatchType.PARAGRAPH, children: runs.length > 0 ? runs : [new TextRun('')] }]
    }),
  )

type Place = {
  readonly found: readonly Placeholder[]
  readonly words: LetterheadWords
  readonly section: string
  readonly onPart: () => void
  readonly pictures: Memo['pictures']
}

/** Each chapter in its place; where there is none for the whole, the first one that says something carries what a body begins with. */
function chapterPatches(memo: Memo, chapters: Chapters, place: Place): Record<string, IPatch> {
  const { section, found, onPart } = place
  const lists = newListNumbers()
  const width = widthOf(section)
  const names = found.filter(isChapter)
  const first = isByChapters(found) ? names.find((name) => (chapters[name] ?? []).length > 0) : undefined
  return Object.fromEntries(
    names.map((name) => {
      const parts = JSON.parse(JSON.stringify(chapters[name] ?? []), guarding) as Part[]
      const blocks = [
        ...(name === first ? [...draftLine(memo), ...marking(place)] : []),
        ...renderParts(parts, { lists, language: memo.language, width, look: 'page', depth: 0 }, onPart),
      ]
      return [name, { type: PatchType.DOCUMENT, children: blocks }]
    }),
  )
}

/** All sections after each other, with a mark where one ends. */
function bodyBlocks(memo: Memo, place: Place): FileChild[] {
  const { section, onPart, pictures } = place
  const lists = newListNumbers()
  const last = memo.sections.length - 1
  return memo.sections.flatMap(({ orientation, parts }, index) => {
    const width = widthOf(sectionFor(section, { orientation, isFirst: index === 0 }))
    const blocks = [
      ...(index === 0 ? [...draftLine(memo), ...marking(place)] : []),
      ...renderParts(unplaced(parts, place), { lists, language: memo.language, width, look: 'page', depth: 0, pictures }, onPart),
    ]
    return index === last ? blocks : [...blocks, new Paragraph({ children: [new TextRun(SECTION_MARK + String(index))] })]
  })
}

/** The ministry's headers stay as they are, so a draft says so in a line of its own. */
const draftLine = ({ watermark }: Memo): Paragraph[] =>
  watermark === undefined ? [] : [new Paragraph({ style: 'MDLabel', children: textRuns(watermark) })]

/** What the letterhead prints itself, its title, number and date, and whoever signs, is not printed twice. */
const unplaced = (parts: readonly Part[], { found, words }: Place): readonly Part[] =>
  parts.filter(
    (part) =>
      !(part.type === 'title' && found.includes('title')) &&
      !(part.type === 'paragraph' && part.look === 'registration' && found.includes('reg_no') && found.includes('date')) &&
      !(part.type === 'signature' && found.includes('signatory') && part.name === guarded(words.signatory)),
  )

/** A paper that must be treated with care says so, also where the ministry's has no place for it. */
const marking = ({ found, words }: Place): Paragraph[] =>
  found.includes('classification') || words.classification === ''
    ? []
    : [new Paragraph({ style: 'MDLabel', alignment: AlignmentType.RIGHT, children: textRuns(guarded(words.classification)) })]

function finished(parts: Parts, memo: Memo, styleIds: StyleIds): Parts {
  const ids = newFixedIds()
  const finish = (path: string, bytes: Uint8Array): Uint8Array => {
    if (!/\.(xml|rels)$/.test(path)) return bytes
    const text = fixIds(decode(bytes), ids).replaceAll(GUARDED, '{')
    if (path === DOCUMENT) return encode(withTheirIds(withSections(text, memo), styleIds))
    return encode(path === 'docProps/core.xml' ? fixDates(text, memo.properties.modified) : text)
  }
  // The body first: it is where links and bookmarks get their numbers.
  const paths = [DOCUMENT, ...Object.keys(parts).filter((path) => path !== DOCUMENT)]
  const done = Object.fromEntries(paths.map((path) => [path, finish(path, parts[path] ?? new Uint8Array())]))
  const hash = textHashOf(paragraphsOf(textOfPart(done, DOCUMENT) ?? ''))
  const custom = textOfPart(done, CUSTOM_PROPERTIES.path) ?? ''
  return { ...done, [CUSTOM_PROPERTIES.path]: encode(custom.replace(TEXT_HASH_TO_COME, hash)) }
}

/** The marks become ends of sections, of the letterhead's page; the letterhead's own last section becomes that of our last part. */
function withSections(document: string, memo: Memo): string {
  const section = lastSection(document)
  let text = document
  for (const [index, { orientation }] of memo.sections.slice(0, -1).entries()) {
    const mark = text.indexOf(SECTION_MARK + String(index))
    const from = Math.max(text.lastIndexOf('<w:p>', mark), text.lastIndexOf('<w:p ', mark))
    const to = text.indexOf('</w:p>', mark) + '</w:p>'.length
    if (mark < 0 || from < 0) continue
    // Within a cell there is no end of a section: everything stays on the letterhead's page there.
    const end = isWithinTable(text, from) ? '' : sectionFor(section, { orientation, isFirst: index === 0 })
    text = `${text.slice(0, from)}<w:p>${end === '' ? '' : `<w:pPr>${end}</w:pPr>`}</w:p>${text.slice(to)}`
  }
  const last = memo.sections.at(-1)?.orientation ?? 'portrait'
  const at = text.lastIndexOf(section)
  const end = sectionFor(section, { orientation: last, isFirst: memo.sections.length <= 1 })
  return text.slice(0, at) + end + text.slice(at + section.length)
}

const isWithinTable = (text: string, at: number): boolean => {
  const before = text.slice(0, at)
  return (before.match(/<w:tbl>/g)?.length ?? 0) > (before.match(/<\/w:tbl>/g)?.length ?? 0)
}

const GUARDED = `{${GUARD}`
const guarded = (text: string): string => text.replaceAll('{', GUARDED)
/** An address holds no placeholder: it stands in a part of its own, where none is looked for. */
const guarding = (key: string, value: unknown): unknown => (typeof value === 'string' && key !== 'href' ? guarded(value) : value)
