/** Walking along JSON as JSON.stringify writes it, without parsing it: places in a text, by code units. */

export const LINE_FEED = 0x0a
export const SPACE = 0x20
export const QUOTE = 0x22
export const DOLLAR = 0x24
export const COMMA = 0x2c
export const ZERO = 0x30
const BACKSLASH = 0x5c
const BRACKET = 0x5b
export const BRACKET_END = 0x5d
const BRACE = 0x7b
export const BRACE_END = 0x7d

/** Where an object ends that begins here, if it is one; -1 where it does not end. */
export function endOfValue(text: string, start: number): number {
  if (text.charCodeAt(start) !== BRACE) return -1
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit === QUOTE) {
      at = endOfText(text, at + 1)
      if (at === -1) return -1
    } else if (unit === BRACE || unit === BRACKET) depth += 1
    else if (unit === BRACE_END || unit === BRACKET_END) {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return -1
}

/** The quotation mark that ends a text; -1 where none does. */
function endOfText(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at - 1
    while (before >= from && text.charCodeAt(before) === BACKSLASH) before -= 1
    if ((at - before) % 2 === 1) return at
  }
  return -1
}

/** Where a text, a number, true, false or null ends, as JSON.stringify writes them; -1 for anything else. */
export function endOfPlain(text: string, at: number): number {
  if (text.charCodeAt(at) === QUOTE) {
    const end = endOfText(text, at + 1)
    return end === -1 ? -1 : end + 1
  }
  if (stands(text, 'null', at) || stands(text, 'true', at)) return at + 4
  if (stands(text, 'false', at)) return at + 5
  const end = text.indexOf(',', at)
  const number = end === -1 || end - at > LONGEST_NUMBER ? '' : text.slice(at, end)
  return number !== '' && Number.isFinite(Number(number)) && String(Number(number)) === number ? end : -1
}

const LONGEST_NUMBER = 30

/** As startsWith, which takes longer for a few characters. */
export function stands(text: string, word: string, at: number): boolean {
  for (let index = 0; index < word.length; index += 1) if (text.charCodeAt(at + index) !== word.charCodeAt(index)) return false
  return true
}
