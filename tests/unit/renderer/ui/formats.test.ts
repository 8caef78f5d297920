import { describe, expect, test } from 'vitest'
import { russianForm } from '../../../../src/renderer/lib/calendar-words.ts'
import { nameCollator } from '../../../../src/renderer/lib/collation.ts'
import {
  formatDay,
  formatDayRange,
  formatMonth,
  formatMonthShort,
  formatMonthShortOfYear,
} from '../../../../src/renderer/lib/format-date.ts'
import { formatAmount, formatBytes, formatList, formatNumber } from '../../../../src/renderer/lib/format-number.ts'
import { formatRelativeDay, formatRelativeMinutes } from '../../../../src/renderer/lib/format-relative.ts'
import { INTERFACE_LANGUAGES } from '../../../../src/renderer/lib/language.ts'
import { formatsFor } from '../../../../src/renderer/lib/use-formats.ts'
import { createMessages } from '../../../../src/renderer/messages/messages.ts'
import { parseDay, parseTime } from '../../../../src/renderer/lib/parse-date.ts'

const inAll = (write: (language: (typeof INTERFACE_LANGUAGES)[number]) => string): readonly string[] => INTERFACE_LANGUAGES.map(write)

describe('moments', () => {
  const now = Date.parse('2026-01-02T03:00:00Z')
  const written = (moment: string) => inAll((language) => formatsFor(language).momentIn('Asia/Tokyo', Date.parse(moment), now))
  test('of today, of this year and of another one', () => {
    expect(written('2026-01-02T01:42:00Z')).toEqual(['10:42', '10:42', '10:42', '10:42', '10:42'])
    expect(written('2025-12-31T23:10:00Z')[0]).toBe('Thu 1 January, 08:10')
    expect(written('2025-03-04T01:42:00Z')).toEqual([
      '4 March 2025, 10:42',
      '2025-yil 4-mart, 10:42',
      '2025 йил 4 март, 10:42',
      '4 марта 2025 г., 10:42',
      '2025年3月4日 10:42',
    ])
  })

  test('are of today by the clock of their place: Russian says "at" of a time, and not of a day', () => {
    const said = (moment: string): string => {
      const { isToday, momentIn } = formatsFor('ru')
      const instant = Date.parse(moment)
      const key = isToday('Asia/Tokyo', instant, now) ? 'receipt.receivedAt' : 'receipt.receivedOn'
      return createMessages('ru').t(key, { at: momentIn('Asia/Tokyo', instant, now) })
    }
    expect(said('2026-01-01T15:00:00Z')).toBe('Получено министерством в 00:00')
    expect(said('2026-01-01T14:59:00Z')).toBe('Получено министерством: чт, 1 января, 23:59')
  })
})

describe('dates', () => {
  test('a day in full, in every language', () => {
    expect(inAll((language) => formatDay(language, '2025-03-05', 'full'))).toEqual([
      'Wednesday 5 March 2025',
      '2025-yil 5-mart, chorshanba',
      '2025 йил 5 март, чоршанба',
      'среда, 5 марта 2025 г.',
      '2025年3月5日(水)',
    ])
  })

  test('a day among the facts of a meeting', () => {
    expect(inAll((language) => formatDay(language, '2025-03-05T13:30', 'weekday'))).toEqual([
      'Wed 5 March',
      'Chor, 5-mart',
      'Чор, 5 март',
      'ср, 5 марта',
      '3月5日(水)',
    ])
  })

  test('a month alone is not in the genitive', () => {
    expect(inAll((language) => formatMonth(language, '2025-04'))).toEqual([
      'April 2025',
      '2025-yil aprel',
      '2025 йил апрель',
      'апрель 2025',
      '2025年4月',
    ])
    expect(['2025-03', '2025-04', '2025-05', '2025-11'].map((month) => formatMonthShort('ru', month))).toEqual([
      'март',
      'апр.',
      'май',
      'нояб.',
    ])
    expect(inAll((language) => formatMonthShortOfYear(language, '2025-03'))).toEqual([
      'Mar 2025',
      '2025-yil mar',
      '2025 йил мар',
      'март 2025',
      '2025年3月',
    ])
  })

  test('two days of one month share it', () => {
    expect(inAll((language) => formatDayRange(language, ['2025-03-03', '2025-03-07'], 'long'))).toEqual([
      '3–7 March 2025',
      '2025-yil 3–7-mart',
      '2025 йил 3–7 март',
      '3–7 марта 2025 г.',
      '2025年3月3日〜7日',
    ])
  })

  test('two days of two months are both written', () => {
    expect(formatDayRange('en', ['2025-03-01', '2025-04-30'], 'short')).toBe('1 Mar–30 Apr')
    expect(formatDayRange('ru', ['2025-03-28', '2025-04-02'], 'long')).toBe('28 марта – 2 апреля 2025 г.')
    expect(formatDayRange('ja', ['2025-03-28', '2025-04-02'], 'long')).toBe('2025年3月28日〜4月2日')
    expect(formatDayRange('en', ['2024-12-30', '2025-01-02'], 'long')).toBe('30 December 2024 – 2 January 2025')
  })

  test('what is no day comes back as it is', () => {
    expect(formatDay('en', 'soon', 'full')).toBe('soon')
    expect(formatDay('en', '2025-13-40', 'full')).toBe('2025-13-40')
  })

  test('every month of every language is written and read back', () => {
    for (const language of INTERFACE_LANGUAGES) {
      for (let month = 1; month <= 12; month++) {
        const day = `2025-${String(month).padStart(2, '0')}-23`
        expect(parseDay(language, formatDay(language, day, 'long'))).toBe(day)
      }
    }
  })

  test('days are read in the forms that people type', () => {
    for (const typed of ['2025-03-05', '2025/3/5', '5.3.2025', '05/03/2025', '5-3-2025', '2025年3月5日', '２０２５年３月５日']) {
      expect(parseDay('ja', typed)).toBe('2025-03-05')
    }
    expect(parseDay('ru', '5 март 2025')).toBe('2025-03-05')
    for (const typed of ['', '31.4.2025', 'tomorrow', '5.3', '5 March']) expect(parseDay('en', typed)).toBeNull()
  })

  test('times are read in the forms that people type', () => {
    expect(['9', '9:30', '09.30', '930', '1330', '９：３０', '9時30分'].map(parseTime)).toEqual([
      '09:00',
      '09:30',
      '09:30',
      '09:30',
      '13:30',
      '09:30',
      '09:30',
    ])
    expect(['24:00', '9:60', 'noon', '', '9:3'].map(parseTime)).toEqual([null, null, null, null, null])
  })
})

