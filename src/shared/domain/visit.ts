import { z } from 'zod'
import { day, id, language, requiredText, text, zone, type Draft, type RecordOf } from './record.ts'

/** One delegation trip: the unit of access and of sync. Its id is its scope. */
export const visitFields = {
  title: requiredText(),
  /** Short code for file names, such as TYO2025. */
  code: z.string().regex(/^[A-Za-z0-9-]{1,20}$/, { error: 'not-a-code' }),
  ministry: text(),
  city: text(200),
  country: text(200),
  zone,
  startDay: day,
  endDay: day,
  purpose: text(),
  invitedBy: text(),
  legalBasis: text(),
  /** The head of our delegation: a contact. */
  headContactId: id,
  /** Main results, for the executive summary of the report. */
  summary: text(),
  /** Proposals and next steps, for the report. */
  proposals: text(),
  /** Whom a member of the delegation calls when something happens. */
  emergencyContact: text(500),
  notesLanguage: language,
  /** What this visit was loaded from: `sample`, or the `id` of a visit file. */
  origin: text(200),
} as const
export type Visit = RecordOf<typeof visitFields>
export type VisitDraft = Draft<typeof visitFields>
