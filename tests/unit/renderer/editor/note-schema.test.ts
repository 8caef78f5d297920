import { getSchema } from '@tiptap/core'
import { prosemirrorToYXmlFragment, updateYFragment, yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { isAllowedHref } from '../../../../src/notes/allowed-href.ts'
import { hrefOfTyped } from '../../../../src/renderer/editor/note-link.ts'
import { schemaExtensions } from '../../../../src/renderer/editor/note-schema.ts'

const schema = getSchema(schemaExtensions())
const root = fileURLToPath(new URL('../../../../node_modules', import.meta.url))

/** Every folder `node_modules/NAME` below, however deep. */
function copiesOf(name: string, folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory() && one.name !== '.cache')
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.name.startsWith('@')) return copiesOf(name, path)
    const nested = readdirSync(path, { withFileTypes: true }).some((one) => one.isDirectory() && one.name === 'node_modules')
    return [...(entry.name === name ? [path] : []), ...(nested ? copiesOf(name, join(path, 'node_modules')) : [])]
  })
}

describe('the schema of notes', () => {
  test('holds these blocks and marks and no others', () => {
    expect(Object.keys(schema.nodes).sort()).toEqual(
      [
        'blockquote bulletList doc hardBreak heading horizontalRule listItem orderedList paragraph',
        'table tableCell tableHeader tableRow text',
      ]
        .join(' ')
        .split(' '),
    )
    expect(Object.keys(schema.marks).sort()).toEqual(['bold', 'code', 'italic', 'link', 'strike', 'underline'])
  })

  test('stores no attribute that a note body could not carry', () => {
    const attributes = Object.values(schema.nodes).flatMap((type) =>
      Object.entries(type.spec.attrs ?? {}).flatMap(([name, { default: value }]) => (value === null ? [] : [`${type.name}.${name}`])),
    )
    expect(attributes.sort()).toEqual([
      'heading.level',
      'tableCell.colspan',
      'tableCell.rowspan',
      'tableHeader.colspan',
      'tableHeader.rowspan',
    ])
    expect(Object.keys(schema.marks['link']?.spec.attrs ?? {})).toEqual(['href'])
  })

  test.each(['yjs', 'lib0', 'prosemirror-model', 'prosemirror-state', 'prosemirror-view', 'prosemirror-transform'])(
    'there is one copy of %s, for two would not know each other’s documents',
    (name) => {
      expect(copiesOf(name, root)).toHaveLength(1)
    },
  )

  test('a changed kanji of two code units is not cut in half', () => {
    const doc = new Y.Doc()
    const fragment = doc.getXmlFragment('body')
    const paragraph = (text: string) => schema.node('doc', null, [schema.node('paragraph', null, [schema.text(text)])])
    prosemirrorToYXmlFragment(paragraph('\u{20bb7}野さん'), fragment)
    const mapping = new Map()
    updateYFragment(doc, fragment, paragraph('\u{20bb8}野さん'), { mapping, isOMark: new Map() })
    const copy = new Y.Doc()
    Y.applyUpdateV2(copy, Y.encodeStateAsUpdateV2(doc))
    expect(yXmlFragmentToProseMirrorRootNode(copy.getXmlFragment('body'), schema).textContent).toBe('\u{20bb8}野さん')
  })
})

describe('links', () => {
  test.each(['https://example.org', 'HTTPS://example.org/a b'.replace(' ', '%20'), 'mailto:desk@example.org'])('%s may be one', (href) => {
    expect(isAllowedHref(href)).toBe(true)
  })

  test.each([
    'http://example.org',
    'javascript:alert(1)',
    ' https://example.org',
    'https://example.org/a b',
    'https://',
    'file:///etc',
    'mailto:',
    '',
    null,
    `https://e.org/${'a'.repeat(2_000)}`,
  ])('%s may not', (href) => {
    expect(isAllowedHref(href)).toBe(false)
  })

  test.each([
    ['example.org', 'https://example.org'],
    [' example.org:8443/a ', 'https://example.org:8443/a'],
    ['desk@example.org', 'mailto:desk@example.org'],
    ['mailto:desk@example.org', 'mailto:desk@example.org'],
    ['https://経産省.jp/入口', 'https://経産省.jp/入口'],
  ])('%s is typed and means %s', (typed, href) => {
    expect(hrefOfTyped(typed)).toEqual({ ok: true, value: href })
  })

  test.each(['http://example.org', 'javascript:alert(1)', 'two words', '', 'word'])('%s is typed and refused', (typed) => {
    expect(hrefOfTyped(typed)).toMatchObject({ ok: false, error: { code: 'link-not-allowed' } })
  })
})
