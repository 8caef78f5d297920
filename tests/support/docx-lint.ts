import { unzipSync } from 'fflate'
import type { Document, Element, Node } from '@xmldom/xmldom'
import { RELATIONS, all, child, children, docxTexts, parseXml, textOf, value } from './docx-parts.ts'

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/
const LEFTOVER = /\{\{|\}\}|\bundefined\b|\bNaN\b|\bnull\b|\[object Object\]|\ufffd|\(\s*\)|（\s*）/

export type LintOptions = {
  /** Words that a program leaves behind are allowed where a person may have typed them. */
  readonly allowLeftovers?: boolean
  /** A record without a date makes a document without dates. */
  readonly hasDates?: boolean
  /** The ministry's own text stands around ours, in styles of its own. */
  readonly isOnLetterhead?: boolean
}

/** What Word would refuse or print badly and the schema validator does not see. Empty when all is well. */
export function lintDocx(bytes: Uint8Array, options: LintOptions = {}): string[] {
  const problems: string[] = []
  const parts = new Map<string, Document>()
  for (const [name, text] of docxTexts(bytes)) {
    const parsed = parseXml(text)
    if (typeof parsed === 'string') problems.push(`${name}: ${parsed}`)
    else parts.set(name, parsed)
  }
  const body = parts.get('word/document.xml')
  const styles = parts.get('word/styles.xml')
  if (problems.length > 0 || body === undefined || styles === undefined) return [...problems, ...(body ? [] : ['no readable document'])]
  const files = new Set(Object.keys(unzipSync(bytes)))
  const texts = [...parts].filter(([name]) => /^word\/(document|header\d+|footer\d+)\.xml$/.test(name))
  problems.push(...lintBookmarks(body), ...lintHeadings(body), ...lintCore(docxTexts(bytes), options.hasDates ?? true))
  const known = knownIds(styles, parts.get('word/numbering.xml'))
  for (const [name, part] of texts) {
    const found = [
      ...lintReferences(part, known),
      ...lintOrder(part),
      ...lintTables(part, options),
      ...lintRuns(part, styles, options),
      ...lintRelations(part, parts.get(relationsOf(name))),
      ...lintPictures(part, parts.get(relationsOf(name)), files),
    ]
    problems.push(...found.map((problem) => `${name}: ${problem}`))
  }
  for (const [name, part] of [...texts, ['word/styles.xml', styles] as const]) {
    problems.push(...lintSpacing(part).map((problem) => `${name}: ${problem}`))
  }
  return [...new Set(problems)]
}

function lintBookmarks(body: Document): string[] {
  const starts = all(body, 'bookmarkStart')
  const names = starts.map((start) => value(start, 'name') ?? '')
  const ids = starts.map((start) => value(start, 'id') ?? '')
  const ends = new Set(all(body, 'bookmarkEnd').map((end) => value(end, 'id')))
  const known = new Set(names)
  const anchors = all(body, 'hyperlink').filter((link) => !link.hasAttributeNS(RELATIONS, 'id'))
  const pages = all(body, 'instrText').flatMap((field) => /PAGEREF (\S+)/.exec(field.textContent ?? '')?.[1] ?? [])
  return [
    ...(known.size === names.length ? [] : ['two bookmarks have one name']),
    ...(new Set(ids).size === ids.length ? [] : ['two bookmarks have one id']),
    ...ids.filter((id) => !ends.has(id)).map((id) => `bookmark ${id} has no end`),
    ...names.filter((name) => !/^[A-Za-z_]\w{0,39}$/.test(name)).map((name) => `not a name for a bookmark: ${name}`),
    ...[...anchors.map((link) => value(link, 'anchor') ?? ''), ...pages]
      .filter((name) => !known.has(name))
      .map((name) => `leads nowhere: ${name}`),
  ]
}

function lintHeadings(body: Document): string[] {
  let previous = 0
  return all(body, 'p').flatMap((paragraph) => {
    const level = Number(/^Heading(\d)$/.exec(value(child(child(paragraph, 'pPr'), 'pStyle')) ?? '')?.[1] ?? 0)
    if (level === 0) return []
    const words = textOf(paragraph)
    const found = [
      ...(level > previous + 1 ? [`heading jumps to level ${level}: ${words}`] : []),
      ...(words.trim() === '' ? ['empty heading'] : []),
    ]
    previous = level
    return found
  })
}

