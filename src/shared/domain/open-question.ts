import { z } from 'zod'
import { id, requiredText, text, type Draft, type RecordOf } from './record.ts'

export const openQuestionFields = {
  text: requiredText(4_000),
  meetingId: id,
  isSettled: z.boolean(),
  answer: text(),
} as const
export type OpenQuestion = RecordOf<typeof openQuestionFields>
export type OpenQuestionDraft = Draft<typeof openQuestionFields>
