import { decode, encode } from '@memos/document/bytes.ts'
import type { Parts } from './unpack.ts'
import { elementsOf } from './xml-scan.ts'

const CONTENT_TYPES = '[Content_Types].xml'
const RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'

/** A part that a package must have: what it is, and from whose relationships it is reached (`_rels/.rels` for the package itself). */
export type WantedPart = { readonly path: string; readonly contentType: string; readonly relation: string; readonly relations: string }

export const CUSTOM_PROPERTIES: WantedPart = {
  path: 'docProps/custom.xml',
  contentType: 'application/vnd.openxmlformats-officedocument.custom-properties+xml',
  relation: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties',
  relations: '_rels/.rels',
}
export const STYLES: WantedPart = {
  path: 'word/styles.xml',
  contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml',
  relation: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles',
  relations: 'word/_rels/document.xml.rels',
}

export const textOfPart = (parts: Parts, path: string): string | undefined => {
  const bytes = parts[path]
  return bytes === undefined ? undefined : decode(bytes)
}

/** The package with the part written anew, and with what makes it known where it was not. */
export function withPart(parts: Parts, wanted: WantedPart, text: string): Parts {
  const relations = textOfPart(parts, wanted.relations) ?? RELATIONS
  const isKnown = [...elementsOf(relations)].some(({ attributes }) => attributes.get('Type') === wanted.relation)
  const relation = `<Relationship Id="rIdSafarnoma${wanted.path.replaceAll(/\W/g, '')}" Type="${wanted.relation}" Target="/${wanted.path}"/>`
  const withRelation = isKnown ? relations : relations.replace(/<Relationships\b[^>]*?(\/?)>/, openedWith(relation))
  return {
    ...parts,
    [wanted.path]: encode(text),
    [wanted.relations]: encode(withRelation),
    [CONTENT_TYPES]: encode(withContentType(textOfPart(parts, CONTENT_TYPES) ?? '', wanted)),
  }
}

function withContentType(types: string, { path, contentType }: WantedPart): string {
  const isKnown = [...elementsOf(types)].some(({ attributes }) => attributes.get('PartName')?.toLowerCase() === `/${path.toLowerCase()}`)
  return isKnown ? types : types.replace('</Types>', () => `<Override PartName="/${path}" ContentType="${contentType}"/></Types>`)
}

/** An element that may stand empty gets a child. */
const openedWith = (child: string) => (tag: string, empty: string) =>
  empty === '/' ? `${tag.slice(0, -2)}>${child}</Relationships>` : tag + child
