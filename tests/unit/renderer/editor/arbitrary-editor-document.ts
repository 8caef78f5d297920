import type { ContentMatch, Node, NodeType, Schema } from '@tiptap/pm/model'
import { Fragment } from '@tiptap/pm/model'
import fc from 'fast-check'

/** Draws a whole number from 0 to `below` - 1. */
type Draw = (below: number) => number

/** Walks the content rules of the editor's own schema, so that a new kind of block is covered the day it is added. */
export const arbitraryEditorDocument = (schema: Schema): fc.Arbitrary<Node> =>
  fc.gen().map((generate) => {
    const draw: Draw = (below) => generate(fc.nat, { max: below - 1 })
    return nodeOf(schema.topNodeType, { draw, depth: 0 })
  })

type Walk = { readonly draw: Draw; readonly depth: number }

function nodeOf(type: NodeType, walk: Walk): Node {
  if (type.isText) return type.schema.text(pick(['talab ', '協定', '𠮷', 'протокол'], walk.draw), marksOf(type.schema, walk.draw))
  return type.createChecked(attributesOf(type, walk.draw), childrenOf(type, walk))
}

function childrenOf(type: NodeType, { draw, depth }: Walk): Fragment {
  let children = Fragment.empty
  let match: ContentMatch = type.contentMatch
  for (let count = 0; count < 4 && depth < 6; count += 1) {
    if (match.edgeCount === 0 || (match.validEnd && draw(3) === 0)) break
    const edge = match.edge(draw(match.edgeCount))
    const child = nodeOf(edge.type, { draw, depth: depth + 1 })
    if (!type.allowsMarks(child.marks)) continue
    children = children.append(Fragment.from(child))
    match = edge.next
  }
  const rest = match.fillBefore(Fragment.empty, true)
  if (!rest) throw new Error(`No way to end ${type.name}`)
  return children.append(rest)
}

function attributesOf(type: NodeType, draw: Draw): Record<string, number> {
  if (type.name === 'heading') return { level: draw(3) + 1 }
  if (type.name === 'tableCell' || type.name === 'tableHeader') return { colspan: draw(60) + 1, rowspan: draw(3) + 1 }
  return {}
}

const marksOf = (schema: Schema, draw: Draw) =>
  Object.values(schema.marks)
    .filter(() => draw(4) === 0)
    .map((type) => type.create(type.name === 'link' ? { href: pick(['https://example.org', 'http://example.org', 'ftp:x'], draw) } : {}))

function pick<T>(from: readonly T[], draw: Draw): T {
  const one = from[draw(from.length)]
  if (one === undefined) throw new Error('Nothing to pick from')
  return one
}