function lintCore(texts: ReadonlyMap<string, string>, hasDates: boolean): string[] {
  const core = texts.get('docProps/core.xml') ?? ''
  const wanted = ['dc:title', 'dc:creator', ...(hasDates ? ['dcterms:created', 'dcterms:modified'] : [])]
  const missing = wanted.filter((name) => !new RegExp(`<${name}[^>]*>[^<]+</`).test(core)).map((name) => `core property missing: ${name}`)
  return !hasDates && core.includes('dcterms:') ? [...missing, 'a document of a record without a date has dates'] : missing
}

type KnownIds = { readonly styles: ReadonlySet<string | undefined>; readonly lists: ReadonlySet<string | undefined> }

const knownIds = (styles: Document, numbering: Document | undefined): KnownIds => ({
  styles: new Set(all(styles, 'style').map((style) => value(style, 'styleId'))),
  lists: new Set(numbering === undefined ? [] : all(numbering, 'num').map((list) => value(list, 'numId'))),
})

function lintReferences(part: Document, known: KnownIds): string[] {
  const used = ['pStyle', 'rStyle', 'tblStyle'].flatMap((name) => all(part, name).map((one) => value(one)))
  const lists = all(part, 'numId').map((one) => value(one))
  return [
    ...used.filter((style) => !known.styles.has(style)).map((style) => `style ${style} is not defined`),
    ...lists.filter((list) => list !== '0' && !known.lists.has(list)).map((list) => `list ${list} is not defined`),
  ]
}

/** The properties of a paragraph in the order that Word insists on (ECMA-376 part 1, A.1, CT_PPrBase and CT_PPr). */
const ORDER = `pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid
spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl
divId cnfStyle rPr sectPr pPrChange`.split(/\s/)

function lintOrder(part: Document): string[] {
  return all(part, 'pPr').flatMap((properties) => {
    const names = children(properties).map(({ localName }) => localName ?? '')
    const places = names.map((name) => ORDER.indexOf(name))
    return places.some((place, index) => place <= (places[index - 1] ?? -1)) ? [`properties out of order: ${names.join(' ')}`] : []
  })
}

function lintTables(part: Document, options: LintOptions): string[] {
  const cells = all(part, 'tc').filter((cell) => children(cell).at(-1)?.localName !== 'p')
  return [
    ...cells.map(() => 'a table cell does not end with a paragraph'),
    ...all(part, 'tbl').flatMap((table) => lintTable(table, options)),
  ]
}

function lintTable(table: Element, { isOnLetterhead = false }: LintOptions): string[] {
  const grid = child(table, 'tblGrid')
  const widths = grid === undefined ? [] : children(grid).map((column) => Number(value(column, 'w')))
  const rows = children(table).filter(({ localName }) => localName === 'tr')
  const look = child(child(table, 'tblPr'), 'tblLook')
  const hasHeader = look === undefined || value(look, 'firstRow') === '1' || value(look, 'firstRow') === 'true'
  const isHeaderRow = (row: Element): boolean => isOn(child(child(row, 'trPr'), 'tblHeader'))
  return [
    ...(rows.length === 0 ? ['a table has no rows'] : []),
    ...(value(child(child(table, 'tblPr'), 'tblLayout'), 'type') === 'fixed' ? [] : ['a table is not of fixed width']),
    ...(widths.some((width) => !(width > 0)) ? ['a column has no width'] : []),
    ...(hasHeader && rows[0] !== undefined && !isHeaderRow(rows[0]) ? ['the first row of a table is not its header'] : []),
    ...(!hasHeader && rows.some(isHeaderRow) ? ['a table without a header has a header row'] : []),
    ...rows.flatMap((row, index) => lintRow(row, index, widths)),
    ...(!isOnLetterhead && isTextAtEdge(table.nextSibling) ? ['text stands at the lower edge of a table'] : []),
    ...(table.nextSibling?.localName === 'tbl' ? ['two tables touch, and Word would make one of them'] : []),
  ]
}

/** Styles with room above them. */
const HAS_ROOM_ABOVE = /^(Title|Heading\d|MDContentsHeading|MDSignature)$/

function isTextAtEdge(next: Node | null): boolean {
  if (next?.localName !== 'p' || textOf(next as Element) === '') return false
  return !HAS_ROOM_ABOVE.test(value(child(child(next as Element, 'pPr'), 'pStyle')) ?? '')
}

