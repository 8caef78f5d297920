import type { Language } from './language.ts'

/** U+00A0: a number never breaks across two lines. */
const NBSP = '\u00a0'

/** Whole numbers and decimals by the language's separators. @param decimals how many digits after the point, at most */
export function formatNumber(language: Language, value: number, decimals = 0): string {
  const fixed = Math.abs(value).toFixed(decimals)
  const trimmed = decimals > 0 ? fixed.replace(/\.?0+$/, '') : fixed
  return `${value < 0 && Number(trimmed) !== 0 ? '−' : ''}${formatDigits(language, trimmed)}`
}

/** Digits as they were written, with separators: "12500.50" -> "12 500,50". The value is text, so no digit is ever lost. */
export function formatDigits(language: Language, digits: string): string {
  const [whole = '', fraction] = digits.split('.')
  const isSpaced = language === 'ru' || language === 'uz-Latn' || language === 'uz-Cyrl'
  // Four digits stay together where spaces separate: 2025 is easier to read than 2 025.
  const grouped = isSpaced && whole.length <= 4 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, isSpaced ? NBSP : ',')
  return fraction === undefined ? grouped : `${grouped}${isSpaced ? ',' : '.'}${fraction}`
}

/** Money with its ISO code, which every reader of a protocol knows: "USD 12,500", "12 500 USD". */
export function formatAmount(language: Language, amount: { readonly value: string; readonly currency: string }): string {
  const digits = formatDigits(language, amount.value)
  return language === 'en' ? `${amount.currency}${NBSP}${digits}` : `${digits}${NBSP}${amount.currency}`
}

const BYTE_UNITS: Readonly<Record<'latin' | 'cyrillic', readonly string[]>> = {
  latin: ['B', 'kB', 'MB', 'GB', 'TB'],
  cyrillic: ['Б', 'кБ', 'МБ', 'ГБ', 'ТБ'],
}

/** A size on disk: "1.9 MB". */
export function formatBytes(language: Language, bytes: number): string {
  const units = BYTE_UNITS[language === 'ru' || language === 'uz-Cyrl' ? 'cyrillic' : 'latin']
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1)
  const value = bytes / 1000 ** step
  return `${formatNumber(language, value, step > 0 && value < 100 ? 1 : 0)}${NBSP}${units[step]}`
}

const AND: Readonly<Record<Language, string>> = { en: ' and ', 'uz-Latn': ' va ', 'uz-Cyrl': ' ва ', ru: ' и ', ja: '、' }

/** "METI, JETRO and MIC". */
export function formatList(language: Language, items: readonly string[]): string {
  const last = items.at(-1)
  if (last === undefined) return ''
  if (items.length === 1) return last
  return `${items.slice(0, -1).join(language === 'ja' ? '、' : ', ')}${AND[language]}${last}`
}
