import DOMPurify from 'dompurify'
import { isAllowedHref } from '../../notes/allowed-href.ts'
import { wordListsToLists } from './word-list.ts'

/** What a note can hold, and the wrappers around it. No picture: it would be fetched from elsewhere. */
const TAGS = (
  'p div span br hr pre blockquote h1 h2 h3 h4 h5 h6 ul ol li a table thead tbody tfoot tr th td caption ' +
  'b strong i em u ins s del strike code sub sup'
).split(' ')
const ATTRIBUTES = ['href', 'style', 'class', 'colspan', 'rowspan', 'start', 'data-pm-slice']
/** The only styles that mean a mark. */
const MARK_STYLES = ['font-weight', 'font-style', 'text-decoration', 'text-decoration-line']

/** HTML from the clipboard, made safe and plain: lists of Word become lists, foreign links keep their address as text. */
export function cleanPastedHtml(html: string): string {
  const fragment = DOMPurify.sanitize(html, { RETURN_DOM_FRAGMENT: true, ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ATTRIBUTES })
  wordListsToLists(fragment)
  for (const element of fragment.querySelectorAll<HTMLElement>('*')) keepMarksOnly(element)
  fragment.querySelectorAll('a').forEach(tellForeignAddress)
  fragment.querySelectorAll('h4, h5, h6').forEach((heading) => rename(heading, 'h3'))
  fragment.querySelectorAll('pre').forEach(keepLines)
  // Word marks an empty line with a space that does not break.
  for (const paragraph of fragment.querySelectorAll('p')) if (paragraph.textContent === '\u00a0') paragraph.textContent = ''
  const box = document.createElement('div')
  box.append(fragment)
  return cleanPastedText(box.innerHTML)
}

/** Leaves out what no store can hold: U+0000 and halves of characters. */
export const cleanPastedText = (text: string): string => text.replaceAll('\u0000', '').toWellFormed()

function keepMarksOnly(element: HTMLElement): void {
  const kept = MARK_STYLES.flatMap((name) => {
    const value = element.style.getPropertyValue(name)
    return value === '' ? [] : [`${name}:${value}`]
  })
  element.removeAttribute('class')
  if (kept.length > 0) element.setAttribute('style', kept.join(';'))
  else element.removeAttribute('style')
}

function tellForeignAddress(link: HTMLAnchorElement): void {
  const href = link.getAttribute('href') ?? ''
  if (isAllowedHref(href)) return
  if (/^http:/i.test(href) && !(link.textContent ?? '').includes(href)) link.after(` (${href})`)
  link.replaceWith(...link.childNodes)
}

function rename(element: Element, tag: string): void {
  const renamed = document.createElement(tag)
  renamed.append(...element.childNodes)
  element.replaceWith(renamed)
}

function keepLines(block: Element): void {
  const lines = (block.textContent ?? '').replace(/\n$/, '').split('\n')
  const paragraph = document.createElement('p')
  paragraph.append(...lines.flatMap((line, index) => (index === 0 ? [line] : [document.createElement('br'), line])))
  block.replaceWith(paragraph)
}
