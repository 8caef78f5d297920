import { withPart } from './docx-parts.ts'

const BODY = 'word/document.xml'
const CELL = '<w:tcPr><w:tcW w:type="dxa" w:w="5000"/></w:tcPr>'
const TABLE =
  '<w:tbl><w:tblPr><w:tblW w:type="dxa" w:w="5000"/><w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="false"/></w:tblPr>' +
  `<w:tblGrid><w:gridCol w:w="5000"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>${CELL}<w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`
const BOOKMARK = '<w:bookmarkStart w:id="901" w:name="damage"/><w:bookmarkEnd w:id="901"/>'

/** At the beginning of the body. */
const first = (xml: string, more: string): string => xml.replace('<w:body>', () => `<w:body>${more}`)

/** What the document has of a kind, or a sound one of its own where it has none, broken. */
const broken = (bytes: Uint8Array, sound: string, change: (xml: string) => string): Uint8Array =>
  withPart(bytes, BODY, (xml) => (change(xml) === xml ? change(first(xml, sound)) : change(xml)))

/** Ten ways to break a good document of any kind. */
export const DAMAGES: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  'a cell without a paragraph': (bytes) =>
    broken(bytes, TABLE, (xml) => xml.replace(/(<w:tc>(?:<w:tcPr>.*?<\/w:tcPr>)?)(?:<w:p>|<w:p .*?>).*?<\/w:p><\/w:tc>/s, '$1</w:tc>')),
  'paragraph properties out of order': (bytes) =>
    withPart(bytes, BODY, (xml) => xml.replace(/<w:pPr>(<w:pStyle [^>]*>)/, '<w:pPr><w:jc w:val="center"/>$1')),
  'a link to a relationship that is not there': (bytes) =>
    withPart(bytes, BODY, (xml) => first(xml, '<w:p><w:hyperlink r:id="rIdNowhere"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>')),
  'a style that is not defined': (bytes) => withPart(bytes, BODY, (xml) => xml.replace(/(<w:pStyle w:val=")[^"]*/, '$1NoSuchStyle')),
  'a list that is not defined': (bytes) =>
    broken(bytes, '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>', (xml) =>
      xml.replace(/<w:numId w:val="\d+"\/>/, '<w:numId w:val="9999"/>'),
    ),
  'two bookmarks of one name': (bytes) =>
    withPart(bytes, BODY, (xml) => first(xml, `<w:p>${BOOKMARK}${BOOKMARK.replaceAll('901', '902')}</w:p>`)),
  'a control character': (bytes) => withPart(bytes, BODY, (xml) => xml.replace(/(<w:t [^>]*>.)/, '$1\u0001')),
  'a value that the schema does not know': (bytes) =>
    broken(bytes, TABLE, (xml) => xml.replace('<w:tblLayout w:type="fixed"/>', '<w:tblLayout w:type="weird"/>')),
  'a row without cells': (bytes) => broken(bytes, TABLE, (xml) => xml.replace(/<w:tr>.*?<\/w:tr>/s, '<w:tr></w:tr>')),
  'an element without its end': (bytes) => withPart(bytes, BODY, (xml) => xml.replace('</w:body>', '')),
}
