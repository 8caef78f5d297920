/** The library draws the relationship ids of links at random, */
const LINK_ID = /(<w:hyperlink\b[^>]*? r:id="|<Relationship\b[^>]*?\bId=")(rId[a-z0-9_-]{21})(?=")/g
/** and counts the ids of bookmarks on over all documents of a process. */
const BOOKMARK_ID = /(<w:bookmark(?:Start|End)\b[^>]*? w:id=")(\d+)(?=")/g

/** and draws those of watermarks, of which every header has one. Word writes a number behind the same name. */
const WATERMARK_ID = /(<v:shape id="PowerPlusWaterMarkObject)([a-z0-9_-]+)(?=")/gi

/** Ids by the order in which one document first names them, instead of random ones and of those that go on from document to document. */
export type FixedIds = { readonly links: Counter; readonly bookmarks: Counter; readonly watermarks: Counter }
type Counter = (id: string) => string

export const newFixedIds = (): FixedIds => ({ links: counter('rIdLink'), bookmarks: counter(''), watermarks: counter('') })

/** A part of a document, or a piece of one that begins and ends with whole elements, with ids that its content alone decides. */
export function fixIds(xml: string, { links, bookmarks, watermarks }: FixedIds): string {
  let fixed = xml
  // Few pieces have any of them, and to look for a word is quicker than to look for a pattern.
  if (xml.includes('rId')) fixed = fixed.replace(LINK_ID, (_all, before: string, id: string) => before + links(id))
  if (xml.includes('<w:bookmark')) fixed = fixed.replace(BOOKMARK_ID, (_all, before: string, id: string) => before + bookmarks(id))
  if (xml.includes('<v:shape')) fixed = fixed.replace(WATERMARK_ID, (_all, before: string, id: string) => before + watermarks(id))
  return fixed
}

/** The core properties with the record's dates instead of the clock's. @param modified without it they carry no dates */
export const fixDates = (xml: string, modified: string | undefined): string =>
  xml.replace(/(<dcterms:(?:created|modified)\b[^>]*>)[^<]*(<\/dcterms:\w+>)/g, (_all, open: string, close: string) =>
    modified === undefined ? '' : open + modified + close,
  )

/** Numbers ids in the order in which they are first met. */
function counter(prefix: string): Counter {
  const numbers = new Map<string, number>()
  return (id) => {
    const number = numbers.get(id) ?? numbers.size + 1
    numbers.set(id, number)
    return prefix + String(number)
  }
}
