import type { Node } from '@tiptap/pm/model'

/** Counts the words of a text; Japanese needs the browser's own dictionary, it has no spaces. */
export type WordCounter = (doc: Node) => number

/**
 * Blocks of the editor never change, they are replaced: so a block counted once is known, and a key costs one block.
 */
export function createWordCounter(language: string): WordCounter {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' })
  const known = new WeakMap<Node, number>()
  const countText = (text: string): number => {
    let words = 0
    for (const { isWordLike } of segmenter.segment(text)) if (isWordLike) words += 1
    return words
  }
  return (doc) => {
    let total = 0
    doc.descendants((node) => {
      if (!node.isTextblock) return true
      const words = known.get(node) ?? countText(node.textBetween(0, node.content.size, ' ', ' '))
      known.set(node, words)
      total += words
      return false
    })
    return total
  }
}
