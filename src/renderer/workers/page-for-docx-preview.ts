import { DOMParser, Node } from '@xmldom/xmldom'

/** The first of an element's or a document's children that is an element, or null, as in a page; xmldom has no such property. */
Object.defineProperty(Node.prototype, 'firstElementChild', {
  configurable: true,
  get(this: Node) {
    let child = this.firstChild
    while (child !== null && child.nodeType !== Node.ELEMENT_NODE) child = child.nextSibling
    return child
  },
})

/** What docx-preview uses of a page, for a worker, which has none. Drawings are not measured once more: they keep the size that the file says. */
export const PAGE_FOR_DOCX_PREVIEW = { DOMParser, Node, requestAnimationFrame: () => 0 }
