/** Cyrillic as Uzbek and Russian names are commonly written in Latin letters. */
const LATIN: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  ғ: 'g',
  д: 'd',
  е: 'e',
  ё: 'yo',
  ж: 'j',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  қ: 'q',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  ў: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'x',
  ҳ: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sh',
  ъ: '',
  ы: 'i',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
}
const APOSTROPHES = /['’‘ʻʼ`´′]/g

/**
 * One key for the spellings of a name: case, width and accents fall away, Cyrillic becomes Latin, katakana hiragana.
 * Only for comparing; what is stored keeps every character.
 */
export function fold(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase().replace(APOSTROPHES, '')
  const letters = plain.replace(/\p{Script=Cyrillic}/gu, (letter) => LATIN[letter] ?? letter)
  const bare = letters
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
  return bare.replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
}

/** True when every word of the query begins or stands somewhere in the folded key. */
export const matches = (key: string, query: string): boolean =>
  fold(query)
    .split(/\s+/)
    .every((word) => key.includes(word))
