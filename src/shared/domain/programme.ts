import { dueWindow } from './due-window.ts'
import { requiredText, text, type Draft, type RecordOf } from './record.ts'

/** An event or project that agreements feed. */
export const programmeFields = {
  name: requiredText(500),
  window: dueWindow,
  place: text(500),
  about: text(),
} as const
export type Programme = RecordOf<typeof programmeFields>
export type ProgrammeDraft = Draft<typeof programmeFields>