function lintRow(row: Element, index: number, widths: readonly number[]): string[] {
  const cells = children(row).filter(({ localName }) => localName === 'tc')
  const spans = cells.map((cell) => Number(value(child(child(cell, 'tcPr'), 'gridSpan')) ?? 1))
  const columns = spans.reduce((sum, span) => sum + span, 0)
  let from = 0
  const wrong = cells.filter((cell, at) => {
    const own = widths.slice(from, (from += spans[at] ?? 1)).reduce((sum, width) => sum + width, 0)
    return Number(value(child(child(cell, 'tcPr'), 'tcW'), 'w')) !== own
  })
  const isLong = cells.some((cell) => textOf(cell).length > 800)
  const mayBreak = !isOn(child(child(row, 'trPr'), 'cantSplit'))
  return [
    ...(columns === widths.length ? [] : [`row ${index} has ${columns} of ${widths.length} columns`]),
    ...(columns === widths.length && wrong.length > 0 ? [`row ${index} has cells that are not as wide as the grid`] : []),
    ...(mayBreak && !isLong ? [`row ${index} may break across pages`] : []),
  ]
}

function lintRuns(part: Document, styles: Document, options: LintOptions): string[] {
  const defaults = all(styles, 'rPrDefault')[0]
  const defaultFont = defaults === undefined ? undefined : value(all(defaults, 'rFonts')[0], 'eastAsia')
  const defaultLanguage = defaults === undefined ? undefined : value(all(defaults, 'lang')[0], 'eastAsia')
  const languages = [...all(part, 'lang'), ...all(styles, 'lang')].map((one) => value(one) ?? '')
  const paragraphs = all(part, 'p').map(textOf)
  return [
    ...all(part, 'r').flatMap((run) => {
      const words = textOf(run)
      const properties = child(run, 'rPr')
      const isJapanese = CJK.test(words)
      const font = value(child(properties, 'rFonts'), 'eastAsia') ?? defaultFont
      const language = value(child(properties, 'lang'), 'eastAsia') ?? defaultLanguage
      return [
        ...(FORBIDDEN.test(words) ? ['a character that no XML may hold'] : []),
        ...(/[\n\r]/.test(words) ? [`a raw line end in: ${words.slice(0, 30)}`] : []),
        ...(isJapanese && !font ? [`Japanese without a Japanese font: ${words.slice(0, 20)}`] : []),
        ...(isJapanese && language !== 'ja-JP' ? [`Japanese without its language: ${words.slice(0, 20)}`] : []),
      ]
    }),
    ...(options.allowLeftovers === true
      ? []
      : paragraphs.filter((words) => LEFTOVER.test(words)).map((words) => `left over: ${words.slice(0, 60)}`)),
    ...languages.filter((language) => /^(ja|zh|ko)/.test(language)).map((language) => `${language} as the language of Latin text`),
  ]
}

/** Every r:id names a relationship of the part. */
function lintRelations(part: Document, relations: Document | undefined): string[] {
  const known = new Set(
    relations === undefined ? [] : [...relations.getElementsByTagName('Relationship')].map((one) => one.getAttribute('Id')),
  )
  const used = ['hyperlink', 'headerReference', 'footerReference'].flatMap((name) =>
    all(part, name).flatMap((one) => one.getAttributeNS(RELATIONS, 'id') ?? []),
  )
  return used.filter((id) => id !== '' && !known.has(id)).map((id) => `relationship ${id} is not there`)
}

/** Word refuses a file with a picture that leads nowhere, and one with two drawings of one number. */
function lintPictures(part: Document, relations: Document | undefined, files: ReadonlySet<string>): string[] {
  const targets = new Map(
    [...(relations?.getElementsByTagName('Relationship') ?? [])].map((one) => [one.getAttribute('Id'), one.getAttribute('Target')]),
  )
  const pictures = [...part.getElementsByTagName('a:blip')].map((blip) => blip.getAttributeNS(RELATIONS, 'embed') ?? '')
  const numbers = [...part.getElementsByTagName('wp:docPr')].map((drawing) => drawing.getAttribute('id') ?? '')
  return [
    ...pictures.filter((id) => !files.has(`word/${targets.get(id) ?? ''}`)).map((id) => `picture ${id} is not there`),
    ...(new Set(numbers).size === numbers.length ? [] : ['two drawings have one number']),
  ]
}

/** LibreOffice reads a line height without its rule as exact. */
const lintSpacing = (part: Document): string[] =>
  all(part, 'spacing')
    .filter((spacing) => spacing.parentNode?.localName === 'pPr' && value(spacing, 'line') && !value(spacing, 'lineRule'))
    .map(() => 'a line height without its rule')

const isOn = (element: Element | undefined): boolean => element !== undefined && !['0', 'false', 'off'].includes(value(element) ?? '')

const relationsOf = (name: string): string => name.replace(/^word\/(.*)$/, 'word/_rels/$1.rels')
