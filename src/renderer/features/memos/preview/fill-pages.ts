import DOMPurify from 'dompurify'
import { nextTask } from '../../../lib/next-task.ts'
import type { DrawnBlock, DrawnDocument, DrawnEdges, DrawnSection } from './draw-document.ts'
import { PAGE_MARK, PAGES_MARK } from './page-marks.ts'

/** What goes to one page as a whole: a paragraph, or a row of a table. */
type Block = { readonly element: HTMLElement; readonly keepsNext: boolean; readonly table?: Table }
/** @property head the row of names, which stands again above those rows of it that go to a further page */
type Table = { readonly empty: HTMLElement; head?: HTMLElement | undefined }
/** @property text what the blocks go into @property room below the beginning of the text, in CSS pixels of a sheet drawn at its real size */
type Sheet = {
  readonly element: HTMLElement
  readonly text: HTMLElement
  readonly room: number
  readonly scale: number
  blocks: Block[]
  rows: { readonly of: Table; readonly body: HTMLElement } | null
}

/** So many characters of HTML are taken in at once: on a slow computer that is a few hundredths of a second. */
const AT_ONCE = 16_000

type Filling = {
  readonly drawn: DrawnDocument
  /** Where the sheets go, in the document of a frame that is laid out. */
  readonly desk: HTMLElement
  readonly isCurrent: () => boolean
  /** A sheet more is there. */
  readonly onSheet: (count: number) => void
}

/**
 * Puts a drawn document into its frame, a little at a time, on sheets of its real size where the headers and footers of later pages
 * came with it, else as a strip for each section. Word breaks lines and pages by its own fonts, so this is near and not exact: a
 * paragraph is never cut, and no line is left alone.
 * @returns how many sheets there are, or null when the frame was given up meanwhile
 */
export async function fillPages({ drawn, desk, isCurrent, onSheet }: Filling): Promise<number | null> {
  const numbers: PageNumber[] = []
  let count = 0
  const begin = (section: DrawnSection, edges: DrawnEdges): Sheet => {
    const sheet = newSheet(section, edges, desk)
    count += 1
    numbers.push(...numbersOn(sheet.element, count))
    onSheet(count)
    return sheet
  }
  for (const section of drawn.sections) {
    let sheet = begin(section, section.edges)
    for (const part of partsOf(section.blocks)) {
      await nextTask()
      if (!isCurrent()) return null
      for (const block of blocksOf(part)) put(sheet, block)
      for (let over = overflow(sheet); over.length > 0; over = overflow(sheet)) {
        finish(sheet)
        sheet = begin(section, section.later ?? section.edges)
        for (const block of over) put(sheet, block)
        const [first] = over
        // Space above the first paragraph of a further page is none of the page's.
        if (first?.element.localName === 'p') first.element.style.marginTop = '0'
      }
    }
    finish(sheet)
  }
  for (const { node, text } of numbers) node.nodeValue = text.replaceAll(PAGES_MARK, String(count))
  return count
}

/** A part of a section that is taken in at once. Rows are of the table whose `table` is the same. */
type Part = { readonly html: string; readonly keepsNext: readonly boolean[]; readonly table?: Table; readonly hasHead?: boolean }

function* partsOf(blocks: readonly DrawnBlock[]): Generator<Part> {
  let whole: { html: string; keepsNext: boolean }[] = []
  const taken = (): Part => ({ html: whole.map(({ html }) => html).join(''), keepsNext: whole.map(({ keepsNext }) => keepsNext) })
  for (const block of blocks) {
    if (block.type === 'whole') {
      whole.push(block)
      if (lengthOf(whole) < AT_ONCE) continue
    }
    if (whole.length > 0) yield taken()
    whole = []
    if (block.type === 'table') yield* rowsOf(block)
  }
  if (whole.length > 0) yield taken()
}

function* rowsOf({ open, columns, rows, hasHead }: Extract<DrawnBlock, { type: 'table' }>): Generator<Part> {
  const [empty] = elementsOf(open)
  if (empty === undefined) return
  empty.replaceChildren(...elementsOf(`<table>${columns}</table>`).flatMap((one) => [...one.children]))
  const table: Table = { empty }
  let some: typeof rows = []
  for (const [index, row] of rows.entries()) {
    some = [...some, row]
    if (lengthOf(some) < AT_ONCE && index < rows.length - 1) continue
    const html = `<table><tbody>${some.map((one) => one.html).join('')}</tbody></table>`
    yield { html, keepsNext: some.map(({ keepsNext }) => keepsNext), table, hasHead }
    some = []
  }
}

const lengthOf = (parts: readonly { readonly html: string }[]): number => parts.reduce((sum, { html }) => sum + html.length, 0)

function blocksOf({ html, keepsNext, table, hasHead }: Part): Block[] {
  const found = elementsOf(html)
  const elements = table === undefined ? found : found.flatMap((one) => [...(one as HTMLTableElement).rows])
  if (table !== undefined && hasHead === true) table.head ??= elements[0]
  return elements.map((element, index) => ({ element, keepsNext: keepsNext[index] === true, ...(table && { table }) }))
}