describe('relative words', () => {
  test('Russian has three forms, and eleven to fourteen are no exceptions of the last digit', () => {
    expect([1, 21, 101, 2, 24, 5, 11, 12, 14, 111].map(russianForm)).toEqual([0, 0, 0, 1, 1, 2, 2, 2, 2, 2])
  })

  test('tomorrow, and days with their forms', () => {
    expect(inAll((language) => formatRelativeDay(language, '2025-03-06', '2025-03-05'))).toEqual([
      'tomorrow',
      'ertaga',
      'эртага',
      'завтра',
      '明日',
    ])
    expect([1, 2, 5].map((days) => formatRelativeDay('ru', `2025-03-0${3 + days}`, '2025-03-02'))).toEqual([
      'через 2 дня',
      'через 3 дня',
      'через 6 дней',
    ])
    expect(formatRelativeDay('en', '2025-04-20', '2025-03-05')).toBe('20 April')
  })

  test('minutes and hours, ahead and past', () => {
    expect(inAll((language) => formatRelativeMinutes(language, 26))).toEqual([
      'in 26 min',
      '26 daqiqadan keyin',
      '26 дақиқадан кейин',
      'через 26 мин',
      '26分後',
    ])
    expect(formatRelativeMinutes('en', -125)).toBe('2 h ago')
    expect(formatRelativeMinutes('ja', 0.2)).toBe('今')
  })
})

describe('numbers and lists', () => {
  test('digits are grouped as the language does, never rounded', () => {
    expect(inAll((language) => formatAmount(language, { value: '1234567890123.45', currency: 'USD' }))).toEqual([
      'USD\u00a01,234,567,890,123.45',
      '1\u00a0234\u00a0567\u00a0890\u00a0123,45\u00a0USD',
      '1\u00a0234\u00a0567\u00a0890\u00a0123,45\u00a0USD',
      '1\u00a0234\u00a0567\u00a0890\u00a0123,45\u00a0USD',
      '1,234,567,890,123.45\u00a0USD',
    ])
    expect(formatNumber('ru', 2025)).toBe('2025')
    expect(formatNumber('en', -0.04, 1)).toBe('0')
    expect(formatBytes('en', 1_900_000)).toBe('1.9\u00a0MB')
    expect(formatBytes('ru', 0)).toBe('0\u00a0Б')
  })

  test('a list ends with the word for "and"', () => {
    expect(inAll((language) => formatList(language, ['METI', 'JETRO', 'MIC']))).toEqual([
      'METI, JETRO and MIC',
      'METI, JETRO va MIC',
      'METI, JETRO ва MIC',
      'METI, JETRO и MIC',
      'METI、JETRO、MIC',
    ])
    expect(formatList('en', [])).toBe('')
  })
})

describe('the order of names', () => {
  const sorted = (language: (typeof INTERFACE_LANGUAGES)[number], names: readonly { name: string; reading?: string }[]) =>
    names.toSorted(nameCollator(language)).map(({ name }) => name)

  test('Uzbek letters of two signs stand after z, however their apostrophe was typed', () => {
    const names = ["O'tkir", 'Shohruh', 'Zafar', 'Sobir', 'Gʻulom', 'Gulnora', 'Chori', 'Bobur'].map((name) => ({ name }))
    expect(sorted('uz-Latn', names)).toEqual(['Bobur', 'Gulnora', 'Sobir', 'Zafar', "O'tkir", 'Gʻulom', 'Shohruh', 'Chori'])
  })

  test('Uzbek Cyrillic has its four letters at the end', () => {
    const names = ['Ўткир', 'Юсуф', 'Ҳасан', 'Қодир', 'Ғулом', 'Анвар'].map((name) => ({ name }))
    expect(sorted('uz-Cyrl', names)).toEqual(['Анвар', 'Юсуф', 'Ўткир', 'Қодир', 'Ғулом', 'Ҳасан'])
  })

  test('Japanese names stand by their reading, in either kana; those without one come last', () => {
    const names = [
      { name: '山田', reading: 'ヤマダ' },
      { name: '佐藤', reading: 'さとう' },
      { name: '高橋' },
      { name: '伊藤', reading: 'ｲﾄｳ' },
    ]
    expect(sorted('ja', names)).toEqual(['伊藤', '佐藤', '山田', '高橋'])
  })
})
