/** A node as docx-preview makes it, in a worker that has no page: what the library sets of it, and HTML in the end. */
export type DrawnNode = DrawnText | DrawnElement

type StyleValue = string | number | null | undefined

export class DrawnText {
  readonly nodeName = '#text'
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Named as in the DOM, because the library knows no other names. */
export class DrawnElement {
  readonly nodeName: string
  readonly children: DrawnNode[] = []
  readonly style: Record<string, StyleValue> = {}
  className = ''
  id = ''
  lang = ''
  src = ''
  colSpan = 1
  rowSpan = 1
  /** Nothing of a preview leads anywhere: it is taken and never written. */
  href = ''
  readonly #attributes = new Map<string, string>()

  constructor(nodeName: string) {
    this.nodeName = nodeName
  }

  get classList(): { add(name: string): void } {
    return {
      add: (name) => {
        this.className = `${this.className} ${name}`.trim()
      },
    }
  }

  appendChild(child: DrawnNode): void {
    this.children.push(...(child instanceof DrawnElement && child.nodeName === '#fragment' ? child.children : [child]))
  }

  setAttribute(name: string, value: unknown): void {
    this.#attributes.set(name, String(value))
  }

  /** By name, as they are written. */
  attributes(): [name: string, value: string][] {
    const style = Object.entries(this.style).flatMap(([name, value]) => declaration(name, value))
    const named: [string, string][] = [
      ['class', this.className],
      ['style', style.join('; ')],
      ['id', this.id],
      ['lang', this.lang],
      ['src', this.src],
      ['colspan', this.colSpan === 1 ? '' : String(this.colSpan)],
      ['rowspan', this.rowSpan === 1 ? '' : String(this.rowSpan)],
      ...this.#attributes,
    ]
    return named.filter(([name, value]) => value !== '' && NAME.test(name))
  }
}

/** What docx-preview asks for; see its `HElement`. */
type Wanted = {
  readonly tagName: string
  readonly className?: string
  readonly style?: Readonly<Record<string, StyleValue>> | string
  readonly children?: readonly (Wanted | DrawnNode | string)[]
  readonly [property: string]: unknown
}

/** Properties that a wanted node may have; any other says nothing about how it looks. */
const PROPERTIES = ['id', 'lang', 'src', 'href', 'colSpan', 'rowSpan'] as const

/** Makes the nodes of a drawn document in place of the library's own function, which makes those of a page. */
export function drawnNode(wanted: Wanted | DrawnNode | string): DrawnNode {
  if (typeof wanted === 'string') return new DrawnText(wanted)
  if (wanted instanceof DrawnText || wanted instanceof DrawnElement) return wanted
  const { tagName, className, style, children = [] } = wanted
  const node = new DrawnElement(tagName)
  node.className = className ?? ''
  if (typeof style === 'string') node.setAttribute('style', style)
  else Object.assign(node.style, style)
  for (const name of PROPERTIES) if (wanted[name] !== undefined) Object.assign(node, { [name]: wanted[name] })
  // A comment holds the library's notes to itself.
  if (tagName !== '#comment') for (const child of children) node.appendChild(drawnNode(child))
  return node
}

/** The node as HTML, with all that is in it. */
export function htmlOf(node: DrawnNode): string {
  if (node instanceof DrawnText) return escaped(node.text)
  if (node.nodeName === '#comment') return ''
  const inner = node.children.map(htmlOf).join('')
  if (node.nodeName === '#fragment') return inner
  return VOID.has(node.nodeName) ? openingOf(node) : `${openingOf(node)}${inner}</${node.nodeName}>`
}

/** The node without what is in it, as HTML. */
export const emptyHtmlOf = (node: DrawnElement): string => `${openingOf(node)}</${node.nodeName}>`

export function textOf(node: DrawnNode): string {
  return node instanceof DrawnText ? node.text : node.children.map(textOf).join('')
}

const VOID: ReadonlySet<string> = new Set(['br', 'col', 'img', 'wbr'])
const NAME = /^[a-z][\w:.-]*$/i

function openingOf(node: DrawnElement): string {
  // The names of elements are the library's; those of drawings stand in the file.
  if (!NAME.test(node.nodeName)) throw new Error(`The document has an element that no page has: ${node.nodeName}`)
  return `<${node.nodeName}${node
    .attributes()
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('')}>`
}

/** A value that would end its declaration and begin another is none. */
function declaration(name: string, value: StyleValue): string[] {
  const text = String(value ?? '')
  return text === '' || /[;{}]/.test(text) ? [] : [`${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${text}`]
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter)
