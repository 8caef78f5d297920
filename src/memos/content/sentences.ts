/** Ends a sentence: its mark with what closes behind it, before a space and a capital letter, or any mark of Japanese. */
const END = /(?:[.!?…]+["'’”»)\]]*(?=\s+["'‘“«(]?[\p{Lu}\p{Lo}\p{N}])|[。！？]+[」』）]*)/gu
/** Words whose point ends no sentence: initials, and short abbreviations such as `Mr.`, `г.`, `No.`, `т.д.`. */
const ABBREVIATION = /(?:^|[\s(«"“])(?:\p{Lu}|\p{L}{1,3}|\p{L}\.\p{L}|\d+)\.$/u

/**
 * The sentences of a text, all of it in order. In doubt it does not divide: a sentence that is too long is read on, a torn one
 * is not understood.
 */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = []
  let from = 0
  for (const match of text.matchAll(END)) {
    const end = match.index + match[0].length
    const words = text.slice(from, end).trim()
    if (ABBREVIATION.test(words)) continue
    sentences.push(words)
    from = end
  }
  const rest = text.slice(from).trim()
  return rest === '' ? sentences : [...sentences, rest]
}
