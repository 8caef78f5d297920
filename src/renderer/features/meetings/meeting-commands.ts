import { checkDraft, type DraftProblems } from '@shared/domain/draft.ts'
import type { Direction } from '@shared/domain/commitment.ts'
import { linkId } from '@shared/domain/link.ts'
import { meetingTimesProblem, type Meeting, type MeetingState } from '@shared/domain/meeting.ts'
import { BODY_SCHEMA } from '@shared/domain/note-body.ts'
import { participantId, type PARTICIPANT_ROLES } from '@shared/domain/participant.ts'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { Change } from '../../db/write.ts'
import { commit, type Writing, type CommitError } from '../../records/commit.ts'
import type { Attendee } from './meeting-queries.ts'

export type NewMeeting = {
  readonly title: string
  readonly organizationId: string | null
  /** Local, of the visit's zone; null for a meeting without a date. */
  readonly start: string | null
  readonly end: string | null
  readonly zone: string | null
  readonly walkIn: boolean
}

export const newMeetingProblems = ({ title, start, end }: NewMeeting): DraftProblems => {
  const checked = checkDraft('meeting', { title, start, end }, ['title'])
  const times = meetingTimesProblem({ start, end })
  return { ...(times ? { end: times } : {}), ...(checked.ok ? {} : checked.problems) }
}

/** A meeting with its organization, planned. Gives its id. */
export async function createMeeting(workspace: Writing, scope: string, one: NewMeeting): Promise<Result<string, CommitError>> {
  const id = workspace.database.host.newId()
  const { title, start, end, zone, organizationId } = one
  const fields = { title: title.trim(), state: 'planned', start, end, zone, walkIn: one.walkIn ? true : null }
  const link: Change[] = organizationId === null ? [] : [organizationLink(id, organizationId)]
  const written = await commit(workspace, scope, [{ type: 'set', kind: 'meeting', id, fields }, ...link])
  return written.ok ? succeed(id) : written
}

export type MeetingTimes = { readonly start: string | null; readonly end: string | null }

/** What stands in the way of these times: a day without a time cannot be stored. */
export function timesProblem(times: MeetingTimes): string | undefined {
  const checked = checkDraft('meeting', times)
  return checked.ok ? meetingTimesProblem(times) : Object.values(checked.problems)[0]
}

/** Corrects the times of a meeting; nothing says that it was moved. */
export async function setTimes(workspace: Writing, meeting: Meeting, times: MeetingTimes): Promise<Result<null, string>> {
  const problem = timesProblem(times)
  if (problem !== undefined) return fail(problem)
  const written = await commit(workspace, meeting.scope, [{ type: 'set', kind: 'meeting', id: meeting.id, fields: { ...times } }])
  return written.ok ? succeed(null) : written
}

/** Moves a planned meeting to another time and keeps when it was to be. */
export async function moveMeeting(workspace: Writing, meeting: Meeting, times: MeetingTimes): Promise<Result<null, string>> {
  const problem = timesProblem(times) ?? (times.start === null ? 'required' : undefined)
  if (problem !== undefined) return fail(problem)
  const isMoved = meeting.start !== null && meeting.start !== times.start
  const fields = { ...times, ...(isMoved ? { movedFrom: meeting.start } : {}) }
  const written = await commit(workspace, meeting.scope, [{ type: 'set', kind: 'meeting', id: meeting.id, fields }])
  return written.ok ? succeed(null) : written
}

export const stateChange = (meeting: Meeting, state: MeetingState): Change => ({
  type: 'set',
  kind: 'meeting',
  id: meeting.id,
  fields: { state },
})

export const organizationLink = (meetingId: string, organizationId: string): Change => ({
  type: 'create',
  kind: 'meetingOrganization',
  id: linkId('meetingOrganization', meetingId, organizationId),
  fields: { meetingId, organizationId },
})

/** The links to write and to delete, so that a meeting has just these organizations. */
export function organizationChanges(meetingId: string, before: readonly string[], after: readonly string[]): Change[] {
  return [
    ...after.filter((id) => !before.includes(id)).map((id) => organizationLink(meetingId, id)),
    ...before
      .filter((id) => !after.includes(id))
      .map((id): Change => ({ type: 'delete', kind: 'meetingOrganization', id: linkId('meetingOrganization', meetingId, id) })),
  ]
}

