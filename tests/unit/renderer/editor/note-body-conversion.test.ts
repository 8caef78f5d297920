import { BODY_SCHEMA, noteBody, plainText, type Inline, type Mark, type NoteBody } from '@shared/domain/note-body.ts'
import { getSchema } from '@tiptap/core'
import { prosemirrorToYXmlFragment, yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { canonicalBody } from '../../../../src/notes/note-body-canonical.ts'
import { BODY_FIELD, bodyOfDoc, docOfBody } from '../../../../src/notes/note-body-conversion.ts'
import { schemaExtensions } from '../../../../src/renderer/editor/note-schema.ts'
import { arbitraryBody } from './arbitrary-body.ts'
import { arbitraryEditorDocument } from './arbitrary-editor-document.ts'

const schema = getSchema(schemaExtensions())

function docOf(update: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdateV2(doc, update)
  return doc
}
const wordsOf = (body: NoteBody): string => plainText(body).replaceAll('\u0000', '').replaceAll(/\s/g, '').toWellFormed()

describe('a note body and its document', () => {
  test('a canonical body goes into a document and comes back the same', () => {
    fc.assert(
      fc.property(arbitraryBody.map(canonicalBody), (body) => {
        expect(bodyOfDoc(docOf(docOfBody(body)))).toEqual(body)
      }),
      { seed: 20_261_128, numRuns: 400 },
    )
  })

  test('the canonical form is a body, is reached in one step and keeps every word', () => {
    fc.assert(
      fc.property(arbitraryBody, (body) => {
        const canonical = canonicalBody(body)
        expect(noteBody.parse(canonical)).toEqual(canonical)
        expect(canonicalBody(canonical)).toEqual(canonical)
        expect(wordsOf(canonical)).toBe(wordsOf(body))
        expect(bodyOfDoc(docOf(docOfBody(body)))).toEqual(canonical)
      }),
      { seed: 20_261_128, numRuns: 400 },
    )
  })

  test('the editor opens every body and gives it back the same', () => {
    const filled = arbitraryBody.map(canonicalBody).filter((body) => body.blocks.length > 0)
    fc.assert(
      fc.property(filled, (body) => {
        const node = yXmlFragmentToProseMirrorRootNode(docOf(docOfBody(body)).getXmlFragment(BODY_FIELD), schema)
        node.check()
        const again = new Y.Doc()
        prosemirrorToYXmlFragment(node, again.getXmlFragment(BODY_FIELD))
        expect(bodyOfDoc(again)).toEqual(body)
      }),
      { seed: 20_261_128, numRuns: 300 },
    )
  })

  test('whatever the editor can hold converts to a body that parses, with all its words', () => {
    const kinds = new Set<string>()
    fc.assert(
      fc.property(arbitraryEditorDocument(schema), (node) => {
        node.descendants((one) => {
          kinds.add(one.type.name)
        })
        const doc = new Y.Doc()
        prosemirrorToYXmlFragment(node, doc.getXmlFragment(BODY_FIELD))
        const body = bodyOfDoc(doc)
        expect(noteBody.parse(body)).toEqual(body)
        expect(canonicalBody(body)).toEqual(body)
        expect(wordsOf(body)).toBe(node.textContent.replaceAll(/\s/g, ''))
      }),
      { seed: 20_261_128, numRuns: 300 },
    )
    expect([...kinds].sort()).toEqual(
      Object.keys(schema.nodes)
        .filter((name) => name !== 'doc')
        .sort(),
    )
  })

  test('marks come in one order whatever the order in which they were set', () => {
    const text = (marks: ('bold' | 'italic' | 'code')[]): NoteBody => ({
      bodySchema: BODY_SCHEMA,
      blocks: [{ type: 'paragraph', content: [{ type: 'text', text: 'x', marks: marks.map((type) => ({ type })) }] }],
    })
    expect(canonicalBody(text(['code', 'italic', 'bold', 'bold']))).toEqual(text(['bold', 'italic', 'code']))
  })

  test('runs are joined where their marks are equal, and only there', () => {
    const link = (href: string) => [{ type: 'link' as const, href }]
    const paragraph = (...content: Inline[]): NoteBody => ({ bodySchema: BODY_SCHEMA, blocks: [{ type: 'paragraph', content }] })
    const run = (text: string, marks?: Mark[]): Inline => ({ type: 'text', text, ...(marks ? { marks } : {}) })
    const apart = paragraph(run('a', [{ type: 'bold' }]), run('b'), run('c', link('https://a.org')), run('d', link('https://b.org')))
    expect(canonicalBody(apart)).toEqual(apart)
    expect(bodyOfDoc(docOf(docOfBody(apart)))).toEqual(apart)
    expect(canonicalBody(paragraph(run('a', link('https://a.org')), run('b', link('https://a.org'))))).toEqual(
      paragraph(run('ab', link('https://a.org'))),
    )
  })

  test('the words of a block that this version does not know are read as a paragraph', () => {
    const doc = new Y.Doc()
    const unknown = new Y.XmlElement('callout')
    const text = new Y.XmlText()
    text.insert(0, 'Later words')
    doc.getXmlFragment(BODY_FIELD).push([unknown])
    unknown.push([text])
    expect(bodyOfDoc(doc).blocks).toEqual([{ type: 'paragraph', content: [{ type: 'text', text: 'Later words' }] }])
  })

  test('an empty document is an empty body', () => {
    expect(bodyOfDoc(new Y.Doc())).toEqual({ bodySchema: BODY_SCHEMA, blocks: [] })
    expect(bodyOfDoc(docOf(docOfBody({ bodySchema: BODY_SCHEMA, blocks: [] })))).toEqual({ bodySchema: BODY_SCHEMA, blocks: [] })
  })
})
