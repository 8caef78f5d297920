import { z } from 'zod'
import { text } from './record.ts'

/** The part of EDTF (ISO 8601-2) that spoken deadlines need: a day, month or year, and intervals of them, open or closed. */
const POINT = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?[~?%]?$/

export const edtf = z.string().refine((value) => edtfBounds(value) !== undefined, { error: 'not-a-window' })

/** A deadline as spoken, with what the words mean as EDTF beside them; null when they name no date. */
export const dueWindow = z.object({ words: text(500), edtf: edtf.nullable() })
export type DueWindow = z.infer<typeof dueWindow>

/** First and last day of a window, `2025-03-01`; null where it is open. */
export type Bounds = { readonly earliest: string | null; readonly latest: string | null }

/** The days that an EDTF text covers; undefined when it is not one, or ends before it starts. */
export function edtfBounds(value: string): Bounds | undefined {
  const parts = value.split('/')
  if (parts.length > 2) return undefined
  const [from = '', to = from] = parts
  if (isOpen(from) && isOpen(to)) return undefined
  const earliest = isOpen(from) ? null : firstDay(from)
  const latest = isOpen(to) ? null : lastDay(to)
  if (earliest === undefined || latest === undefined) return undefined
  if (earliest !== null && latest !== null && latest < earliest) return undefined
  return { earliest, latest }
}

export const windowBounds = (window: DueWindow | null): Bounds =>
  (window?.edtf != null ? edtfBounds(window.edtf) : undefined) ?? { earliest: null, latest: null }

/** A stated day has a hard edge, everything else a soft one. */
export const isStatedDay = (window: DueWindow): boolean => {
  const { earliest, latest } = windowBounds(window)
  return latest !== null && (earliest === latest || (earliest === null && /\d{4}-\d\d-\d\d$/.test(window.edtf ?? '')))
}

/** Over when its last day has ended. @param today the day in the ministry's zone, `2025-03-05` */
export const isWindowOver = (window: DueWindow | null, today: string): boolean => {
  const { latest } = windowBounds(window)
  return latest !== null && latest < today
}

const isOpen = (point: string): boolean => point === '..' || point === ''

function firstDay(point: string): string | undefined {
  const [, year, month = '01', date = '01'] = POINT.exec(point) ?? []
  return year === undefined ? undefined : realDay(`${year}-${month}-${date}`)
}

function lastDay(point: string): string | undefined {
  const [, year, month = '12', date] = POINT.exec(point) ?? []
  if (year === undefined) return undefined
  if (date !== undefined) return realDay(`${year}-${month}-${date}`)
  const end = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  return `${year}-${month}-${String(end).padStart(2, '0')}`
}

/** Undefined for a day that no calendar has, such as 31 April. */
function realDay(day: string): string | undefined {
  const time = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : day
}
