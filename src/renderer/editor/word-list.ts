/**
 * Word puts lists on the clipboard as paragraphs that say `mso-list:l0 level2` in their style and carry their sign, "·" or
 * "2.", as text. The level nests; the sign tells a numbered list from the others.
 */
export function wordListsToLists(root: ParentNode): void {
  const made = new Set<Element>()
  for (const paragraph of root.querySelectorAll('p')) {
    const level = levelOf(paragraph)
    if (level === null) continue
    const tag = isNumber(takeSign(paragraph)) ? 'ol' : 'ul'
    const before = paragraph.previousElementSibling
    const item = document.createElement('li')
    if (before && made.has(before) && (level > 1 || isList(before, tag))) listAt(before, { level, tag }).append(item)
    else made.add(newListBefore(paragraph, { level, tag, item }))
    item.append(paragraph)
  }
}

type Place = { readonly level: number; readonly tag: 'ol' | 'ul' }

const levelOf = (paragraph: Element): number | null => {
  const style = /mso-list:\s*l\d+\s+level(\d+)/i.exec(paragraph.getAttribute('style') ?? '')
  if (style) return Math.min(Number(style[1]), 9)
  return /\bMsoListParagraph/.test(paragraph.className) && SIGN.test(paragraph.textContent ?? '') ? 1 : null
}

const SIGN = /^\s*([·•▪§o–-]|[0-9]{1,3}[.)]|[a-zа-я][.)]|[ivxlc]+[.)])[\s\u00a0]+/i
const isNumber = (sign: string): boolean => /^[0-9a-zа-я]+[.)]/i.test(sign)

/** Removes the sign from the paragraph and returns it. */
function takeSign(paragraph: Element): string {
  const marked = [...paragraph.querySelectorAll('span')].find((span) => /mso-list:\s*ignore/i.test(span.getAttribute('style') ?? ''))
  if (marked) {
    const sign = (marked.textContent ?? '').trim()
    marked.remove()
    return sign
  }
  const found = SIGN.exec(paragraph.textContent ?? '')
  if (!found) return ''
  removeLeading(paragraph, found[0].length)
  return found[1] ?? ''
}

function removeLeading(paragraph: Element, length: number): void {
  const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
  let left = length
  for (let text = texts.nextNode(); text && left > 0; text = texts.nextNode()) {
    const taken = Math.min(left, text.textContent?.length ?? 0)
    text.textContent = (text.textContent ?? '').slice(taken)
    left -= taken
  }
}

const isList = (element: Element | null, tag: string): element is HTMLElement => element?.tagName.toLowerCase() === tag

/** The list of this level at the end of `list`; levels that Word left out get an item each. */
function listAt(list: Element, { level, tag }: Place): Element {
  let current = list
  for (let depth = 1; depth < level; depth += 1) {
    const item = current.lastElementChild ?? current.appendChild(document.createElement('li'))
    const inner = item.lastElementChild
    const wanted = depth === level - 1 ? isList(inner, tag) : isList(inner, 'ol') || isList(inner, 'ul')
    current = wanted && inner ? inner : item.appendChild(document.createElement(tag))
  }
  return current
}

function newListBefore(paragraph: Element, { level, tag, item }: Place & { readonly item: Element }): Element {
  const list = document.createElement(tag)
  paragraph.before(list)
  listAt(list, { level, tag }).append(item)
  return list
}
