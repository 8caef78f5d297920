import { z } from 'zod'
import { deterministicId } from '@shared/lib/id.ts'
import { id, language, text, type Draft, type RecordOf } from './record.ts'

/** Its text is a Yjs document, stored as updates beside the record; every flush of it also writes `bodyEdited`. */
export const noteFields = {
  meetingId: id,
  role: z.enum(['note', 'minute']),
  /** The person who began it. */
  authorId: id,
  authorName: text(200),
  language,
  bodySchema: z.int().min(1),
  bodyEdited: z.strictObject({ by: id, at: z.int().min(0) }),
} as const
export type Note = RecordOf<typeof noteFields>
export type NoteDraft = Draft<typeof noteFields>

/** At most one minute a meeting, also when two people begin it with no network. */
export const minuteId = (meetingId: string): string => deterministicId('minute', meetingId)
