/** The languages of the interface, as BCP 47 tags, in the order in which they are offered. */
export const INTERFACE_LANGUAGES = ['en', 'uz-Latn', 'uz-Cyrl', 'ru', 'ja'] as const
export type Language = (typeof INTERFACE_LANGUAGES)[number]

/** Each language in its own words: never translated, so never in a catalogue. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  'uz-Latn': 'Oʻzbekcha',
  'uz-Cyrl': 'Ўзбекча',
  ru: 'Русский',
  ja: '日本語',
}

export const isLanguage = (value: unknown): value is Language => INTERFACE_LANGUAGES.some((language) => language === value)

/** The first language of the browser's list that the interface has; English where there is none. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const lower = tag.toLowerCase()
    if (lower.startsWith('uz')) return lower.includes('cyrl') ? 'uz-Cyrl' : 'uz-Latn'
    const found = INTERFACE_LANGUAGES.find((language) => lower === language || lower.startsWith(`${language}-`))
    if (found) return found
  }
  return 'en'
}

const HAN_OR_KANA = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const CYRILLIC = /\p{Script=Cyrillic}/u
const UZBEK_CYRILLIC = /[ўқғҳЎҚҒҲ]/

/**
 * The `lang` of a piece of text that may be in another language than the interface, so that fonts and voices fit.
 * Undefined where the script says nothing (Latin letters), and where the interface's own language already fits.
 */
export function languageOfText(text: string, around: Language): string | undefined {
  if (HAN_OR_KANA.test(text)) return around === 'ja' ? undefined : 'ja'
  if (!CYRILLIC.test(text) || around === 'ru' || around === 'uz-Cyrl') return undefined
  return UZBEK_CYRILLIC.test(text) ? 'uz-Cyrl' : 'ru'
}
