import { parseAsync, renderDocument } from 'docx-preview'
import { DrawnElement, drawnNode, emptyHtmlOf, htmlOf, textOf, type DrawnNode } from './drawn-nodes.ts'
import { pagedFiles } from './paged-files.ts'
import type { PreviewView } from './preview-view.ts'

export type DrawOrder = { readonly bytes: Uint8Array; readonly view: PreviewView }

/** A Word file as HTML in small parts, so that a page takes in a long document a little at a time. */
export type DrawnDocument = {
  /** Style sheets, without their elements. */
  readonly styles: readonly string[]
  /** Of the paper, in CSS pixels; wider sections are drawn smaller. */
  readonly width: number
  readonly sections: readonly DrawnSection[]
}

/** @property open the sheet without what is on it @property text what its blocks go into; none where they stand on the sheet itself */
export type DrawnSection = {
  readonly open: string
  readonly text: string | null
  readonly edges: DrawnEdges
  /** The header and the footer of its later pages; null where they are not asked for. */
  readonly later: DrawnEdges | null
  readonly blocks: readonly DrawnBlock[]
}
/** What stands above and below the text. */
export type DrawnEdges = { readonly above: string; readonly below: string }

/** A paragraph, or a table with its rows. */
export type DrawnBlock =
  | { readonly type: 'whole'; readonly html: string; readonly keepsNext: boolean }
  | {
      readonly type: 'table'
      readonly open: string
      readonly columns: string
      readonly hasHead: boolean
      readonly rows: readonly DrawnRow[]
    }
/** @property keepsNext it stays with the row below it */
export type DrawnRow = { readonly html: string; readonly keepsNext: boolean }

const A4_WIDTH = (210 / 25.4) * 96
const POINT = 96 / 72

/**
 * Draws a Word file out of its very bytes. Runs where there is no page: docx-preview reads with `DOMParser` and `Node` of whoever
 * calls, and makes its nodes by `drawnNode`.
 * @throws when the bytes are no Word file: a bug
 */
export async function drawDocument({ bytes, view }: DrawOrder): Promise<DrawnDocument> {
  const files = view === 'pages' ? pagedFiles(bytes) : null
  const { styles, sections } = await rendered(files?.file ?? bytes)
  const later = files === null ? [] : (await rendered(files.continued)).sections
  return {
    styles,
    width: narrowLandscape(sections),
    sections: sections.map((section, index) => {
      const continued = later[index]
      return sectionOf(section, continued === undefined ? null : edgesOf(continued))
    }),
  }
}

const OPTIONS = {
  trimXmlDeclaration: false,
  useBase64URL: true,
  renderAltChunks: false,
  h: drawnNode as unknown as (wanted: unknown) => Node,
}

async function rendered(bytes: Uint8Array): Promise<{ readonly styles: string[]; readonly sections: DrawnElement[] }> {
  const nodes = (await renderDocument(await parseAsync(bytes, OPTIONS), OPTIONS)) as unknown as DrawnNode[]
  const named = (name: string): DrawnElement[] => elementsOf(nodes).filter(({ nodeName }) => nodeName === name)
  return { styles: named('style').map(textOf), sections: named('div').flatMap(({ children }) => elementsOf(children)) }
}

const elementsOf = (nodes: readonly DrawnNode[]): DrawnElement[] => nodes.filter((node) => node instanceof DrawnElement)
const childrenOf = (node: DrawnElement, ...names: readonly string[]): DrawnElement[] =>
  elementsOf(node.children).filter(({ nodeName }) => names.includes(nodeName))

/** A landscape page is drawn as wide as the upright ones: all fit into the pane at one scale. Answers their width. */
function narrowLandscape(sections: readonly DrawnElement[]): number {
  const widths = sections.map(({ style }) => parseFloat(String(style['width'])) * POINT)
  const width = widths.reduce((least, one) => (one > 0 ? Math.min(least, one) : least), A4_WIDTH)
  for (const [index, { style }] of sections.entries()) if ((widths[index] ?? 0) > width) style['zoom'] = width / (widths[index] ?? width)
  return width
}

function sectionOf(section: DrawnElement, later: DrawnEdges | null): DrawnSection {
  const texts = childrenOf(section, 'article')
  const [text] = texts
  // Texts of several shapes on one page are shown and never cut.
  const isOne = text !== undefined && texts.length === 1
  return {
    open: emptyHtmlOf(section),
    text: isOne ? emptyHtmlOf(text) : null,
    edges: edgesOf(section),
    later,
    blocks: elementsOf(isOne ? text.children : texts).map(blockOf),
  }
}

const edgesOf = (section: DrawnElement): DrawnEdges => ({
  above: childrenOf(section, 'header').map(htmlOf).join(''),
  below: childrenOf(section, 'ol', 'footer').map(htmlOf).join(''),
})

function blockOf(node: DrawnElement): DrawnBlock {
  const rows = node.nodeName === 'table' ? childrenOf(node, 'tr') : []
  const [first] = rows
  if (first === undefined) return { type: 'whole', html: htmlOf(node), keepsNext: /\bdocx_heading/i.test(node.className) }
  const hasHead = rows.length > 1 && hasNames(first)
  return {
    type: 'table',
    open: emptyHtmlOf(node),
    columns: childrenOf(node, 'colgroup').map(htmlOf).join(''),
    hasHead,
    // A row across all columns names those below it.
    rows: rows.map((row) => ({ html: htmlOf(row), keepsNext: hasHead && (row === first || childrenOf(row, 'td').length === 1) })),
  }
}

/** The names of the columns. */
const hasNames = (node: DrawnElement): boolean => /\bdocx_mdtablehead\b/.test(node.className) || elementsOf(node.children).some(hasNames)
