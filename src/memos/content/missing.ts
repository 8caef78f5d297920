import { NOTHING, line, type Line } from './memo.ts'
import type { MemoNotice } from './notices.ts'

export type MissingWhat =
  | 'date'
  | 'place'
  | 'our-side'
  | 'their-side'
  | 'deadline'
  | 'owner'
  | 'registration-number'
  | 'document-day'
  | 'signatory'

/** Something required that the records do not say. The document prints a dash there, and a screen can link to the record. */
export type MissingPart = {
  readonly what: MissingWhat
  /** The kind of the record and its key in the file; the visit itself has no key. */
  readonly kind: 'visit' | 'meeting' | 'commitment'
  readonly key?: string
  readonly id?: string
  /** Where in the file: `meetings[3].start`. */
  readonly path: string
  /** The record in words: its title or its text. */
  readonly of: string
}

/** Takes note of what is missing while a memo is made, and of what its sender should know; the same gap is listed once. */
export type Gaps = {
  readonly note: (part: MissingPart) => void
  readonly list: () => MissingPart[]
  readonly notice: (notice: MemoNotice) => void
  readonly notices: () => MemoNotice[]
}

export function newGaps(): Gaps {
  const byPlace = new Map<string, MissingPart>()
  const notices: MemoNotice[] = []
  return {
    note: (part) => {
      const place = `${part.what} ${part.path}`
      if (!byPlace.has(place)) byPlace.set(place, part)
    },
    list: () => [...byPlace.values()],
    notice: (notice) => notices.push(notice),
    notices: () => [...notices],
  }
}

/** The lines, or a dash that is noted as missing. */
export function required(lines: readonly Line[], gaps: Gaps, part: MissingPart): readonly Line[] {
  if (lines.length > 0) return lines
  gaps.note(part)
  return [line(NOTHING)]
}
