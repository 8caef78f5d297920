import type { Language } from '../../lib/language.ts'
import { nextTask } from '../../lib/next-task.ts'
import { pagedFiles } from './preview-continued.ts'

/** A document as HTML for a frame, and how wide the frame is, in CSS pixels. */
export type PreviewHtml = { readonly html: string; readonly width: number }

/** Room for the shadow of the paper. */
const EDGE = 8
const A4_WIDTH = (210 / 25.4) * 96
const POINT = 96 / 72

/** One strip of text for each section, or what pages are cut of (preview-pages.ts). */
export const PREVIEW_VIEWS = ['pages', 'strip'] as const
export type PreviewView = (typeof PREVIEW_VIEWS)[number]

/**
 * Draws a Word file as HTML, out of its very bytes, with words in the document's language. Nothing of it leads
 * anywhere: links lose their address, for inside the frame they would open the app again. The library is loaded at the first call.
 * @throws when the bytes are no Word file: a bug
 */
export async function previewHtml(bytes: Uint8Array, language: Language, view: PreviewView): Promise<PreviewHtml> {
  const files = view === 'pages' ? pagedFiles(bytes) : null
  const { pages, styles } = await rendered(files?.file ?? bytes)
  for (const link of pages.querySelectorAll('a[href]')) link.removeAttribute('href')
  const width = narrowLandscape(pages)
  const paper = document.createElement('div')
  paper.lang = language
  // Words come before the style sheets: the page's policy for markup drops sheets at the very beginning.
  paper.append(' ', sheetOf(FRAME_STYLE), ...styles.children, sheetOf(PAPER_STYLE), pages)
  if (files !== null) paper.append(continuedOf((await rendered(files.continued)).pages))
  await nextTask()
  return { html: paper.outerHTML, width: width + 2 * EDGE }
}

// The declaration stays: by it the page's policy for markup knows the XML of a Word file (app/trusted-types.ts).
const OPTIONS = { trimXmlDeclaration: false, useBase64URL: true, renderAltChunks: false }

async function rendered(bytes: Uint8Array): Promise<{ readonly pages: HTMLElement; readonly styles: HTMLElement }> {
  const { parseAsync, renderDocument } = await import('docx-preview')
  const parsed: unknown = await parseAsync(bytes, OPTIONS)
  await nextTask()
  const nodes = await renderDocument(parsed, OPTIONS)
  const pages = document.createElement('div')
  const styles = document.createElement('div')
  for (const node of nodes) (node.nodeName === 'STYLE' ? styles : pages).append(node)
  await nextTask()
  return { pages, styles }
}

/** The headers and footers of later pages, section by section, for whoever cuts the pages. */
function continuedOf(pages: Element): HTMLElement {
  const all = document.createElement('div')
  all.dataset['continued'] = ''
  all.hidden = true
  for (const section of pages.querySelectorAll('section.docx')) {
    const one = document.createElement('div')
    one.append(...section.querySelectorAll(':scope > header, :scope > footer'))
    all.append(one)
  }
  return all
}

/** A landscape page is drawn as wide as the upright ones: all fit into the pane at one scale. Answers their width. */
function narrowLandscape(pages: Element): number {
  const sections = [...pages.querySelectorAll<HTMLElement>('section.docx')].map((page) => ({
    page,
    width: parseFloat(page.style.width) * POINT,
  }))
  const width = sections.reduce((least, one) => (one.width > 0 ? Math.min(least, one.width) : least), A4_WIDTH)
  for (const one of sections) if (one.width > width) one.page.style.setProperty('zoom', String(width / one.width))
  return width
}

function sheetOf(rules: string): HTMLStyleElement {
  const sheet = document.createElement('style')
  sheet.textContent = rules
  return sheet
}

/** Paper is white in the dark scheme too; the desk under it is the app's and shows through. */
const FRAME_STYLE = `:root { color-scheme: light; background: transparent; overflow: hidden }
body { margin: 0; background: transparent }`

const PAPER_STYLE = `.docx-wrapper { background: none !important; padding: ${EDGE}px !important }
.docx-wrapper > section.docx { margin-bottom: 16px !important; box-shadow: 0 1px 4px rgb(0 0 0 / 0.25) !important }
.docx-wrapper > section.docx:last-child { margin-bottom: 0 !important }`
