/** How long a passphrase would hold, as a person may read it. */
export type Strength = 'short' | 'weak' | 'fair' | 'strong'

const SHORTEST = 10
/** No 0 and O, 1 and l, u and v: what is read aloud or copied by hand comes out as it went in. */
const LETTERS = '23456789abcdefghjkmnpqrstwxyz'
const GROUPS = 5
const GROUP = 4

/** Five groups of four: 97 bits, and four of them still tell a wrong letter from a right one on the telephone. */
export function drawPassphrase(random: (count: number) => Uint8Array = randomBytes): string {
  // Bytes at or above this would make some letters more likely than others.
  const bound = 256 - (256 % LETTERS.length)
  let drawn = ''
  while (drawn.length < GROUPS * GROUP) {
    for (const byte of random(64)) if (byte < bound && drawn.length < GROUPS * GROUP) drawn += LETTERS.charAt(byte % LETTERS.length)
  }
  return Array.from({ length: GROUPS }, (_, group) => drawn.slice(group * GROUP, group * GROUP + GROUP)).join('-')
}

/** Length and variety, less what is repeated or counted: 1111, abcd and the same word twice add little. */
export function strengthOf(passphrase: string): Strength {
  const letters = Array.from(passphrase.trim())
  if (letters.length < SHORTEST) return 'short'
  const fresh = letters.filter((letter, index) => !isFollowing(letters[index - 1], letter))
  const words = new Set(passphrase.toLowerCase().split(/[\s-]+/u))
  const repeated = passphrase.toLowerCase().split(/[\s-]+/u).length - words.size
  const bits = new Set(fresh).size * 1.5 + fresh.length * 2 - repeated * 12
  if (bits < 36) return 'weak'
  return bits < 52 ? 'fair' : 'strong'
}

/** The same as the one before, or its neighbour in the alphabet or among digits. */
function isFollowing(before: string | undefined, letter: string): boolean {
  if (before === undefined) return false
  return Math.abs((before.codePointAt(0) ?? 0) - (letter.codePointAt(0) ?? 0)) <= 1
}

const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))
