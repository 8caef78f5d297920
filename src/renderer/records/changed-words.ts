import { diffArrays } from 'diff'
import type { Language } from '../lib/language.ts'

/** A piece of a text, and whether another text lacks it. */
export type Piece = { readonly text: string; readonly isChanged: boolean }

/** Past this many differences two texts have little in common: all of the later one is new. */
const MOST_EDITS = 400

/** `after` in pieces: the words that `before` has not in their place are changed. Words of Japanese are found too. */
export function changedWords(before: string, after: string, language: Language): readonly Piece[] {
  if (before === after) return [{ text: after, isChanged: false }]
  const parts = diffArrays(wordsOf(before, language), wordsOf(after, language), { maxEditLength: MOST_EDITS })
  if (!parts) return [{ text: after, isChanged: true }]
  const kept = parts.filter(({ removed }) => !removed).map(({ added, value }) => ({ text: value.join(''), isAdded: added }))
  // The space between two new words is new with them: one line under both.
  const pieces = kept.map(({ text, isAdded }, at) => {
    const isBetween = text.trim() === '' && kept[at - 1]?.isAdded === true && kept[at + 1]?.isAdded === true
    return { text, isChanged: isBetween || (isAdded && text.trim() !== '') }
  })
  return joined(pieces)
}

function joined(pieces: readonly Piece[]): readonly Piece[] {
  const whole: Piece[] = []
  for (const piece of pieces) {
    const last = whole.at(-1)
    if (last?.isChanged === piece.isChanged) whole[whole.length - 1] = { text: last.text + piece.text, isChanged: piece.isChanged }
    else whole.push(piece)
  }
  return whole
}

const wordsOf = (text: string, language: Language): string[] =>
  [...new Intl.Segmenter(language, { granularity: 'word' }).segment(text)].map(({ segment }) => segment)
