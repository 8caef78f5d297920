import { russianForm } from './calendar-words.ts'
import { formatDay } from './format-date.ts'
import type { Language } from './language.ts'

/** Days from one calendar day to another; negative when `to` is earlier. Both `2025-03-05`. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to.slice(0, 10)}T00:00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00:00Z`)) / 86_400_000)

/** "today", "yesterday", "in 3 days", "3 days ago"; beyond ten days the date itself. Lower case: it may stand inside a sentence. */
export function formatRelativeDay(language: Language, day: string, today: string): string {
  const days = daysBetween(today, day)
  const named = NAMED_DAYS[language][days + 1]
  if (Math.abs(days) <= 1 && named !== undefined) return named
  if (Math.abs(days) > 10) return formatDay(language, day, day.slice(0, 4) === today.slice(0, 4) ? 'medium' : 'long')
  return spanInWords(language, days, 'day')
}

/** "in 26 min", "2 h ago". @param minutes from now; negative for the past */
export function formatRelativeMinutes(language: Language, minutes: number): string {
  const rounded = Math.round(minutes)
  if (rounded === 0) return NOW[language]
  if (Math.abs(rounded) < 60) return spanInWords(language, rounded, 'minute')
  if (Math.abs(rounded) < 24 * 60) return spanInWords(language, Math.trunc(rounded / 60), 'hour')
  return spanInWords(language, Math.trunc(rounded / (24 * 60)), 'day')
}

const NOW: Readonly<Record<Language, string>> = { en: 'now', 'uz-Latn': 'hozir', 'uz-Cyrl': 'ҳозир', ru: 'сейчас', ja: '今' }

const NAMED_DAYS: Readonly<Record<Language, readonly [string, string, string]>> = {
  en: ['yesterday', 'today', 'tomorrow'],
  'uz-Latn': ['kecha', 'bugun', 'ertaga'],
  'uz-Cyrl': ['кеча', 'бугун', 'эртага'],
  ru: ['вчера', 'сегодня', 'завтра'],
  ja: ['昨日', '本日', '明日'],
}

type Unit = 'minute' | 'hour' | 'day'

function spanInWords(language: Language, span: number, unit: Unit): string {
  const count = Math.abs(span)
  const isPast = span < 0
  const amount = AMOUNTS[language](count, unit)
  switch (language) {
    case 'en':
      return isPast ? `${amount} ago` : `in ${amount}`
    case 'uz-Latn':
      return isPast ? `${amount} oldin` : `${amount}dan keyin`
    case 'uz-Cyrl':
      return isPast ? `${amount} олдин` : `${amount}дан кейин`
    case 'ru':
      return isPast ? `${amount} назад` : `через ${amount}`
    case 'ja':
      return isPast ? `${amount}前` : `${amount}後`
  }
}

const AMOUNTS: Readonly<Record<Language, (count: number, unit: Unit) => string>> = {
  en: (count, unit) => `${count} ${{ minute: 'min', hour: 'h', day: count === 1 ? 'day' : 'days' }[unit]}`,
  'uz-Latn': (count, unit) => `${count} ${{ minute: 'daqiqa', hour: 'soat', day: 'kun' }[unit]}`,
  'uz-Cyrl': (count, unit) => `${count} ${{ minute: 'дақиқа', hour: 'соат', day: 'кун' }[unit]}`,
  ru: (count, unit) => `${count} ${{ minute: 'мин', hour: 'ч', day: ['день', 'дня', 'дней'][russianForm(count)] }[unit]}`,
  ja: (count, unit) => `${count}${{ minute: '分', hour: '時間', day: '日' }[unit]}`,
}
