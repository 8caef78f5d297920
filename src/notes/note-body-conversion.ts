import { BODY_SCHEMA, type Block, type Inline, type Mark, type NoteBody, type TableCell } from '@shared/domain/note-body.ts'
import * as Y from 'yjs'
import { canonicalBody, canonicalInline } from './note-body-canonical.ts'

/** The fragment of the Yjs document that holds the text. */
export const BODY_FIELD = 'body'

/**
 * The text of a note's document as plain data, in canonical form. Reads the document itself, without an editor, so it
 * also reads what this version does not know: the words of an unknown block come out as paragraphs.
 */
export const bodyOfDoc = (doc: Y.Doc): NoteBody => ({
  bodySchema: BODY_SCHEMA,
  blocks: blocksOf(doc.getXmlFragment(BODY_FIELD)),
})

/**
 * A new document with this text, as one Yjs update (version 2), for the creator of a note only: the same body put twice
 * into one document would stand there twice. Links other than https and mailto keep their words and lose the address.
 */
export function docOfBody(body: NoteBody): Uint8Array {
  const doc = new Y.Doc()
  doc.getXmlFragment(BODY_FIELD).insert(0, canonicalBody(body).blocks.map(elementOfBlock))
  const update = Y.encodeStateAsUpdateV2(doc)
  doc.destroy()
  return update
}

type Parent = Y.XmlFragment | Y.XmlElement

const elementsOf = (parent: Parent): Y.XmlElement[] =>
  parent.toArray().filter((child): child is Y.XmlElement => child instanceof Y.XmlElement)

function blocksOf(parent: Parent): Block[] {
  const children = parent.toArray()
  const hasText = children.some((child) => child instanceof Y.XmlText)
  if (hasText) return [{ type: 'paragraph', content: contentOf(parent) }]
  return elementsOf(parent).flatMap(blockOfElement)
}

function blockOfElement(element: Y.XmlElement): Block[] {
  switch (element.nodeName) {
    case 'paragraph':
      return [{ type: 'paragraph', content: contentOf(element) }]
    case 'heading':
      return [{ type: 'heading', level: levelOf(element), content: contentOf(element) }]
    case 'bulletList':
    case 'orderedList':
      return listOf(element)
    case 'blockquote':
      return [{ type: 'quote', blocks: filled(element) }]
    case 'horizontalRule':
      return [{ type: 'rule' }]
    case 'table': {
      const rows = elementsOf(element).map((row) => elementsOf(row).map(cellOf))
      return rows.length > 0 ? [{ type: 'table', rows }] : []
    }
    default:
      return blocksOf(element)
  }
}

function listOf(element: Y.XmlElement): Block[] {
  const items = elementsOf(element).map(filled)
  return items.length > 0 ? [{ type: 'list', ordered: element.nodeName === 'orderedList', items }] : []
}

function filled(element: Y.XmlElement): Block[] {
  const blocks = blocksOf(element)
  return blocks.length > 0 ? blocks : [{ type: 'paragraph', content: [] }]
}

function cellOf(element: Y.XmlElement): TableCell {
  const colspan = spanOf(element, 'colspan', 50)
  const rowspan = spanOf(element, 'rowspan', 200)
  return {
    ...(element.nodeName === 'tableHeader' ? { header: true } : {}),
    ...(colspan > 1 ? { colspan } : {}),
    ...(rowspan > 1 ? { rowspan } : {}),
    blocks: filled(element),
  }
}

/** Yjs types attributes as text; the editor stores numbers. */
const numberOf = (element: Y.XmlElement, name: string): number => {
  const value = Number(element.getAttribute(name) ?? 1)
  return Number.isFinite(value) ? Math.trunc(value) : 1
}
const spanOf = (element: Y.XmlElement, name: string, most: number): number => Math.min(Math.max(numberOf(element, name), 1), most)

function levelOf(element: Y.XmlElement): 1 | 2 | 3 {
  const level = numberOf(element, 'level')
  return level <= 1 ? 1 : level === 2 ? 2 : 3
}

function contentOf(parent: Parent): Inline[] {
  return canonicalInline(
    parent.toArray().flatMap((child): Inline[] => {
      if (child instanceof Y.XmlText) return runsOf(child)
      if (!(child instanceof Y.XmlElement)) return []
      return child.nodeName === 'hardBreak' ? [{ type: 'break' }] : contentOf(child)
    }),
  )
}

function runsOf(text: Y.XmlText): Inline[] {
  const runs: { insert?: unknown; attributes?: Record<string, unknown> }[] = text.toDelta()
  return runs.flatMap(({ insert, attributes = {} }): Inline[] => {
    if (typeof insert !== 'string') return []
    return [{ type: 'text', text: insert, marks: Object.entries(attributes).flatMap(markOf) }]
  })
}

function markOf([name, value]: [string, unknown]): Mark[] {
  if (value === null || value === undefined || value === false) return []
  switch (name) {
    case 'bold':
    case 'italic':
    case 'underline':
    case 'strike':
    case 'code':
      return [{ type: name }]
    case 'link':
      return typeof value === 'object' && 'href' in value && typeof value.href === 'string' ? [{ type: 'link', href: value.href }] : []
    default:
      return []
  }
}

function elementOfBlock(block: Block): Y.XmlElement {
  switch (block.type) {
    case 'paragraph':
      return element('paragraph', inlineTypes(block.content))
    case 'heading':
      return element('heading', inlineTypes(block.content), { level: block.level })
    case 'list':
      return element(
        block.ordered ? 'orderedList' : 'bulletList',
        block.items.map((item) => element('listItem', item.map(elementOfBlock))),
      )
    case 'quote':
      return element('blockquote', block.blocks.map(elementOfBlock))
    case 'rule':
      return element('horizontalRule', [])
    case 'table':
      return element(
        'table',
        block.rows.map((row) => element('tableRow', row.map(elementOfCell))),
      )
  }
}

const elementOfCell = ({ header, colspan = 1, rowspan = 1, blocks }: TableCell): Y.XmlElement =>
  element(header === true ? 'tableHeader' : 'tableCell', blocks.map(elementOfBlock), { colspan, rowspan })

type Child = Y.XmlElement | Y.XmlText

function element(name: string, children: Child[], attributes: Record<string, number> = {}): Y.XmlElement {
  const made = new Y.XmlElement<Record<string, number>>(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  // Not push: that reads the length, which an element outside a document does not know.
  made.insert(0, children)
  return made as unknown as Y.XmlElement
}

/** One Yjs text for each run of texts between two breaks, as the editor keeps them. */
function inlineTypes(content: readonly Inline[]): Child[] {
  const children: Child[] = []
  let runs: { insert: string; attributes: Record<string, object> }[] = []
  const endText = (): void => {
    if (runs.length === 0) return
    const text = new Y.XmlText()
    text.applyDelta(runs)
    children.push(text)
    runs = []
  }
  for (const part of content) {
    if (part.type === 'text') runs.push({ insert: part.text, attributes: attributesOf(part.marks ?? []) })
    else {
      endText()
      children.push(element('hardBreak', []))
    }
  }
  endText()
  return children
}

const attributesOf = (marks: readonly Mark[]): Record<string, object> =>
  Object.fromEntries(marks.map((mark) => [mark.type, mark.type === 'link' ? { href: mark.href } : {}]))
