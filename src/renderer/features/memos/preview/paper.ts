import type { Language } from '../../../lib/language.ts'
import type { DrawnDocument } from './draw-document.ts'

/** As docx-preview names what stands around its pages: the numbers of lists begin there. */
export const PAPER_CLASS = 'docx-wrapper'

/** Room for the shadow of the paper. */
const EDGE = 8

/** How wide the frame of a drawn document is, in CSS pixels. */
export const paperWidth = ({ width }: DrawnDocument): number => width + 2 * EDGE

/** The document of the frame before anything is on its paper, with the language of its words. */
export function emptyPaper({ styles }: DrawnDocument, language: Language): string {
  const sheets = [FRAME_STYLE, ...styles, PAPER_STYLE].map((rules) => `<style>${rules.replaceAll('</', '<\\/')}</style>`)
  // Words come before the style sheets: the page's policy for markup drops sheets at the very beginning.
  return `<div lang="${language}">&#32;${sheets.join('')}<div class="${PAPER_CLASS}"></div></div>`
}

/** Paper is white in the dark scheme too; the desk under it is the app's and shows through. */
const FRAME_STYLE = `:root { color-scheme: light; background: transparent; overflow: hidden }
body { margin: 0; background: transparent }`

const PAPER_STYLE = `.docx-wrapper { background: none !important; padding: ${EDGE}px !important }
.docx-wrapper > section.docx { margin-bottom: 16px !important; box-shadow: 0 1px 4px rgb(0 0 0 / 0.25) !important }
.docx-wrapper > section.docx:last-child { margin-bottom: 0 !important }`
