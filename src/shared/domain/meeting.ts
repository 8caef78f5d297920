import { z } from 'zod'
import { id, localDateTime, requiredText, reviewed, text, zone, type Draft, type RecordOf } from './record.ts'

export const MEETING_STATES = ['planned', 'held', 'cancelled'] as const

/** What the meeting is for, and by what we will see that it went well. */
export const objective = z.strictObject({ text: requiredText(1_000), success: text(1_000).nullable() })
export type Objective = z.infer<typeof objective>

export const meetingFields = {
  title: requiredText(),
  subject: text(),
  state: z.enum(MEETING_STATES),
  /** Local start before the meeting was moved. */
  movedFrom: localDateTime,
  walkIn: z.boolean(),
  start: reviewed(localDateTime),
  end: reviewed(localDateTime),
  zone: reviewed(zone),
  place: reviewed(text()),
  format: z.enum(['in-person', 'online']),
  /** Languages spoken, in words. */
  spokenLanguages: text(500),
  summary: text(),
  nextStep: text(),
  /** What we make of it ourselves: for our own side only, never in a document for the other one. */
  comment: text(),
  /** Who leads on our side: a contact. */
  leadContactId: id,
  // What is prepared before the meeting; all of it is internal. Texts with points have one point a line.
  /** The most important one first. */
  objectives: z.array(objective).max(20),
  pointsToMake: text(),
  /** What we answer when they bring it up; not said otherwise. */
  ifRaised: text(),
  questionsToAsk: text(),
  theirPoints: text(),
  backgroundToUse: text(),
  /** Background for our side alone, which must not be said. */
  backgroundNotToDisclose: text(),
  gettingThere: text(2_000),
  dressAndGifts: text(2_000),
} as const
export type Meeting = RecordOf<typeof meetingFields>
export type MeetingDraft = Draft<typeof meetingFields>
export type MeetingState = (typeof MEETING_STATES)[number]

/** By date, meetings without a date last, then by title: stable on every laptop. */
export function compareMeetings(a: Meeting, b: Meeting): number {
  if (a.start !== b.start) return a.start === null ? 1 : b.start === null ? -1 : a.start < b.start ? -1 : 1
  return compareText(a.title ?? '', b.title ?? '') || compareText(a.id, b.id)
}

/** The texts of a preparation, in the order in which they are used. */
export const PREPARED_TEXTS = [
  'pointsToMake',
  'ifRaised',
  'questionsToAsk',
  'theirPoints',
  'backgroundToUse',
  'backgroundNotToDisclose',
  'gettingThere',
  'dressAndGifts',
] as const satisfies readonly (keyof typeof meetingFields)[]
export type PreparedText = (typeof PREPARED_TEXTS)[number]

/** More points than this nobody makes in one meeting. */
export const MOST_POINTS = 7

/** Whether anything was prepared for the meeting. */
export const isPrepared = (meeting: Meeting): boolean =>
  (meeting.objectives ?? []).length > 0 || PREPARED_TEXTS.some((field) => (meeting[field] ?? '').trim() !== '')

/** Problems a form must show before it saves: field -> code. */
export const meetingTimesProblem = (draft: MeetingDraft): 'ends-before-start' | undefined =>
  draft.start && draft.end && draft.end <= draft.start ? 'ends-before-start' : undefined

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
