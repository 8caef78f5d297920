/**
 * The text of an element in the form in which the library prepares it: one key, the name; below it the attributes as
 * `_attr` and the children in order. A list of children is written with an end tag even when it is empty, as the library does.
 */
export function xmlText(element: unknown): string {
  if (!isObject(element)) return escapeText(String(element))
  const [entry] = Object.entries(element)
  if (entry === undefined) return ''
  const [name, inside] = entry
  if (!Array.isArray(inside)) {
    return isObject(inside) ? `<${name}${attributesText(inside['_attr'])}/>` : `<${name}>${escapeText(String(inside))}</${name}>`
  }
  let attributes = ''
  let content = ''
  for (const child of inside) {
    if (isObject(child) && '_attr' in child) attributes += attributesText(child['_attr'])
    else content += xmlText(child)
  }
  return `<${name}${attributes}>${content}</${name}>`
}

function attributesText(attributes: unknown): string {
  if (!isObject(attributes)) return ''
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeText(String(value))}"`)
    .join('')
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', "'": '&apos;', '<': '&lt;', '>': '&gt;' }
const escapeText = (text: string): string => text.replace(/[&"'<>]/g, (character) => ESCAPES[character] ?? '')

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
