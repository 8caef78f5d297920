import { DOMParser, type Document, type Element } from '@xmldom/xmldom'
import { unzipSync, zipSync } from 'fflate'

export const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
export const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** The text of every XML part of a document by its name. Throws on bytes that are not UTF-8. */
export function docxTexts(bytes: Uint8Array): Map<string, string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const parts = Object.entries(unzipSync(bytes)).filter(([name]) => /\.(xml|rels)$/.test(name))
  return new Map(parts.map(([name, part]) => [name, decoder.decode(part)]))
}

/** The same document with one part written anew. */
export function withPart(bytes: Uint8Array, name: string, change: (text: string) => string): Uint8Array {
  const parts = unzipSync(bytes)
  const text = docxTexts(bytes).get(name)
  if (text === undefined) throw new Error(`The document has no part ${name}`)
  const changed = change(text)
  if (changed === text) throw new Error(`The change of ${name} changed nothing`)
  return zipSync({ ...parts, [name]: new TextEncoder().encode(changed) })
}

/** Parses a part; what is not well-formed is a sentence. */
export function parseXml(text: string): Document | string {
  const problems: string[] = []
  try {
    const document = new DOMParser({ onError: (level, message) => level !== 'warning' && problems.push(message) }).parseFromString(
      text,
      'text/xml',
    )
    return problems[0] ?? document
  } catch (error) {
    return problems[0] ?? String(error)
  }
}

export const all = (node: Document | Element, name: string): Element[] => [...node.getElementsByTagNameNS(WORD, name)]
export const value = (element: Element | undefined, name = 'val'): string | undefined => element?.getAttributeNS(WORD, name) ?? undefined
export const children = (element: Element): Element[] => [...element.childNodes].filter((node): node is Element => node.nodeType === 1)
export const child = (element: Element | undefined, name: string): Element | undefined =>
  element === undefined ? undefined : children(element).find((one) => one.localName === name)
export const textOf = (element: Element): string =>
  all(element, 't')
    .map((text) => text.textContent ?? '')
    .join('')
