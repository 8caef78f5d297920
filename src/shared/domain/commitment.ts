import { z } from 'zod'
import { dueWindow, isWindowOver } from './due-window.ts'
import { id, requiredText, reviewed, text, type Draft, type RecordOf } from './record.ts'

export const COMMITMENT_STATUSES = ['open', 'under-way', 'done', 'dropped'] as const
export const DIRECTIONS = ['we-owe', 'they-owe'] as const

export const commitmentFields = {
  text: requiredText(4_000),
  details: text(),
  direction: z.enum(DIRECTIONS),
  status: reviewed(z.enum(COMMITMENT_STATUSES)),
  window: reviewed(dueWindow),
  /** Who does it, in words. */
  owner: reviewed(text(500)),
  /** By what it is carried out, and what comes of it. */
  mechanism: text(2_000),
  /** May stand in a letter to the other side; absent: no. */
  isShareable: reviewed(z.boolean()),
  /** The organization that promised, or to which we promised. */
  organizationId: id,
  meetingId: id,
  agreementId: id,
} as const
export type Commitment = RecordOf<typeof commitmentFields>
export type CommitmentDraft = Draft<typeof commitmentFields>
export type Direction = (typeof DIRECTIONS)[number]
export type CommitmentStatus = (typeof COMMITMENT_STATUSES)[number]

export const isOpenCommitment = (commitment: Commitment): boolean => commitment.status !== 'done' && commitment.status !== 'dropped'

/** Late: still open when the last day of its window has ended. @param today the day in the ministry's zone */
export const isOverdue = (commitment: Commitment, today: string): boolean =>
  isOpenCommitment(commitment) && isWindowOver(commitment.window, today)
