import { fold } from '../../records/fold.ts'

export type Piece = { readonly text: string; readonly isHit: boolean }

/** A text cut where one of the folded words stands in it. Nothing is lost: the pieces make the text again. */
export function pieces(text: string, words: readonly string[]): Piece[] {
  const { folded, starts } = foldedWithPlaces(text)
  const marked: (readonly [number, number])[] = []
  for (const word of words) {
    if (word === '') continue
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      const from = starts[at] ?? 0
      const to = starts[at + word.length] ?? text.length
      if (!marked.some(([start, end]) => from < end && to > start)) marked.push([from, to])
    }
  }
  const result: Piece[] = []
  let done = 0
  for (const [from, to] of marked.sort(([a], [b]) => a - b)) {
    if (from > done) result.push({ text: text.slice(done, from), isHit: false })
    result.push({ text: text.slice(from, to), isHit: true })
    done = to
  }
  if (done < text.length || result.length === 0) result.push({ text: text.slice(done), isHit: false })
  return result
}

/** The line of a text with the first hit, cut to about this many characters around it. */
export function snippet(text: string, words: readonly string[], length = 120): string {
  const lines = text.split('\n')
  const keys = lines.map(fold)
  const at = keys.findIndex((line) => words.some((word) => line.includes(word)))
  const line = lines[at] ?? lines.find((one) => one.trim() !== '') ?? ''
  if (line.length <= length) return line
  const hit = pieces(line, words).findIndex(({ isHit }) => isHit)
  const before = pieces(line, words)
    .slice(0, Math.max(hit, 0))
    .reduce((sum, piece) => sum + piece.text.length, 0)
  const from = Math.max(0, before - 30)
  return `${from > 0 ? '… ' : ''}${line.slice(from, from + length)}${from + length < line.length ? ' …' : ''}`
}

/** The folded text, and where in the text each of its characters came from. A letter may fold to two, or to none. */
function foldedWithPlaces(text: string): { readonly folded: string; readonly starts: readonly number[] } {
  const starts: number[] = []
  let folded = ''
  let at = 0
  for (const character of text) {
    const key = /\s/.test(character) ? ' ' : fold(character)
    for (let index = 0; index < key.length; index += 1) starts.push(at)
    folded += key
    at += character.length
  }
  return { folded, starts }
}
