import { nextTask } from '../../lib/next-task.ts'
import { PAGE_MARK, PAGES_MARK } from './preview-continued.ts'

/** What goes to one page as a whole: a paragraph, or a row of a table. Lengths are CSS pixels below the beginning of the text. */
type Block = {
  readonly element: HTMLElement
  readonly top: number
  readonly bottom: number
  /** It stays with what follows, as a heading does. */
  readonly keepsNext: boolean
  /** The row of names that stands above this row again on a further page. */
  readonly head?: { readonly row: HTMLElement; readonly height: number }
}
/** A section as the library draws it, one strip of text, with the blocks that each of its pages has. */
type Plan = { readonly section: HTMLElement; readonly text: HTMLElement; readonly pages: readonly (readonly Block[])[] }

/** Of so many paragraphs a document is laid out, measured and cut in tasks of their own; a shorter one is done before it is drawn. */
const LONG = 300

/**
 * Cuts the strips of a drawn document into pages of their real size, with the headers and footers of later pages and their numbers.
 * Word breaks lines and pages by its own fonts, so this is near and not exact: a paragraph is never cut, and no line is left alone.
 * @param page the document of the frame, laid out
 * @returns how many pages there are
 */
export async function layOutPages(page: Document): Promise<number> {
  const isLong = page.querySelectorAll('p').length > LONG
  if (isLong) await nextTask()
  const continued = [...page.querySelectorAll('[data-continued] > div')]
  const sections = [...page.querySelectorAll<HTMLElement>('section.docx')]
  // All is measured before anything moves: a frame is laid out once and not once a page.
  const plans = sections.map(planOf)
  if (isLong) await nextTask()
  for (const [index, plan] of plans.entries()) if (plan !== null) cut(plan, continued[index])
  return numberPages(page)
}

function planOf(section: HTMLElement): Plan | null {
  const texts = section.querySelectorAll<HTMLElement>(':scope > article')
  const [text] = texts
  if (text === undefined || texts.length > 1) return null
  const style = getComputedStyle(section)
  // A page across is drawn smaller: lengths on the screen are not its own.
  const scale = section.getBoundingClientRect().width / parseFloat(style.width) || 1
  const start = text.getBoundingClientRect().top
  const above = (start - section.getBoundingClientRect().top) / scale
  const room = parseFloat(style.minHeight) - above - parseFloat(style.paddingBottom) - footerInText(section)
  const blocks = [...text.children].flatMap((child) => blocksOf(child as HTMLElement, (y) => (y - start) / scale))
  return Number.isFinite(room) && room > 0 ? { section, text, pages: pagesOf(blocks, room) } : null
}

/** A footer stands in the margin, and reaches into the text where it is higher. */
function footerInText(section: HTMLElement): number {
  const footer = section.querySelector<HTMLElement>(':scope > footer')
  return footer === null ? 0 : Math.max(0, footer.offsetHeight + parseFloat(getComputedStyle(footer).marginBottom))
}

function blocksOf(element: HTMLElement, yOf: (y: number) => number): Block[] {
  const measured = (one: HTMLElement, rest: Pick<Block, 'keepsNext' | 'head'>): Block => {
    const { top, bottom } = one.getBoundingClientRect()
    return { element: one, top: yOf(top), bottom: yOf(bottom), ...rest }
  }
  // Of another frame: its classes are not this page's.
  if (element.localName !== 'table') {
    return [measured(element, { keepsNext: /\bdocx_heading/i.test(element.className) })]
  }
  const [first, ...rows] = (element as HTMLTableElement).rows
  if (first === undefined) return [measured(element, { keepsNext: false })]
  const isHead = rows.length > 0 && first.querySelector('.docx_mdtablehead') !== null
  const top = measured(first, { keepsNext: isHead })
  const head = isHead ? { head: { row: first, height: top.bottom - top.top } } : {}
  // A row across all columns names those below it.
  return [top, ...rows.map((row) => measured(row, { keepsNext: isHead && row.cells.length === 1, ...head }))]
}

function pagesOf(blocks: readonly Block[], room: number): Block[][] {
  const pages: Block[][] = []
  let page: Block[] = []
  let top = 0
  for (const block of blocks) {
    if (page.length > 0 && block.bottom - top > room) {
      const moved = withItsHeadings(page)
      pages.push(page)
      page = moved
      const [first = block] = moved
      top = first.top - (first.head?.height ?? 0)
    }
    page.push(block)
  }
  return page.length > 0 ? [...pages, page] : pages
}

/** Takes the headings at the foot of a page away from it, unless nothing else is there. */
function withItsHeadings(page: Block[]): Block[] {
  let from = page.length
  while (from > 0 && page[from - 1]?.keepsNext === true) from--
  return from === 0 ? [] : page.splice(from)
}

/** Every page but the first gets a sheet of its own behind the one before. */
function cut({ section, text, pages }: Plan, continued: Element | undefined): void {
  pages.forEach(withoutSpace)
  let last = section
  for (const blocks of pages.slice(1)) {
    const sheet = section.cloneNode(false) as HTMLElement
    const own = text.cloneNode(false) as HTMLElement
    const [header, footer] = ['header', 'footer'].map((name) => (continued ?? section).querySelector(`:scope > ${name}`)?.cloneNode(true))
    sheet.append(...[header, own, footer].filter((node) => node !== undefined))
    fill(own, blocks)
    last.after(sheet)
    last = sheet
  }
}

/** Space above the first paragraph of a further page, and below its last, is none of the page's. */
function withoutSpace(blocks: readonly Block[], index: number): void {
  const [first, last] = [blocks[0]?.element, blocks.at(-1)?.element]
  if (index > 0 && first?.localName === 'p') first.style.marginTop = '0'
  if (last?.localName === 'p') last.style.marginBottom = '0'
}

function fill(text: HTMLElement, blocks: readonly Block[]): void {
  let table: Element | null = null
  let body: Element = text
  for (const { element, head } of blocks) {
    const of = element.localName === 'tr' ? element.closest('table') : null
    if (of === null) {
      table = null
      text.append(element)
      continue
    }
    if (table !== of) {
      table = of
      body = emptyTable(of, text)
      if (head !== undefined) body.append(head.row.cloneNode(true))
    }
    body.append(element)
  }
}

/** A table of the same columns at the end of the text; its rows go into what is returned. */
function emptyTable(table: Element, text: HTMLElement): Element {
  const copy = table.cloneNode(false) as Element
  const columns = table.querySelector(':scope > colgroup')
  const body = table.ownerDocument.createElement('tbody')
  // Of the widths that it says, whatever its rows are: as on the page before.
  for (const one of [table, copy]) (one as HTMLElement).style.tableLayout = 'fixed'
  copy.append(...(columns === null ? [] : [columns.cloneNode(true)]), body)
  text.append(copy)
  return body
}

function numberPages(page: Document): number {
  const sheets = [...page.querySelectorAll('section.docx')]
  for (const [index, sheet] of sheets.entries()) {
    for (const part of sheet.querySelectorAll(':scope > header, :scope > footer')) {
      const texts = page.createTreeWalker(part, NodeFilter.SHOW_TEXT)
      for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
        node.nodeValue = (node.nodeValue ?? '').replaceAll(PAGE_MARK, String(index + 1)).replaceAll(PAGES_MARK, String(sheets.length))
      }
    }
  }
  return sheets.length
}
