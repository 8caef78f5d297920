import { edtfBounds } from '@shared/domain/due-window.ts'
import type { Formats } from '../lib/use-formats.ts'

/** The catalogue's words for an open end; pass `t`. */
type Translate = (key: 'window.until' | 'window.since', values: { day: string }) => string

/** The days that an EDTF window covers, in the reader's words: "until 14 March 2025", "March 2025 – April 2025". Empty when it is not one. */
export function dueDaysText(edtf: string | null, formats: Formats, t: Translate): string {
  const bounds = edtf === null ? undefined : edtfBounds(edtf)
  if (edtf === null || bounds === undefined) return ''
  const { earliest, latest } = bounds
  if (earliest === null) return latest === null ? '' : t('window.until', { day: formats.day(latest, 'long') })
  if (latest === null) return t('window.since', { day: formats.day(earliest, 'long') })
  const points = edtf.split('/').map((point) => point.replace(/[~?%]$/, ''))
  // A month is said as a month: days would say more than was spoken.
  if (points.every((point) => point.length < 10)) return points.map((point) => pointText(point, formats)).join(' – ')
  return formats.dayRange(earliest, latest, 'long')
}

const pointText = (point: string, formats: Formats): string => (point.length === 7 ? formats.month(point) : point)
