import { withPart } from './docx-parts.ts'

const BODY = 'word/document.xml'

/** Ten ways to break a good document. Each of them throws when the document has nothing of that kind to break. */
export const DAMAGES: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  'a cell without a paragraph': (bytes) =>
    withPart(bytes, BODY, (xml) => xml.replace(/(<w:tc>(?:<w:tcPr>.*?<\/w:tcPr>)?)(?:<w:p>|<w:p .*?>).*?<\/w:p><\/w:tc>/s, '$1</w:tc>')),
  'paragraph properties out of order': (bytes) =>
    withPart(bytes, BODY, (xml) =>
      xml.replace('<w:pPr><w:pStyle w:val="Title"/>', '<w:pPr><w:jc w:val="center"/><w:pStyle w:val="Title"/>'),
    ),
  'a link to a relationship that is not there': (bytes) =>
    withPart(bytes, BODY, (xml) =>
      xml.replace('<w:body>', '<w:body><w:p><w:hyperlink r:id="rIdNowhere"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>'),
    ),
  'a style that is not defined': (bytes) => withPart(bytes, BODY, (xml) => xml.replace('w:val="MDTableText"', 'w:val="NoSuchStyle"')),
  'a list that is not defined': (bytes) =>
    withPart(bytes, BODY, (xml) => xml.replace(/<w:numId w:val="\d+"\/>/, '<w:numId w:val="9999"/>')),
  'two bookmarks of one name': (bytes) => withPart(bytes, BODY, (xml) => xml.replace('w:name="programme"', 'w:name="summary"')),
  'a control character': (bytes) => withPart(bytes, BODY, (xml) => xml.replace(/(<w:t [^>]*>.)/, '$1\u0001')),
  'a value that the schema does not know': (bytes) =>
    withPart(bytes, BODY, (xml) => xml.replace('<w:tblLayout w:type="fixed"/>', '<w:tblLayout w:type="weird"/>')),
  'a row without cells': (bytes) => withPart(bytes, BODY, (xml) => xml.replace(/<w:tr>.*?<\/w:tr>/s, '<w:tr></w:tr>')),
  'an element without its end': (bytes) => withPart(bytes, BODY, (xml) => xml.replace('</w:body>', '')),
}
