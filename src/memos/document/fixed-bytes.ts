/** The library draws the relationship ids of links at random, */
const LINK_ID = /(<w:hyperlink\b[^>]*? r:id="|<Relationship\b[^>]*?\bId=")(rId[a-z0-9_-]{21})(?=")/g
/** and counts the ids of bookmarks on over all documents of a process. */
const BOOKMARK_ID = /(<w:bookmark(?:Start|End)\b[^>]*? w:id=")(\d+)(?=")/g

/** and draws those of watermarks, of which every header has one. Word writes a number behind the same name. */
const WATERMARK_ID = /(<v:shape id="PowerPlusWaterMarkObject)([a-z0-9_-]+)(?=")/gi

/** and counts drawings on too. */
const DRAWING_ID = /(<wp:docPr\b[^>]*? id=")(\d+)(?=")/g
/** A picture is called by what is in it until the package gives it an id. */
const PICTURE_ID = /(r:embed=")rId\{([^{}"]+)\}(?=")/g

/** Ids by the order in which one document first names them, instead of random ones and of those that go on from document to document. */
export type FixedIds = {
  readonly links: Counter
  readonly bookmarks: Counter
  readonly watermarks: Counter
  readonly drawings: Counter
  readonly pictures: Counter
  /** The id of each picture, by what it was called before. */
  readonly pictureIds: ReadonlyMap<string, string>
}
type Counter = (id: string) => string

export function newFixedIds(): FixedIds {
  const pictureIds = new Map<string, string>()
  return {
    links: counter('rIdLink'),
    bookmarks: counter(''),
    watermarks: counter(''),
    drawings: counter(''),
    pictures: counter('rIdPicture', pictureIds),
    pictureIds,
  }
}

/** A part of a document, or a piece of one that begins and ends with whole elements, with ids that its content alone decides. */
export function fixIds(xml: string, { links, bookmarks, watermarks, drawings, pictures }: FixedIds): string {
  let fixed = xml
  // Few pieces have any of them, and to look for a word is quicker than to look for a pattern.
  if (xml.includes('rId')) fixed = fixed.replace(LINK_ID, (_all, before: string, id: string) => before + links(id))
  if (xml.includes('<w:bookmark')) fixed = fixed.replace(BOOKMARK_ID, (_all, before: string, id: string) => before + bookmarks(id))
  if (xml.includes('<v:shape')) fixed = fixed.replace(WATERMARK_ID, (_all, before: string, id: string) => before + watermarks(id))
  if (xml.includes('<wp:docPr')) fixed = fixed.replace(DRAWING_ID, (_all, before: string, id: string) => before + drawings(id))
  if (xml.includes('rId{')) fixed = fixed.replace(PICTURE_ID, (_all, before: string, key: string) => before + pictures(key))
  return fixed
}

const IMAGE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/image'

/** The relationships of a body with those of its pictures, which the library knows only of a body that it writes itself. @param files the name of each picture's part */
export function withPictures(relations: string, { pictureIds }: FixedIds, files: ReadonlyMap<string, string>): string {
  const added = [...pictureIds].map(([key, id]) => `<Relationship Id="${id}" Type="${IMAGE}" Target="media/${files.get(key) ?? ''}"/>`)
  return added.length === 0 ? relations : relations.replace('</Relationships>', () => `${added.join('')}</Relationships>`)
}

/** The core properties with the record's dates instead of the clock's. @param modified without it they carry no dates */
export const fixDates = (xml: string, modified: string | undefined): string =>
  xml.replace(/(<dcterms:(?:created|modified)\b[^>]*>)[^<]*(<\/dcterms:\w+>)/g, (_all, open: string, close: string) =>
    modified === undefined ? '' : open + modified + close,
  )

/** Numbers ids in the order in which they are first met. */
function counter(prefix: string, numbered = new Map<string, string>()): Counter {
  return (id) => {
    const known = numbered.get(id) ?? prefix + String(numbered.size + 1)
    numbered.set(id, known)
    return known
  }
}