/** Adds a contact as the last of its side. */
export const participantChange = (meetingId: string, contactId: string, side: readonly Attendee[]): Change => ({
  type: 'create',
  kind: 'participant',
  id: participantId(meetingId, contactId),
  fields: { meetingId, contactId, rank: Math.min(999, Math.max(0, ...side.map(({ participant }) => participant.rank ?? 0)) + 1) },
})

export type ParticipantRole = (typeof PARTICIPANT_ROLES)[number]

export const roleChange = (participant: string, role: ParticipantRole | null): Change => ({
  type: 'set',
  kind: 'participant',
  id: participant,
  fields: { role },
})

/** Moves a person up or down within the side; ranks are written anew where they were missing. */
export function rankChanges(side: readonly Attendee[], participant: string, step: 1 | -1): Change[] {
  const from = side.findIndex((one) => one.participant.id === participant)
  const to = from + step
  const order = [...side]
  const [moved] = order.splice(from, 1)
  if (from < 0 || to < 0 || to >= side.length || !moved) return []
  order.splice(to, 0, moved)
  return order.flatMap((one, index): Change[] =>
    one.participant.rank === index + 1 ? [] : [{ type: 'set', kind: 'participant', id: one.participant.id, fields: { rank: index + 1 } }],
  )
}

export const removalOfParticipant = (participant: string): Change => ({ type: 'delete', kind: 'participant', id: participant })

/** Begins a note with its author. Its text comes with the first key. */
export async function beginNote(
  workspace: Writing,
  { scope, meetingId, author }: { scope: string; meetingId: string; author: { readonly personId: string; readonly name: string | null } },
): Promise<Result<string, CommitError>> {
  const id = workspace.database.host.newId()
  const fields = { meetingId, role: 'note', authorId: author.personId, authorName: author.name, bodySchema: BODY_SCHEMA }
  const written = await commit(workspace, scope, [{ type: 'set', kind: 'note', id, fields }])
  return written.ok ? succeed(id) : written
}

/** One line typed into the rail. */
export type QuickEntry =
  | { readonly kind: 'agreement' }
  | { readonly kind: 'commitment'; readonly direction: Direction }
  | { readonly kind: 'openQuestion' }

/**
 * Writes one line as a record of the meeting: an agreement is agreed orally on the meeting's day until someone says more,
 * a promise is open. A visit's only counterpart at the table is the one that promised, or to whom we did.
 */
export async function addQuickly(
  workspace: Writing,
  { meeting, organizationIds, entry, text }: { meeting: Meeting; organizationIds: readonly string[]; entry: QuickEntry; text: string },
): Promise<Result<string, string>> {
  const checked = checkDraft(entry.kind, { text: text.trim() }, ['text'])
  if (!checked.ok) return fail(Object.values(checked.problems)[0] ?? 'wrong-value')
  const id = workspace.database.host.newId()
  const base = { ...checked.fields, meetingId: meeting.id }
  const written = await commit(workspace, meeting.scope, quickChanges({ id, base, entry, meeting, organizationIds }))
  return written.ok ? succeed(id) : written
}

type Quick = {
  readonly id: string
  readonly base: Readonly<Record<string, string | null>>
  readonly entry: QuickEntry
  readonly meeting: Meeting
  readonly organizationIds: readonly string[]
}

function quickChanges({ id, base, entry, meeting, organizationIds }: Quick): Change[] {
  const day = meeting.start?.slice(0, 10) ?? null
  switch (entry.kind) {
    case 'agreement': {
      const status = 'agreed-orally'
      const links = organizationIds.map((organizationId): Change => ({
        type: 'create',
        kind: 'agreementOrganization',
        id: linkId('agreementOrganization', id, organizationId),
        fields: { agreementId: id, organizationId },
      }))
      return [{ type: 'set', kind: 'agreement', id, fields: { ...base, status, steps: [{ status, day, saidBy: null }] } }, ...links]
    }
    case 'commitment': {
      const organizationId = organizationIds.length === 1 ? (organizationIds[0] ?? null) : null
      return [{ type: 'set', kind: 'commitment', id, fields: { ...base, direction: entry.direction, status: 'open', organizationId } }]
    }
    case 'openQuestion':
      return [{ type: 'set', kind: 'openQuestion', id, fields: base }]
  }
}
