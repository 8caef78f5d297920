import type { Orientation } from '@memos/document/page.ts'

const SECTION = /<w:sectPr\b(?:[^>]*\/>|.*?<\/w:sectPr>)/gs
/** A4 upright with the margins that Word begins with, for a letterhead that says nothing of its page. */
const PLAIN = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr>'

/** The document with a last section, which it may leave out when nothing of its page is said. */
export const withLastSection = (document: string): string =>
  endsInSection(document) ? document : document.replace(/<\/w:body>(?![\s\S]*<\/w:body>)/, () => `${PLAIN}</w:body>`)

const endsInSection = (document: string): boolean => {
  const last = document.match(SECTION)?.at(-1)
  return last !== undefined && /^\s*<\/w:body>/.test(document.slice(document.lastIndexOf(last) + last.length))
}

/** How the last section ends: its page, margins, headers and footers. */
export const lastSection = (document: string): string => document.match(SECTION)?.at(-1) ?? PLAIN

/** How wide text is on the letterhead's page, in twips. */
export function widthOf(section: string): number {
  const number = (element: string, attribute: string): number =>
    Number(new RegExp(`<w:${element}\\b[^>]*?\\bw:${attribute}="(\\d+)"`).exec(section)?.[1] ?? 0)
  return number('pgSz', 'w') - number('pgMar', 'left') - number('pgMar', 'right') - number('pgMar', 'gutter')
}

/** The section of the letterhead for a part of a document: turned where it lies across, and with the first page's header in the first alone. */
export function sectionFor(section: string, { orientation, isFirst }: { orientation: Orientation; isFirst: boolean }): string {
  const turned = orientation === 'landscape' ? section.replace(/<w:pgSz\b[^>]*\/>/, acrossSize) : section
  if (isFirst) return turned
  return turned
    .replace(/<w:titlePg\b[^>]*\/>/, '')
    .replace(/<w:type\b[^>]*\/>/, '')
    .replace(/(<w:pgNumType\b[^>]*?) w:start="\d+"/, '$1')
}

function acrossSize(size: string): string {
  const [width, height] = ['w', 'h'].map((side) => Number(new RegExp(`\\bw:${side}="(\\d+)"`).exec(size)?.[1] ?? 0))
  const [short = 0, long = 0] = [width ?? 0, height ?? 0].sort((a, b) => a - b)
  return `<w:pgSz w:w="${long}" w:h="${short}" w:orient="landscape"/>`
}
