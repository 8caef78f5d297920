import { z } from 'zod'
import { deterministicId } from '@shared/lib/id.ts'
import { id, text, type Draft, type RecordOf } from './record.ts'

export const PARTICIPANT_ROLES = ['head', 'chair', 'member', 'notes', 'interpreter'] as const

/** A contact in a meeting, on whichever side the contact is. */
export const participantFields = {
  meetingId: id,
  contactId: id,
  role: z.enum(PARTICIPANT_ROLES),
  /** The role in words, where the list is too short. */
  roleWords: text(200),
  /** Order within a side; 1 is the highest. */
  rank: z.int().min(1).max(999),
} as const
export type Participant = RecordOf<typeof participantFields>
export type ParticipantDraft = Draft<typeof participantFields>

export const participantId = (meetingId: string, contactId: string): string => deterministicId('participant', meetingId, contactId)
