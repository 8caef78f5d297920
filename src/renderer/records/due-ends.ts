import { edtfBounds } from '@shared/domain/due-window.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { readPoint } from './due-words.ts'

/** Both ends of a window as text in two fields; empty where it is open. */
export type WindowEnds = { readonly earliest: string; readonly latest: string }

/** The ends of an EDTF window, ready to be edited. A single point is both ends. */
export function windowEnds(edtf: string | null): WindowEnds {
  const [from = '', to = from] = (edtf ?? '').split('/').map((point) => (point === '..' ? '' : point.replace(/[~?%]$/, '')))
  return { earliest: from, latest: to }
}

/** The ends as EDTF; null when both are empty. */
export function readEnds({ earliest, latest }: WindowEnds, anchor: string): Result<string | null, 'not-a-window' | 'ends-before-start'> {
  if (earliest.trim() === '' && latest.trim() === '') return succeed(null)
  const [from, to] = [earliest, latest].map((typed) => (typed.trim() === '' ? '..' : readPoint(typed, anchor)))
  if (from == null || to == null) return fail('not-a-window')
  if (from === to) return succeed(from)
  const edtf = `${from}/${to}`
  return edtfBounds(edtf) === undefined ? fail('ends-before-start') : succeed(edtf)
}
