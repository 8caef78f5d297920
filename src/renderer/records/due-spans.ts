import { addDays } from '../lib/zone-time.ts'

/** Deadlines that are counted from the day on which they were spoken: "within ten days", "next week", "до конца года". EDTF, or undefined. */
export function dueSpan(text: string, anchor: string): string | undefined {
  return within(text, anchor) ?? endOfSpan(text, anchor) ?? namedSpan(text, anchor) ?? quarter(text, anchor)
}

const NUMBERS: readonly (readonly string[])[] = [
  [],
  ['a', 'an', 'one', 'bir', 'бир', 'одного', 'одной', 'один', 'одну'],
  ['two', 'ikki', 'икки', 'двух', 'два', 'две'],
  ['three', 'uch', 'уч', 'трех', 'трёх', 'три'],
  ['four', 'tort', 'тўрт', 'четырех', 'четырёх', 'четыре'],
  ['five', 'besh', 'беш', 'пяти', 'пять'],
  ['six', 'olti', 'олти', 'шести', 'шесть'],
  ['seven', 'yetti', 'етти', 'семи', 'семь'],
  ['eight', 'sakkiz', 'саккиз', 'восьми', 'восемь'],
  ['nine', 'toqqiz', 'тўққиз', 'девяти', 'девять'],
  ['ten', 'on', 'ўн', 'десяти', 'десять'],
]
const NUMBER = `(?:\\d{1,3}|${NUMBERS.flat().join('|')})`
const DAYS = '(?:calendar\\s+|календарн\\p{L}+\\s+)?(?<day>days?|дн(?:я|ей|и)|день|kun|кун|日)'
const WEEKS = '(?<week>weeks?|недел[ияюь]|hafta|ҳафта|週間)'
const MONTHS = '(?<month>months?|месяц(?:а|ев)?|oy|ой|[かヶカケ]月)'
const UNIT = `(?:${DAYS}|${WEEKS}|${MONTHS})`
const WITHIN = new RegExp(
  `(?:(?:within|in the next|в течение|за)\\s+(?<before>${NUMBER})?\\s*${UNIT})|(?:(?<after>${NUMBER})\\s*-?${UNIT.replaceAll('?<', '?<after')}\\s*(?:ichida|ичида|以内))`,
  'u',
)

function within(text: string, anchor: string): string | undefined {
  const groups = WITHIN.exec(text)?.groups
  if (!groups) return undefined
  const count = countOf(groups['before'] ?? groups['after'] ?? 'one')
  if (count === undefined) return undefined
  if (groups['day'] ?? groups['afterday']) return `../${addDays(anchor, count)}`
  if (groups['week'] ?? groups['afterweek']) return `../${addDays(anchor, 7 * count)}`
  return `../${monthsLater(anchor, count)}`
}

function countOf(word: string): number | undefined {
  if (/^\d+$/.test(word)) return Number(word)
  const count = NUMBERS.findIndex((words) => words.includes(word))
  return count > 0 ? count : undefined
}

/** "by the end of the year", "until the end of this month", "до конца месяца", "yil oxirigacha", "年内". */
function endOfSpan(text: string, anchor: string): string | undefined {
  if (
    /end of (?:the |this )?year|кон(?:ца|ец|цу) (?:этого )?года(?![\p{L}])|yil oxiri|йил охири|年末|年内/u.test(text) &&
    !/20\d\d/.test(text)
  ) {
    return `../${anchor.slice(0, 4)}-12`
  }
  if (/end of (?:the |this )?month|кон(?:ца|ец|цу) (?:этого )?месяца|oy oxiri|ой охири|月末|今月中/u.test(text) && !/\d月末/u.test(text)) {
    return `../${anchor.slice(0, 7)}`
  }
  return undefined
}

/** "next week", "в следующем месяце", "bu yil", "明日". */
function namedSpan(text: string, anchor: string): string | undefined {
  if (/(?<!\p{L})(?:tomorrow|завтра|ertaga|эртага)(?!\p{L})|明日/u.test(text)) return addDays(anchor, 1)
  if (/next week|следующ\p{L}+ недел|keyingi hafta|кейинги ҳафта|来週/u.test(text)) return weekOf(addDays(anchor, 7))
  if (/this week|эт\p{L}+ недел|shu hafta|bu hafta|шу ҳафта|бу ҳафта|今週/u.test(text)) return weekOf(anchor)
  if (/next month|следующ\p{L}+ месяц|keyingi oy|кейинги ой|来月/u.test(text)) return monthsLater(`${anchor.slice(0, 7)}-01`, 1).slice(0, 7)
  if (/this month|эт\p{L}+ месяц|shu oy|bu oy|шу ой|бу ой|今月/u.test(text)) return anchor.slice(0, 7)
  if (/next year|следующ\p{L}+ год|keyingi yil|кейинги йил|来年/u.test(text)) return String(Number(anchor.slice(0, 4)) + 1)
  if (/this year|эт\p{L}+ год|shu yil|bu yil|шу йил|бу йил|今年/u.test(text)) return anchor.slice(0, 4)
  return undefined
}

const QUARTERS = [
  /(?:first|1st|перв\p{L}+|i|1-?(?:й|м|го)?|birinchi|биринчи|1-?(?:chi|чи)?)/u,
  /(?:second|2nd|втор\p{L}+|ii|2-?(?:й|м|го)?|ikkinchi|иккинчи|2-?(?:chi|чи)?)/u,
  /(?:third|3rd|трет\p{L}+|iii|3-?(?:й|м|го)?|uchinchi|учинчи|3-?(?:chi|чи)?)/u,
  /(?:fourth|4th|четв[её]рт\p{L}+|iv|4-?(?:й|м|го)?|tortinchi|тўртинчи|4-?(?:chi|чи)?)/u,
]

/** Calendar quarters. In Japan a quarter is of the fiscal year, so Japanese words give no suggestion. */
function quarter(text: string, anchor: string): string | undefined {
  const found = QUARTERS.findIndex((words, index) =>
    new RegExp(`(?<![\\p{L}\\d])(?:(?:${words.source})\\s+(?:quarter|квартал|chorak|чорак)|q${index + 1}(?![\\p{L}\\d]))`, 'u').test(text),
  )
  if (found < 0) return undefined
  const said = /20\d\d/.exec(text)?.[0]
  const isOver = `${String(found * 3 + 3).padStart(2, '0')}` < anchor.slice(5, 7)
  const year = said ?? String(Number(anchor.slice(0, 4)) + (isOver ? 1 : 0))
  const months = [found * 3 + 1, found * 3 + 3].map((month) => `${year}-${String(month).padStart(2, '0')}`)
  return /(?:^|\s)(?:by|until|till|до|к)\s/u.test(text) || /gacha|гача/u.test(text) ? `../${months[1]}` : months.join('/')
}

/** Monday to Sunday. */
function weekOf(day: string): string {
  const monday = addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))
  return `${monday}/${addDays(monday, 6)}`
}

/** The same date so many months later; the last day of a shorter month. */
function monthsLater(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10)
}
