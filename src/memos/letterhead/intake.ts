import { decode } from '@memos/document/bytes.ts'
import { refuse, type Refusal } from './refusal.ts'
import { unpack, type Parts, type Unpacked } from './unpack.ts'
import { decoded, elementsOf } from './xml-scan.ts'

const CONTENT_TYPES = '[Content_Types].xml'
export const DOCUMENT = 'word/document.xml'
const DOCUMENT_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'

/** Kinds of relationship (the end of their address) that a letterhead has no use for. */
const REFUSED_RELATIONS: Readonly<Record<string, Refusal['code']>> = {
  vbaproject: 'macros',
  wordvbadata: 'macros',
  keymapcustomizations: 'macros',
  attachedtoolbars: 'macros',
  attachedtemplate: 'attached-template',
  afchunk: 'alt-chunk',
  oleobject: 'embedded-object',
  package: 'embedded-object',
  control: 'embedded-object',
  activexcontrolbinary: 'embedded-object',
}
/** Elements that bring such a thing in, whatever their relationship says of itself. */
const REFUSED_ELEMENTS: Readonly<Record<string, Refusal['code']>> = {
  attachedTemplate: 'attached-template',
  altChunk: 'alt-chunk',
  OLEObject: 'embedded-object',
  objectEmbed: 'embedded-object',
  objectLink: 'embedded-object',
  control: 'embedded-object',
}
/** Fields that read another file or ask another program when they are updated. */
const FETCHING_FIELD = /(?:^|[\s"{])(?:DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|RD|DATABASE)\s/i
const SAFE_LINK = /^(https?:|mailto:|#)/i

/**
 * Takes in a Word file that nobody vouches for: its parts, or why not. Refused is whatever runs, or reads something from
 * elsewhere when the document is opened; links that a reader clicks are not.
 */
export function takeIn(bytes: Uint8Array): Unpacked {
  const unpacked = unpack(bytes)
  if ('refusal' in unpacked) return unpacked
  const refusal = refusalOf(unpacked.parts)
  return refusal === null ? unpacked : { refusal }
}

function refusalOf(parts: Parts): Refusal | null {
  const names = Object.keys(parts)
  if (names.some((name) => /vbaproject|vbadata/i.test(name))) return refuse('macros')
  if (parts[CONTENT_TYPES] === undefined || parts[DOCUMENT] === undefined) return refuse('not-a-word-file')
  for (const name of names) {
    const text = xmlOf(name, parts[name] ?? new Uint8Array())
    if (text === null) continue
    if (text === undefined) return refuse('broken', name)
    const refusal = partRefusal(name, text)
    if (refusal !== null) return refusal
  }
  return null
}

/** The text of an XML part; null for pictures and fonts, undefined for what calls itself XML and is not UTF-8 or declares entities. */
function xmlOf(name: string, bytes: Uint8Array): string | null | undefined {
  if (!/\.(xml|rels|vml)$/i.test(name)) return null
  try {
    const text = decode(bytes)
    return /<!(DOCTYPE|ENTITY)/i.test(text) ? undefined : text
  } catch {
    // Another encoding would hide the words that are looked for.
    return undefined
  }
}

function partRefusal(name: string, text: string): Refusal | null {
  if (name === CONTENT_TYPES) return contentTypeRefusal(text)
  if (/\.rels$/i.test(name)) return relationRefusal(text)
  for (const element of elementsOf(text)) {
    const code = Object.hasOwn(REFUSED_ELEMENTS, element.name) ? REFUSED_ELEMENTS[element.name] : undefined
    // The same word is also a kind of content control's setting in other namespaces; only Word's own parts are looked at.
    if (code !== undefined && name.startsWith('word/')) return refuse(code, name)
    const source = element.attributes.get('src') ?? ''
    if (/^\s*(\w+:\/\/|\\\\)/.test(source)) return refuse('external-relation', source)
  }
  return FETCHING_FIELD.test(fieldTexts(text)) ? refuse('fetching-field', name) : null
}

function contentTypeRefusal(text: string): Refusal | null {
  const types = [...elementsOf(text)].flatMap(({ attributes }) => attributes.get('ContentType') ?? [])
  if (types.some((type) => /macroenabled|vbaproject/i.test(type))) return refuse('macros')
  return types.includes(DOCUMENT_TYPE) ? null : refuse('not-a-word-file')
}

function relationRefusal(text: string): Refusal | null {
  for (const { name, attributes } of elementsOf(text)) {
    if (name !== 'Relationship') continue
    const kind = (attributes.get('Type') ?? '').split('/').at(-1)?.toLowerCase() ?? ''
    const target = attributes.get('Target') ?? ''
    const code = Object.hasOwn(REFUSED_RELATIONS, kind) ? REFUSED_RELATIONS[kind] : undefined
    if (code !== undefined) return refuse(code, target)
    const isOutside = attributes.get('TargetMode')?.toLowerCase() === 'external' || /^(\w+:|\\\\|\/\/)/.test(target)
    if (isOutside && !(kind === 'hyperlink' && SAFE_LINK.test(target))) return refuse('external-relation', target)
  }
  return null
}

/** What fields are told to do; the words of one may stand in several runs. */
function fieldTexts(xml: string): string {
  const runs = [...xml.matchAll(/<(?:\w+:)?instrText\b[^>]*>([^<]*)</g)].map(([, text = '']) => decoded(text)).join('')
  const simple = [...elementsOf(xml)].flatMap(({ name, attributes }) =>
    name === 'fldSimple' ? [...attributes].flatMap(([key, value]) => (key.endsWith('instr') ? value : [])) : [],
  )
  return ` ${runs} ${simple.join(' ')} `
}
