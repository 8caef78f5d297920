import { docxTexts, withPart } from './docx-parts.ts'

const BODY = 'word/document.xml'
const CELL = '<w:tcPr><w:tcW w:type="dxa" w:w="5000"/></w:tcPr>'
const TABLE =
  '<w:tbl><w:tblPr><w:tblW w:type="dxa" w:w="5000"/><w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="false"/></w:tblPr>' +
  `<w:tblGrid><w:gridCol w:w="5000"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>${CELL}<w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`
const BOOKMARK = '<w:bookmarkStart w:id="901" w:name="damage"/><w:bookmarkEnd w:id="901"/>'
const LISTED = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'

/** What the content has of a kind, or a sound one of its own where it has none, broken. */
const broken = (content: string, sound: string, change: (xml: string) => string): string =>
  change(content) === content ? change(sound + content) : change(content)

/** Ten ways to break the content of a good document of any kind: at the first place that it has for each. */
export const DAMAGES: Readonly<Record<string, (content: string) => string>> = {
  'a cell without a paragraph': (content) =>
    broken(content, TABLE, (xml) => xml.replace(/(<w:tc>(?:<w:tcPr>.*?<\/w:tcPr>)?)(?:<w:p>|<w:p .*?>).*?<\/w:p><\/w:tc>/s, '$1</w:tc>')),
  'paragraph properties out of order': (content) => content.replace(/<w:pPr>(<w:pStyle [^>]*>)/, '<w:pPr><w:jc w:val="center"/>$1'),
  'a link to a relationship that is not there': (content) =>
    `<w:p><w:hyperlink r:id="rIdNowhere"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>${content}`,
  'a style that is not defined': (content) => content.replace(/(<w:pStyle w:val=")[^"]*/, '$1NoSuchStyle'),
  'a list that is not defined': (content) =>
    broken(content, LISTED, (xml) => xml.replace(/<w:numId w:val="\d+"\/>/, '<w:numId w:val="9999"/>')),
  'two bookmarks of one name': (content) => `<w:p>${BOOKMARK}${BOOKMARK.replaceAll('901', '902')}</w:p>${content}`,
  'a control character': (content) => content.replace(/(<w:t [^>]*>.)/, '$1\u0001'),
  'a value that the schema does not know': (content) =>
    broken(content, TABLE, (xml) => xml.replace('<w:tblLayout w:type="fixed"/>', '<w:tblLayout w:type="weird"/>')),
  'a row without cells': (content) => broken(content, TABLE, (xml) => xml.replace(/<w:tr>.*?<\/w:tr>/s, '<w:tr></w:tr>')),
  'an element without its end': (content) => content.replace('</w:body>', ''),
}

/** The document with one of {@link DAMAGES} in the content behind the end of its first section, or from its beginning. */
export function damaged(bytes: Uint8Array, damage: string, from: 'beginning' | 'second section' = 'beginning'): Uint8Array {
  const change = DAMAGES[damage]
  if (change === undefined) throw new Error(`No damage is called ${damage}`)
  return withPart(bytes, BODY, (xml) => {
    const at = from === 'beginning' ? behind(xml, '<w:body>') : behind(xml, '</w:p>', xml.indexOf('</w:sectPr></w:pPr>'))
    return xml.slice(0, at) + change(xml.slice(at))
  })
}

/** How the pages of each section lie, in order. */
export const pagesOf = (bytes: Uint8Array): ('upright' | 'across')[] =>
  (
    docxTexts(bytes)
      .get(BODY)
      ?.match(/<w:pgSz [^>]*>/g) ?? []
  ).map((size) => (size.includes('"landscape"') ? 'across' : 'upright'))

function behind(xml: string, mark: string, from = 0): number {
  const at = from < 0 ? -1 : xml.indexOf(mark, from)
  if (at === -1) throw new Error(`The document has no ${mark} there`)
  return at + mark.length
}
