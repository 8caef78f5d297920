import type { Language } from './language.ts'

/**
 * Names of months and days. Own tables, because Chromium has no Uzbek: it prints "2025 M03 5" and says that it knows
 * the language. All five languages come from here, so that one page never mixes two sources.
 */
export type CalendarWords = {
  /** As in a date: "5 марта". January first. */
  readonly months: readonly string[]
  /** Alone or with a year: "март 2025". */
  readonly monthsAlone: readonly string[]
  readonly monthsShort: readonly string[]
  /** Sunday first, as the calendar counts. */
  readonly weekdays: readonly string[]
  readonly weekdaysShort: readonly string[]
}

const words = (list: string): readonly string[] => list.split(' ')

const uzLatinMonths = words('yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr')
const uzCyrillicMonths = words('январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь')
const englishMonths = words('January February March April May June July August September October November December')
const japaneseMonths = words('1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月')

export const CALENDAR_WORDS: Readonly<Record<Language, CalendarWords>> = {
  en: {
    months: englishMonths,
    monthsAlone: englishMonths,
    monthsShort: words('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'),
    weekdays: words('Sunday Monday Tuesday Wednesday Thursday Friday Saturday'),
    weekdaysShort: words('Sun Mon Tue Wed Thu Fri Sat'),
  },
  'uz-Latn': {
    months: uzLatinMonths,
    monthsAlone: uzLatinMonths,
    monthsShort: words('yan fev mar apr may iyn iyl avg sen okt noy dek'),
    weekdays: words('yakshanba dushanba seshanba chorshanba payshanba juma shanba'),
    weekdaysShort: words('Yak Dush Sesh Chor Pay Jum Shan'),
  },
  'uz-Cyrl': {
    months: uzCyrillicMonths,
    monthsAlone: uzCyrillicMonths,
    monthsShort: words('янв фев мар апр май июн июл авг сен окт ноя дек'),
    weekdays: words('якшанба душанба сешанба чоршанба пайшанба жума шанба'),
    weekdaysShort: words('Якш Душ Сеш Чор Пай Жум Шан'),
  },
  ru: {
    months: words('января февраля марта апреля мая июня июля августа сентября октября ноября декабря'),
    monthsAlone: words('январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'),
    monthsShort: words('янв. февр. марта апр. мая июня июля авг. сент. окт. нояб. дек.'),
    weekdays: words('воскресенье понедельник вторник среда четверг пятница суббота'),
    weekdaysShort: words('вс пн вт ср чт пт сб'),
  },
  ja: {
    months: japaneseMonths,
    monthsAlone: japaneseMonths,
    monthsShort: japaneseMonths,
    weekdays: words('日曜日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日'),
    weekdaysShort: words('日 月 火 水 木 金 土'),
  },
}

/** How many of a thing, in Russian: 0 for 1 and 21, 1 for 2 to 4, 2 for the rest (один день, два дня, пять дней). */
export function russianForm(count: number): 0 | 1 | 2 {
  const n = Math.abs(count)
  if (n % 10 === 1 && n % 100 !== 11) return 0
  return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1 : 2
}
