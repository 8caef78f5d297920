/** Where an element that many share carries its own text. A symbol, so that nobody who lists what an element holds meets it. */
export const WRITTEN: unique symbol = Symbol('written')

/**
 * The text of an element in the form in which the library prepares it: one key, the name; below it the attributes as
 * `_attr` and the children in order. A list of children is written with an end tag even when it is empty, as the library does.
 */
export function xmlText(element: unknown): string {
  if (!isObject(element)) return escapeText(String(element))
  const written = element[WRITTEN]
  if (typeof written === 'string') return written
  const name = firstKey(element)
  if (name === undefined) return ''
  const inside = element[name]
  if (!Array.isArray(inside)) {
    return isObject(inside) ? `<${name}${attributesText(inside['_attr'])}/>` : `<${name}>${escapeText(String(inside))}</${name}>`
  }
  let attributes = ''
  let content = ''
  for (const child of inside) {
    if (isObject(child) && child['_attr'] !== undefined) attributes += attributesText(child['_attr'])
    else content += xmlText(child)
  }
  return `<${name}${attributes}>${content}</${name}>`
}

/** A report has a million of these: no list of entries is made of any. */
function firstKey(element: Readonly<Record<string, unknown>>): string | undefined {
  for (const name in element) return name
  return undefined
}

function attributesText(attributes: unknown): string {
  if (!isObject(attributes)) return ''
  let text = ''
  for (const name in attributes) text += ` ${name}="${escapeText(String(attributes[name]))}"`
  return text
}

const ESCAPED = /[&"'<>]/
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', "'": '&apos;', '<': '&lt;', '>': '&gt;' }
const escapeText = (text: string): string => (ESCAPED.test(text) ? text.replace(/[&"'<>]/g, (character) => ESCAPES[character] ?? '') : text)

const isObject = (value: unknown): value is Readonly<Record<string | typeof WRITTEN, unknown>> =>
  typeof value === 'object' && value !== null
