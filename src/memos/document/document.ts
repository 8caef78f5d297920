import {
  Document,
  Footer,
  Header,
  PageNumber,
  PageOrientation,
  Paragraph,
  TextRun,
  type FileChild,
  type ISectionOptions,
  type PageNumberEstimator,
} from 'docx'
import { TextWatermark } from 'docx/watermarks'
import type { Memo, Section } from '@memos/content/memo.ts'
import { newListNumbers, type ListNumbers, type Setting } from './blocks.ts'
import { A4, EDGE, marginsOf, numbersAtTop, textWidthOf } from './page.ts'
import { numberingOf, stylesOf, type ParagraphStyle } from './styles.ts'
import { cleanLine, textRuns } from './text.ts'

/** What fills the sections of a document. */
export type Filling = (section: Section, setting: Setting) => readonly FileChild[]

/**
 * A memo as a document of the library: its properties, styles, headers and footers, and in its sections what `fill` gives.
 * @param pageNumbers asked for the pages of headings when the document is packed
 */
export function memoDocument(memo: Memo, fill: Filling, pageNumbers?: PageNumberEstimator): Document {
  const lists = newListNumbers()
  const { properties } = memo
  return new Document({
    title: cleanLine(properties.title),
    subject: cleanLine(properties.subject),
    creator: cleanLine(properties.author),
    lastModifiedBy: cleanLine(properties.author),
    keywords: cleanLine(properties.keywords),
    revision: 1,
    customProperties: properties.custom,
    styles: stylesOf(memo.language),
    numbering: numberingOf(),
    // Else Word spreads the words before a break in a justified paragraph over the whole line.
    compatibility: { doNotExpandShiftReturn: true },
    ...(pageNumbers === undefined ? {} : { pageNumbers }),
    sections: memo.sections.map((section, index) => ({
      ...sectionOf(memo, section, index === 0),
      children: fill(section, settingOf(memo, section, lists)),
    })),
  })
}

/** Where the parts of a section are set. @param lists counts over all sections of a document */
export const settingOf = ({ language, pictures }: Memo, { orientation, parts }: Section, lists: ListNumbers): Setting => ({
  lists,
  language,
  width: textWidthOf(language, orientation),
  // What stands across two columns is set as they are.
  look: parts.some(({ type }) => type === 'columns') ? 'column' : 'page',
  depth: 0,
  pictures,
})

function sectionOf(memo: Memo, section: Section, isFirst: boolean): Omit<ISectionOptions, 'children'> {
  const { language } = memo
  // A letter of one page, as it should be, has no number in any language.
  const atTop = numbersAtTop(language) || memo.kind === 'letter'
  const footer = footerOf(memo, atTop)
  return {
    properties: {
      // The first page of a paper carries no number at the top; later sections go on with theirs.
      ...(atTop && isFirst ? { titlePage: true } : {}),
      page: {
        // Upright numbers also for a page across: the library turns them.
        size: {
          width: A4.width,
          height: A4.height,
          orientation: section.orientation === 'landscape' ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin: { ...marginsOf(language, section.orientation), header: EDGE, footer: EDGE, gutter: 0 },
      },
    },
    ...headersOf(memo, atTop),
    footers: atTop && isFirst ? { default: footer, first: footerOf(memo, atTop) } : { default: footer },
  }
}

/**
 * Where pages are numbered at the top, the marking stands on the first one alone and the number on the others; elsewhere the
 * marking stands on every page. A draft says so across each of them.
 */
function headersOf(memo: Memo, atTop: boolean): Pick<ISectionOptions, 'headers'> {
  const marking = memo.marking === undefined ? [] : textRuns(cleanLine(memo.marking))
  const marked = (): Header => header('MDMarking', [...marking, ...watermarkOf(memo)])
  if (atTop) {
    const numbered = header('MDHeader', [new TextRun({ children: [PageNumber.CURRENT] }), ...watermarkOf(memo)])
    const first = memo.marking === undefined ? header('MDHeader', watermarkOf(memo)) : marked()
    return { headers: { default: numbered, first } }
  }
  return memo.marking === undefined && memo.watermark === undefined ? {} : { headers: { default: marked() } }
}

const header = (style: ParagraphStyle, children: TextRun[]): Header => new Header({ children: [new Paragraph({ style, children })] })

/** Horizontal width of the word in points: as much as a page across can hold, too. */
const WATERMARK_WIDTH = 420

function watermarkOf({ watermark }: Memo): TextRun[] {
  if (watermark === undefined) return []
  return [new TextWatermark({ text: watermark, font: 'Times New Roman', width: watermark.length * (WATERMARK_WIDTH / 6), height: 110 })]
}

/** `2 / 9` where pages are numbered at the foot, then the line that names the record. */
function footerOf(memo: Memo, atTop: boolean): Footer {
  const numbers = new Paragraph({
    style: 'MDFooter',
    children: [new TextRun({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] })],
  })
  const name = new Paragraph({ style: 'MDFooter', children: textRuns(cleanLine(memo.footer)) })
  return new Footer({ children: atTop ? [name] : [numbers, name] })
}
