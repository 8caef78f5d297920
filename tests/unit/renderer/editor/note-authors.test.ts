import { getSchema } from '@tiptap/core'
import { yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { authoredRanges, authorsIn, USERS } from '../../../../src/renderer/editor/note-authors.ts'
import { BODY_FIELD } from '../../../../src/notes/note-body-conversion.ts'
import { schemaExtensions } from '../../../../src/renderer/editor/note-schema.ts'

const schema = getSchema(schemaExtensions())

/** A laptop with the note open; what it writes is signed with its person. */
function laptop(person: string): Y.Doc {
  const doc = new Y.Doc()
  doc.getMap(USERS).set(String(doc.clientID), { id: person, name: `Delegate ${person}` })
  return doc
}
const carry = (from: Y.Doc, to: Y.Doc): void => Y.applyUpdateV2(to, Y.encodeStateAsUpdateV2(from, Y.encodeStateVector(to)))

function firstLine(doc: Y.Doc): Y.XmlText {
  const paragraph = doc.getXmlFragment(BODY_FIELD).get(0)
  const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : undefined
  if (!(text instanceof Y.XmlText)) throw new Error('the note begins with a line')
  return text
}

function addLine(doc: Y.Doc, words: string): void {
  const line = new Y.XmlElement('paragraph')
  line.insert(0, [new Y.XmlText(words)])
  doc.getXmlFragment(BODY_FIELD).push([line])
}

/** "A: Hello | B: world", by the words that the editor draws. */
function written(doc: Y.Doc): string {
  const drawn = yXmlFragmentToProseMirrorRootNode(doc.getXmlFragment(BODY_FIELD), schema)
  return authoredRanges(doc.getXmlFragment(BODY_FIELD), doc.getMap(USERS), drawn)
    .map(({ from, to, author }) => `${author.id ?? '?'}: ${drawn.textBetween(from, to, '¶', '·')}`)
    .join(' | ')
}

describe('N5 who wrote what in a note', () => {
  it('is known word by word on both laptops, also for two who typed into one line with no network', () => {
    const [a, b] = [laptop('A'), laptop('B')]
    addLine(a, 'They asked about residency.')
    carry(a, b)
    firstLine(a).insert(10, ' twice')
    firstLine(b).insert(27, ' And visas.')
    carry(a, b)
    carry(b, a)
    expect(written(a)).toBe('A: They asked twice about residency. | B:  And visas.')
    expect(written(b)).toBe(written(a))
  })

  it('survives compaction through a document, deletions, and a second session of one person', () => {
    const [a, b] = [laptop('A'), laptop('B')]
    addLine(a, 'Opening words.')
    carry(a, b)
    firstLine(b).insert(7, ' and closing')
    firstLine(b).delete(0, 3)
    carry(b, a)
    const again = laptop('A')
    carry(a, again)
    firstLine(again).insert(0, 'Re')
    const compacted = new Y.Doc()
    Y.applyUpdateV2(compacted, Y.encodeStateAsUpdateV2(again))
    expect(written(compacted)).toBe('A: Rening | B:  and closing | A:  words.')
    expect(authorsIn(rangesOf(compacted)).map(({ name }) => name)).toEqual(['Delegate A', 'Delegate B'])
  })

  it('fits the positions of marks, line breaks, lists and tables, and names nobody where nobody signed', () => {
    const [a, b] = [laptop('A'), new Y.Doc()]
    addLine(a, 'Bold words')
    firstLine(a).format(0, 4, { bold: {} })
    carry(a, b)
    const list = new Y.XmlElement('bulletList')
    const item = new Y.XmlElement('listItem')
    const inner = new Y.XmlElement('paragraph')
    inner.insert(0, [new Y.XmlText('first'), new Y.XmlElement('hardBreak'), new Y.XmlText('second')])
    item.insert(0, [inner])
    list.insert(0, [item])
    b.getXmlFragment(BODY_FIELD).push([list])
    expect(written(b)).toBe('A: Bold words | ?: first | ?: second')
  })

  it('says nothing while the editor shows another text than the document', () => {
    const a = laptop('A')
    addLine(a, 'One line')
    const drawn = yXmlFragmentToProseMirrorRootNode(a.getXmlFragment(BODY_FIELD), schema)
    addLine(a, 'Another')
    expect(authoredRanges(a.getXmlFragment(BODY_FIELD), a.getMap(USERS), drawn)).toEqual([])
  })
})

function rangesOf(doc: Y.Doc) {
  const drawn = yXmlFragmentToProseMirrorRootNode(doc.getXmlFragment(BODY_FIELD), schema)
  return authoredRanges(doc.getXmlFragment(BODY_FIELD), doc.getMap(USERS), drawn)
}
