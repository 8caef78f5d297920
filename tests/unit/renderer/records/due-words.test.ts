import { describe, expect, it } from 'vitest'
import { readPoint, suggestWindow } from '../../../../src/renderer/records/due-words.ts'

/** A Wednesday. */
const ANCHOR = '2025-03-05'

const cases: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'a last day': [
    ['by 14 March', '../2025-03-14'],
    ['by the 14th of March', '../2025-03-14'],
    ['By March 14', '../2025-03-14'],
    ['no later than March 14, 2026', '../2026-03-14'],
    ['до 14 марта', '../2025-03-14'],
    ['не позднее 14 марта 2026 года', '../2026-03-14'],
    ['14-martgacha', '../2025-03-14'],
    ['2026-yil 14-martga qadar', '../2026-03-14'],
    ['14 мартгача', '../2025-03-14'],
    ['3月14日まで', '../2025-03-14'],
    ['2026年3月14日までに', '../2026-03-14'],
    ['до 14.03.2026', '../2026-03-14'],
    ['by 2025-03-14', '../2025-03-14'],
  ],
  'a span': [
    ['between March and April', '2025-03/2025-04'],
    ['between March and April 2026', '2026-03/2026-04'],
    ['March–April', '2025-03/2025-04'],
    ['from November to January', '2025-11/2026-01'],
    ['между мартом и апрелем', '2025-03/2025-04'],
    ['с марта по апрель', '2025-03/2025-04'],
    ['в марте-апреле', '2025-03/2025-04'],
    ['mart va aprel oraligʻida', '2025-03/2025-04'],
    ['martdan aprelgacha', '2025-03/2025-04'],
    ['март ва апрель оралиғида', '2025-03/2025-04'],
    ['3月から4月', '2025-03/2025-04'],
    ['3月～4月', '2025-03/2025-04'],
    ['3–7 March', '2025-03-03/2025-03-07'],
    ['between 10 and 14 March', '2025-03-10/2025-03-14'],
    ['с 10 по 14 марта', '2025-03-10/2025-03-14'],
    ['3月10日から3月14日', '2025-03-10/2025-03-14'],
  ],
  'a month that stays a month': [
    ['in April', '2025-04'],
    ['в апреле', '2025-04'],
    ['aprelda', '2025-04'],
    ['апрелда', '2025-04'],
    ['4月に', '2025-04'],
    ['in February', '2026-02'],
    ['in May', '2025-05'],
    ['в мае', '2025-05'],
    ['by April', '../2025-04'],
    ['before April', '../2025-03'],
    ['до апреля', '../2025-03'],
    ['from April', '2025-04/..'],
    ['after April', '2025-05-01/..'],
    ['4月以降', '2025-04/..'],
    ['апрелдан бошлаб', '2025-04/..'],
  ],
  'a part of a month': [
    ['by the end of March', '../2025-03'],
    ['at the end of March', '2025-03-21/2025-03-31'],
    ['до конца марта', '../2025-03'],
    ['mart oxirigacha', '../2025-03'],
    ['3月末まで', '../2025-03'],
    ['4月上旬', '2025-04-01/2025-04-10'],
    ['early April', '2025-04-01/2025-04-10'],
    ['mid-April', '2025-04-11/2025-04-20'],
    ['в середине апреля', '2025-04-11/2025-04-20'],
  ],
  'a time counted from the day it was said': [
    ['within ten days', '../2025-03-15'],
    ['within 2 weeks', '../2025-03-19'],
    ['within a month', '../2025-04-05'],
    ['в течение десяти дней', '../2025-03-15'],
    ['10 kun ichida', '../2025-03-15'],
    ['10日以内', '../2025-03-15'],
    ['next week', '2025-03-10/2025-03-16'],
    ['на следующей неделе', '2025-03-10/2025-03-16'],
    ['来週', '2025-03-10/2025-03-16'],
    ['next month', '2025-04'],
    ['keyingi oy', '2025-04'],
    ['by the end of the year', '../2025-12'],
    ['до конца года', '../2025-12'],
    ['yil oxirigacha', '../2025-12'],
    ['this year', '2025'],
    ['tomorrow', '2025-03-06'],
    ['second quarter', '2025-04/2025-06'],
    ['во втором квартале', '2025-04/2025-06'],
    ['Q1 2026', '2026-01/2026-03'],
  ],
  'a year': [
    ['in 2026', '2026'],
    ['в 2026 году', '2026'],
    ['2026-yilda', '2026'],
  ],
}

describe('what the words of a deadline mean', () => {
  for (const [group, list] of Object.entries(cases)) {
    it.each(list)(`${group}: "%s" is %s`, (words, edtf) => {
      expect(suggestWindow(words, ANCHOR)).toBe(edtf)
    })
  }

  it.each(['', 'soon', 'as soon as possible', 'it may take a while', 'до лета', 'after the visit', '第2四半期', '31 April'])(
    'names no date in "%s"',
    (words) => {
      expect(suggestWindow(words, ANCHOR)).toBeNull()
    },
  )

  it('never turns a month into its first day', () => {
    for (const words of ['in April', 'в апреле', 'aprelda', 'апрелда', '4月']) expect(suggestWindow(words, ANCHOR)).toBe('2025-04')
  })

  it('reads one day, month or year as people write it, and nothing else', () => {
    expect(readPoint('14 March', ANCHOR)).toBe('2025-03-14')
    expect(readPoint('14.03.2026', ANCHOR)).toBe('2026-03-14')
    expect(readPoint('2026-04', ANCHOR)).toBe('2026-04')
    expect(readPoint('апрель 2026', ANCHOR)).toBe('2026-04')
    expect(readPoint('2026年4月', ANCHOR)).toBe('2026-04')
    expect(readPoint('2026', ANCHOR)).toBe('2026')
    expect(readPoint('about April', ANCHOR)).toBeNull()
    expect(readPoint('March and April', ANCHOR)).toBeNull()
  })
})
