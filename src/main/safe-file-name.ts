const LONGEST = 150
/** Names that Windows keeps for devices, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
/** Separators, what Windows refuses, control characters, and the marks that turn the reading direction (they can disguise an ending). */
const FORBIDDEN = /[\\/:*?"<>|\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** A name that every system takes as one file in the chosen folder, whatever text it came from. */
export function safeFileName(suggested: string): string {
  const clean = suggested
    .replaceAll(FORBIDDEN, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[\s.-]+|[\s.]+$/g, '')
  const named = clean === '' ? 'Safarnoma' : clean
  return shorten(DEVICE.test(named) ? `_${named}` : named)
}

/** Cuts before the ending, between characters. */
function shorten(name: string): string {
  const characters = Array.from(name)
  if (characters.length <= LONGEST) return name
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? ''
  return characters.slice(0, LONGEST - ending.length).join('') + ending
}
