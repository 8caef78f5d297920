import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { textsAfter } from './watch.ts'

const NOTE = 'note'

/** A text on the server, made of updates. */
function textOf(...updates: Uint8Array[]): Map<string, Y.Doc> {
  const document = new Y.Doc()
  for (const update of updates) Y.applyUpdateV2(document, update)
  return new Map([[NOTE, document]])
}

/** Two words; then a third; then the first is deleted, and by whom is written beside it. */
function typed() {
  const document = new Y.Doc()
  const updates: Uint8Array[] = []
  document.on('updateV2', (update: Uint8Array) => updates.push(update))
  const body = document.getText('body')
  body.insert(0, 'alpha beta ')
  body.insert(body.length, 'gamma ')
  document.transact(() => {
    body.delete(0, 'alpha '.length)
    document.getMap('deleted').set('alpha', true)
  })
  const [first, second, third] = updates
  if (!first || !second || !third) throw new Error('three updates')
  return { first, second, third }
}

describe('what the server holds of a text', () => {
  const { first, second, third } = typed()

  it('I2 a word that nobody deleted is missed', () => {
    expect(() => textsAfter(textOf(first), textOf())).toThrow('no longer holds the word "alpha"')
    expect(() => textsAfter(textOf(first), new Map())).toThrow('no longer holds the word "alpha"')
  })

  it('I2 a deletion that came before what it builds on is looked at when that has come', () => {
    const restored = textOf(first)
    const cut = textOf(first, third)
    const held = textsAfter(restored, cut)
    expect(held.get(NOTE)).toBe(restored.get(NOTE))
    expect(() => textsAfter(held, textOf(first, third, second))).not.toThrow()
    // Had it never been said who deleted the word, it would be missed at the next look.
    expect(() => textsAfter(held, textOf())).toThrow('no longer holds the word "alpha"')
  })
})
