import { edtfBounds } from '@shared/domain/due-window.ts'
import { duePoints, type DuePoint } from './due-points.ts'
import { dueSpan } from './due-spans.ts'

/**
 * What the words of a deadline mean, as EDTF: "by 14 March" -> `../2025-03-14`, "между мартом и апрелем" -> `2025-03/2025-04`,
 * "4月に" -> `2025-04`. Reads English, Uzbek in both scripts, Russian and Japanese, whichever language the interface has.
 * Null where the words name no date: a guess is never made from nothing, and a month stays a month.
 * @param anchor the day on which it was said, `2025-03-05`; the year is counted from it
 */
export function suggestWindow(words: string, anchor: string): string | null {
  const text = normalised(words)
  const edtf = dueSpan(text, anchor) ?? fromPoints(text, anchor)
  return edtf !== undefined && edtfBounds(edtf) !== undefined ? edtf : null
}

/** One day, month or year as a person writes it, in any of the languages or as ISO; null for anything else. */
export function readPoint(words: string, anchor: string): string | null {
  const text = normalised(words).trim()
  const [point, ...others] = duePoints(text, anchor)
  if (!point || others.length > 0 || point.from !== 0 || point.to !== text.length) return null
  return edtfBounds(point.edtf) === undefined ? null : point.edtf
}

/** Width, case, apostrophes and dashes do not matter. */
const normalised = (words: string): string =>
  words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’‘ʻʼ`]/g, '')
    .replace(/[\u2010-\u2015〜～~]/g, '-')

function fromPoints(text: string, anchor: string): string | undefined {
  const points = duePoints(text, anchor)
  const [first, second] = points
  if (!first || points.length > 2) return undefined
  if (second) return isJoined(text, first, second) ? `${first.edtf}/${second.edtf}` : undefined
  return fromOne(text, first)
}

/** Between two points stands nothing but what joins them to one span. */
const isJoined = (text: string, first: DuePoint, second: DuePoint): boolean =>
  first.from === second.from || /^\s*(?:-|and|to|till|until|through|и|по|до|va|ва|から|と|,)?\s*$/u.test(text.slice(first.to, second.from))

function fromOne(text: string, point: DuePoint): string | undefined {
  const before = text.slice(0, point.from)
  const after = text.slice(point.to)
  const isMonth = point.edtf.length === 7
  const part = isMonth ? partOfMonth(before, after) : undefined
  const meant = part === undefined ? point.edtf : PARTS[part](point.edtf)
  const [start, end = start] = meant.split('/')
  // "by the end of March" is the month itself: its last day needs no arithmetic.
  const last = part === 'end' ? point.edtf : end
  if (isExclusive(before, after, point)) return `../${isMonth && part === undefined ? dayBefore(`${point.edtf}-01`).slice(0, 7) : last}`
  if (isBy(before, after, point)) return `../${last}`
  if (AFTER.test(after) || /(?:^|\s)(?:after|после)\s+(?:the\s+)?$/u.test(before)) {
    const { latest } = edtfBounds(meant) ?? { latest: null }
    return latest === null ? undefined : `${dayAfter(latest)}/..`
  }
  if (SINCE.test(after) || /(?:^|\s)(?:from|since|starting|с|со|начиная с)\s+$/u.test(before) || /^(?:dan|дан)$/u.test(point.ending)) {
    return `${start}/..`
  }
  return meant
}

type Part = 'start' | 'middle' | 'end'

const PARTS: Readonly<Record<Part, (month: string) => string>> = {
  start: (month) => `${month}-01/${month}-10`,
  middle: (month) => `${month}-11/${month}-20`,
  end: (month) => `${month}-21/${edtfBounds(month)?.latest ?? month}`,
}

function partOfMonth(before: string, after: string): Part | undefined {
  if (/(?:end of|late|кон(?:ец|ца|це|цу))\s+(?:the\s+)?$/u.test(before) || /^\s*(?:oxiri|охири|末|下旬)/u.test(after)) return 'end'
  if (/(?:middle of|mid|середин[аеуы])[\s-]+$/u.test(before) || /^\s*(?:ortasi|ўртаси|中旬|半ば)/u.test(after)) return 'middle'
  if (/(?:beginning of|start of|early|начал[аоеу])\s+$/u.test(before) || /^\s*(?:boshi|боши|上旬|初め|初旬|頭)/u.test(after)) return 'start'
  return undefined
}

const AFTER = /^\s*(?:keyin|кейин|より後|の後)/u
const SINCE = /^\s*(?:boshlab|бошлаб|以降|から)/u

/** "before April" and "до апреля" end with March; "before the end of April" does not. */
function isExclusive(before: string, after: string, point: DuePoint): boolean {
  const isMonth = point.edtf.length === 7
  if (!isMonth) return false
  return /(?:^|\s)(?:before|до)\s+$/u.test(before) || /^(?:gacha|[ьй]?гача)$/u.test(point.ending) || /^\s*(?:より?前|の前|前)/u.test(after)
}

function isBy(before: string, after: string, point: DuePoint): boolean {
  if (
    /(?:^|\s)(?:by|until|till|before|up to|not? later than|до|к|ко|не позднее|не позже)\s+(?:the\s+)?(?:\p{L}+\s+(?:of\s+)?(?:the\s+)?)?$/u.test(
      before,
    )
  ) {
    return true
  }
  if (/(?:gacha|гача)$/u.test(point.ending)) return true
  return /^\s*(?:-?(?:kuni|куни))?\s*(?:oxiri|охири|ortasi|ўртаси|boshi|боши|末|下旬|中旬|上旬|半ば|初め)?\s*(?:gacha|гача|(?:ga|га)?\s*qadar|(?:га)?\s*қадар|まで|迄)/u.test(
    after,
  )
}

const shifted = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
const dayBefore = (day: string): string => shifted(day, -1)
const dayAfter = (day: string): string => shifted(day, 1)