/** The page's policy for markup has the last word: text of a Word file comes from anywhere. */
const elementsOf = (html: string): HTMLElement[] => [...DOMPurify.sanitize(html, { RETURN_DOM_FRAGMENT: true }).children] as HTMLElement[]

function newSheet(section: DrawnSection, { above, below }: DrawnEdges, desk: HTMLElement): Sheet {
  const [element] = elementsOf(section.open)
  if (element === undefined) throw new Error('A section of the document has no sheet')
  const [text] = section.text === null ? [element] : elementsOf(section.text)
  element.append(...elementsOf(above))
  if (text !== undefined && text !== element) element.append(text)
  element.append(...elementsOf(below))
  desk.append(element)
  const isCut = section.later !== null && text !== undefined && text !== element
  return { element, text: text ?? element, blocks: [], rows: null, ...(isCut ? roomOf(element, text) : { room: Infinity, scale: 1 }) }
}

function roomOf(sheet: HTMLElement, text: HTMLElement): Pick<Sheet, 'room' | 'scale'> {
  const style = getComputedStyle(sheet)
  const { top, width } = sheet.getBoundingClientRect()
  // A page across is drawn smaller: lengths on the screen are not its own.
  const scale = width / parseFloat(style.width) || 1
  const above = (text.getBoundingClientRect().top - top) / scale
  const room = parseFloat(style.minHeight) - above - parseFloat(style.paddingBottom) - footerInText(sheet)
  return { scale, room: room > 0 ? room : Infinity }
}

/** A footer stands in the margin, and reaches into the text where it is higher. */
function footerInText(sheet: HTMLElement): number {
  const footer = sheet.querySelector<HTMLElement>(':scope > footer')
  return footer === null ? 0 : Math.max(0, footer.offsetHeight + parseFloat(getComputedStyle(footer).marginBottom))
}

function put(sheet: Sheet, block: Block): void {
  const { element, table } = block
  sheet.blocks.push(block)
  if (table === undefined) {
    sheet.rows = null
    // Where the text is the sheet itself, its notes and its footer stay below.
    if (sheet.text === sheet.element) sheet.element.insertBefore(element, sheet.element.querySelector(':scope > ol, :scope > footer'))
    else sheet.text.append(element)
    return
  }
  if (sheet.rows?.of !== table) {
    const copy = table.empty.cloneNode(true) as HTMLElement
    const body = sheet.text.ownerDocument.createElement('tbody')
    copy.append(body)
    if (table.head !== undefined && table.head !== element) body.append(table.head.cloneNode(true))
    sheet.text.append(copy)
    sheet.rows = { of: table, body }
  }
  sheet.rows.body.append(element)
}

/** Takes what does not fit away from the sheet, with the headings above it; a block that is higher than a page stays alone on its own. */
function overflow(sheet: Sheet): Block[] {
  if (sheet.room === Infinity) return []
  const start = sheet.text.getBoundingClientRect().top
  const isOver = ({ element }: Block): boolean => (element.getBoundingClientRect().bottom - start) / sheet.scale > sheet.room
  const last = sheet.blocks.at(-1)
  if (last === undefined || !isOver(last)) return []
  const first = Math.max(1, sheet.blocks.findIndex(isOver))
  let from = first
  while (from > 0 && sheet.blocks[from - 1]?.keepsNext === true) from -= 1
  // A page of nothing but headings keeps them.
  const over = sheet.blocks.splice(from === 0 ? first : from)
  for (const { element } of over) element.remove()
  // A table that goes on has the widths that it says, whatever its rows are: the same on each page.
  for (const one of [over[0]?.table?.empty, sheet.rows?.body.parentElement]) if (one) one.style.tableLayout = 'fixed'
  sheet.rows = null
  return over
}

/** Space below the last paragraph is none of the page's, and a table without a row of its own is none. */
function finish({ text, blocks }: Sheet): void {
  const last = blocks.at(-1)?.element
  if (last?.localName === 'p') last.style.marginBottom = '0'
  const lastTable = text.lastElementChild
  if (lastTable?.localName === 'table' && !blocks.some(({ element }) => lastTable.contains(element))) lastTable.remove()
}

type PageNumber = { readonly node: Node; readonly text: string }

/** Says the sheet's own number in it, and finds where all of them will be counted. */
function numbersOn(sheet: HTMLElement, number: number): PageNumber[] {
  const found: PageNumber[] = []
  for (const edge of sheet.querySelectorAll(':scope > header, :scope > footer')) {
    const texts = sheet.ownerDocument.createTreeWalker(edge, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const text = (node.nodeValue ?? '').replaceAll(PAGE_MARK, String(number))
      if (text.includes(PAGES_MARK)) found.push({ node, text })
      node.nodeValue = text.replaceAll(PAGES_MARK, '…')
    }
  }
  return found
}
