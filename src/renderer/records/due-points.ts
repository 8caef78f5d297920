/** A day, a month or a year that the words name, as EDTF without a doubt sign: `2025-03-14`, `2025-03`, `2025`. */
export type DuePoint = {
  readonly edtf: string
  /** Where it stands in the text. */
  readonly from: number
  readonly to: number
  /** Letters that the language hangs on the month: "martgacha" -> "gacha". */
  readonly ending: string
}

/** Stems, January first: Russian cases and Uzbek endings follow them as further letters. */
const STEMS: readonly (readonly string[])[] = [
  ['january', 'jan', 'yanvar', 'январ'],
  ['february', 'feb', 'fevral', 'феврал'],
  ['march', 'mart', 'mar', 'март'],
  ['april', 'aprel', 'apr', 'апрел'],
  ['may', 'ма[йяею]'],
  ['june', 'jun', 'iyun', 'июн'],
  ['july', 'jul', 'iyul', 'июл'],
  ['august', 'avgust', 'aug', 'август'],
  ['september', 'sentabr', 'sentyabr', 'sept', 'sep', 'сентябр'],
  ['october', 'oktabr', 'oktyabr', 'oct', 'октябр'],
  ['november', 'noyabr', 'nov', 'ноябр'],
  ['december', 'dekabr', 'dec', 'декабр'],
]
const MONTH = STEMS.flat().join('|')
/** Endings of a case: Russian letters, Uzbek suffixes. Anything longer is another word. */
const ENDING = '(?:[ьяеюиау]|[еоё]м|[йь]?(?:гача|дан|да|нинг|ни|га|ича)|gacha|dan|da|ning|ni|ga)?'
const YEAR = '(?:19|20)\\d\\d'
const YEAR_WORD = '(?:\\s*-?\\s*(?:year|года?|году|г\\.?|yil(?:ning|da|gacha)?|йил(?:нинг|да|гача)?))?'
const DATE = '(?:3[01]|[12]\\d|0?[1-9])'
const ORDINAL = '(?:st|nd|rd|th|-?(?:го|е|му|chi|чи))?'
const TO = '(?:\\s*-\\s*|\\s+(?:and|to|и|по|va|ва)\\s+|(?:dan|дан)\\s+)'
const NUMBER_MONTH = '(?:1[0-2]|0?[1-9])'

/** Alternatives, the most telling first. Only what stands as a word counts. */
const POINTS = new RegExp(
  [
    `(?<isoYear>${YEAR})-(?<isoMonth>0[1-9]|1[0-2])(?:-(?<isoDay>${DATE}))?`,
    `(?<dotDay>${DATE})\\.(?<dotMonth>${NUMBER_MONTH})(?:\\.(?<dotYear>${YEAR}))?`,
    `(?:(?<jaYear>${YEAR})年)?(?<jaMonth>${NUMBER_MONTH})月(?:(?<jaDay>${DATE})日)?`,
    `(?:(?<uzYear>${YEAR})\\s*-?\\s*(?:yil|йил)(?:ning|нинг)?\\s+)?(?:(?:(?<first>${DATE})${ORDINAL}${TO})?(?<day>${DATE})${ORDINAL}[\\s-]*(?:of\\s+)?)?(?<![\\p{L}])(?<month>${MONTH})(?<ending>${ENDING})\\.?(?![\\p{L}])(?:\\s+(?<after>${DATE})(?:st|nd|rd|th)?(?![\\d:.]))?(?:,?\\s+(?<year>${YEAR})${YEAR_WORD})?`,
    `(?<![\\d.-])(?<onlyYear>${YEAR})${YEAR_WORD}(?![\\d.-])`,
  ].join('|'),
  'gu',
)

/** Every point that the words name, in their order. @param anchor the day on which they were spoken: a missing year is the next such day or month */
export function duePoints(words: string, anchor: string): readonly DuePoint[] {
  const points: DuePoint[] = []
  for (const found of words.matchAll(POINTS)) {
    const groups = found.groups ?? {}
    const at = { from: found.index, to: found.index + found[0].length, ending: groups['ending'] ?? '' }
    const month = monthOf(groups)
    if (month === undefined) {
      if (groups['onlyYear'] !== undefined) points.push({ ...at, edtf: groups['onlyYear'] })
      continue
    }
    if (isModal(words, groups, found.index)) continue
    const day = groups['isoDay'] ?? groups['dotDay'] ?? groups['jaDay'] ?? groups['day'] ?? groups['after']
    const said = groups['isoYear'] ?? groups['dotYear'] ?? groups['jaYear'] ?? groups['uzYear'] ?? groups['year']
    const year = said ?? nextYearOf({ month, day: day === undefined ? undefined : Number(day) }, anchor)
    if (groups['first'] !== undefined && groups['day'] !== undefined) points.push({ ...at, edtf: pointText(year, month, groups['first']) })
    points.push({ ...at, edtf: pointText(year, month, day) })
  }
  return withSharedYear(points, words)
}

function monthOf(groups: Readonly<Record<string, string | undefined>>): number | undefined {
  const number = groups['isoMonth'] ?? groups['dotMonth'] ?? groups['jaMonth']
  if (number !== undefined) return Number(number)
  const name = groups['month']
  if (name === undefined) return undefined
  return STEMS.findIndex((stems) => stems.some((stem) => new RegExp(`^(?:${stem})$`, 'u').test(name))) + 1
}

/** "may" is a month only where something before or after it says so. */
function isModal(words: string, groups: Readonly<Record<string, string | undefined>>, from: number): boolean {
  if (groups['month'] !== 'may' || groups['ending'] !== '') return false
  if (groups['day'] ?? groups['after'] ?? groups['year'] ?? groups['uzYear']) return false
  return !/(?:^|\b(?:in|by|of|until|till|before|after|from|since|to|and|early|mid|late|va)[\s-]+|-\s*)$/u.test(words.slice(0, from))
}

const two = (number: number | string): string => String(number).padStart(2, '0')
const pointText = (year: string, month: number, day: string | undefined): string =>
  day === undefined ? `${year}-${two(month)}` : `${year}-${two(month)}-${two(Number(day))}`

/** The year in which the month (or the day) is not over yet on the anchor's day. */
function nextYearOf({ month, day }: { month: number; day: number | undefined }, anchor: string): string {
  const year = Number(anchor.slice(0, 4))
  const isOver = `${two(month)}-${day === undefined ? '31' : two(day)}` < anchor.slice(5, 10)
  return String(isOver ? year + 1 : year)
}

/** "between March and April 2025", "от ноября до января 2026 года": the year said last holds for both. */
function withSharedYear(points: readonly DuePoint[], words: string): readonly DuePoint[] {
  const [first, second] = points
  if (!first || !second) return points
  const isSaid = (point: DuePoint): boolean => words.slice(point.from, point.to).includes(point.edtf.slice(0, 4))
  if (isSaid(first) || first.from === second.from) {
    return first.edtf > second.edtf && !isSaid(second) ? [first, { ...second, edtf: later(second.edtf, 1) }] : points
  }
  if (!isSaid(second)) return first.edtf > second.edtf ? [first, { ...second, edtf: later(second.edtf, 1) }] : points
  const shared = `${second.edtf.slice(0, 4)}${first.edtf.slice(4)}`
  return [{ ...first, edtf: shared > second.edtf ? later(shared, -1) : shared }, second]
}

const later = (edtf: string, years: number): string => `${Number(edtf.slice(0, 4)) + years}${edtf.slice(4)}`
