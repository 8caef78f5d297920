import type { Labels } from '@memos/labels/labels.ts'
import { boldLine, hasWords, line, type Fact, type Line, type Part, type TableRow } from './memo.ts'
import { meetingTitle, organizationName, organizationsOf, personName, shortOrganizationName, withBrackets } from './names.ts'
import { peopleOf, postOf } from './people.ts'
import { meetingTimeLines, meetingTimes } from './times.ts'
import type { FileContact, FileMeeting, NumberedMeeting, VisitIndex } from './visit-index.ts'

/** Our side of the visit, the head first, then in the order of the file. */
export function delegatesOf(visit: VisitIndex): FileContact[] {
  const head = visit.file.visit.headContact
  const ours = visit.file.contacts.filter(({ side, key }) => side === 'ours' || key === head)
  return ours.toSorted((a, b) => Number(b.key === head) - Number(a.key === head))
}

export function delegationParts(visit: VisitIndex, labels: Labels): Part[] {
  const rows = delegatesOf(visit).map((contact, index): TableRow => {
    const isHead = contact.key === visit.file.visit.headContact
    const post = postWords(visit, contact, labels)
    const posts = [...(hasWords(post) ? [line(post)] : []), ...(isHead ? [line(labels.phrase.headOfDelegation)] : [])]
    return { cells: [[line(String(index + 1))], [line(personName(contact, labels.language))], posts] }
  })
  if (rows.length === 0) return []
  const { column } = labels
  return [
    {
      type: 'table',
      columns: [
        { heading: column.number, share: 8 },
        { heading: column.name, share: 40 },
        { heading: column.post, share: 52 },
      ],
      rows,
    },
  ]
}

/** Counts of the visit; a count of nothing is left out, except of meetings. */
export function figureParts(visit: VisitIndex, labels: Labels): Part[] {
  const { file } = visit
  const held = file.meetings.filter(({ state }) => state !== 'cancelled' && state !== 'planned')
  const open = file.commitments.filter(({ status }) => status !== 'done' && status !== 'dropped')
  const figures: [string, number][] = [
    [labels.figure.meetingsHeld, held.length],
    [labels.figure.meetingsCancelled, file.meetings.filter(({ state }) => state === 'cancelled').length],
    [labels.figure.organizations, new Set(held.flatMap(({ organizations }) => organizations)).size],
    [labels.figure.agreements, file.agreements.filter(({ status }) => status !== 'dropped' && status !== 'replaced').length],
    [labels.figure.weOwe, open.filter(({ direction }) => direction === 'we-owe').length],
    [labels.figure.theyOwe, open.filter(({ direction }) => direction === 'they-owe').length],
  ]
  const rows = figures.filter(([, count]) => count > 0).map(([label, count]): Fact => ({ label, lines: [line(String(count))] }))
  return rows.length > 0 ? [{ type: 'facts', labels: 'wide', rows }] : []
}

/** Meetings as they came: columns that no meeting fills are left out, so a visit without dates still reads well. */
export function programmeParts(visit: VisitIndex, labels: Labels): Part[] {
  const { meetings } = visit
  if (meetings.length === 0) return []
  const { column } = labels
  const hasDates = meetings.some(({ record }) => record.start !== undefined)
  const hasLeads = meetings.some(({ record }) => leadWords(visit, record, labels).length > 0)
  const columns = [
    { heading: column.number, share: 8 },
    ...(hasDates ? [{ heading: column.dateTime, share: 28 }] : []),
    { heading: column.meeting, share: 42 },
    ...(hasLeads ? [{ heading: column.ourLead, share: 22 }] : []),
  ]
  const rows = meetings.map((meeting): TableRow => ({
    cells: [
      [line(String(meeting.number))],
      ...(hasDates ? [meetingTimeLines(meeting.record, labels).map(line)] : []),
      meetingLines(visit, meeting, labels),
      ...(hasLeads ? [leadWords(visit, meeting.record, labels)] : []),
    ],
  }))
  return [{ type: 'table', columns, rows }]
}

/** `Meeting 3. METI`, or `Meeting 3` of one that goes by its number, and the place of that chapter in the report. */
export function meetingHeading(visit: VisitIndex, meeting: NumberedMeeting, labels: Labels): string {
  const title = meetingTitle(visit, meeting, labels)
  return title === labels.phrase.meetingNumber(meeting.number) ? title : labels.phrase.meetingHeading(meeting.number, title)
}
export const meetingAnchor = ({ number }: NumberedMeeting): string => `meeting_${number}`

/** What runs through several meetings: each programme with the meetings whose agreements feed it, as links to their chapters. */
export function themeParts(visit: VisitIndex, labels: Labels): Part[] {
  const rows = visit.file.programmes.flatMap((programme): TableRow[] => {
    const feeding = visit.agreements.filter(({ record }) => record.programmes.includes(programme.key))
    const meetings = visit.meetings.filter(({ record }) => feeding.some((agreement) => agreement.record.meeting === record.key))
    if (meetings.length === 0) return []
    // A meeting that left an agreement has a chapter, whether it was held or not.
    const links = meetings.map((meeting): Line => ({ text: meetingHeading(visit, meeting, labels), anchor: meetingAnchor(meeting) }))
    return [{ cells: [[boldLine(programme.name?.trim() ?? programme.key)], links, [line(String(feeding.length))]] }]
  })
  if (rows.length === 0) return []
  const columns = [
    { heading: labels.column.theme, share: 30 },
    { heading: labels.column.meetings, share: 44 },
    { heading: labels.figure.agreements, share: 26 },
  ]
  return [{ type: 'table', columns, rows }]
}

/** Those of the other side who were in a meeting, with how to reach them: for internal documents only. */
export function peopleMetParts(visit: VisitIndex, labels: Labels): Part[] {
  const met = peopleMet(visit)
  if (met.length === 0) return []
  const { column } = labels
  const hasDetails = met.some((contact) => detailsOf(contact).length > 0)
  const columns = [
    { heading: column.number, share: 8 },
    { heading: column.name, share: 30 },
    { heading: column.post, share: 32 },
    ...(hasDetails ? [{ heading: column.contactDetails, share: 30 }] : []),
  ]
  const rows = met.map((contact, index): TableRow => {
    const post = postLines(visit, contact, labels)
    const cells = [[line(String(index + 1))], [line(personName(contact, labels.language))], post]
    return { cells: hasDetails ? [...cells, detailsOf(contact)] : cells }
  })
  return [{ type: 'table', columns, rows }]
}

/** `Director, METI` */
export function postWords(visit: VisitIndex, contact: FileContact, labels: Labels): string {
  const post = postOf(contact)
  const organization = visit.organization(post.organization)
  return labels.phrase.person({
    name: '',
    post: post.title,
    organization: organization === undefined ? '' : shortOrganizationName(organization, labels),
  })
}

function meetingLines(visit: VisitIndex, meeting: NumberedMeeting, labels: Labels): Line[] {
  const title = meetingTitle(visit, meeting, labels)
  const marks = marksOf(meeting.record, labels)
  const shown = marks.length === 0 ? title : withBrackets(title, marks.join(labels.phrase.listSeparator), labels)
  const organizations = organizationsOf(visit, meeting.record)
    .map((organization) => organizationName(organization, labels))
    .filter((name) => name !== title)
  return [boldLine(shown), ...organizations.map(line)]
}

/** What was not as planned: cancelled, not held yet, moved, or not on the programme at all. */
function marksOf(meeting: FileMeeting, labels: Labels): string[] {
  const moved = meetingTimes({ start: meeting.movedFrom }, labels, 'shortDay')
  return [
    ...(meeting.state === undefined || meeting.state === 'held' ? [] : [labels.meetingState[meeting.state]]),
    ...(moved === undefined ? [] : [labels.phrase.movedFrom(moved)]),
    ...(meeting.walkIn === true ? [labels.phrase.walkIn] : []),
  ]
}

/** Who led on our side: the field, else the head of our side among the participants. */
function leadWords(visit: VisitIndex, meeting: FileMeeting, labels: Labels): Line[] {
  const lead = visit.contact(meeting.leadContact)
  if (lead !== undefined) return [line(personName(lead, labels.language))]
  const head = peopleOf(visit, meeting, labels).find(({ side, role }) => side === 'ours' && role === 'head')
  return head === undefined ? [] : [line(head.name)]
}

function peopleMet(visit: VisitIndex): FileContact[] {
  const held = visit.meetings.filter(({ record }) => record.state !== 'cancelled' && record.state !== 'planned')
  const keys = new Set(held.flatMap(({ record }) => record.participants.map(({ contact }) => contact)))
  return visit.file.contacts.filter(({ key, side }) => keys.has(key) && side !== 'ours')
}

function postLines(visit: VisitIndex, contact: FileContact, labels: Labels): Line[] {
  const post = postOf(contact)
  const organization = visit.organization(post.organization)
  return [post.title, organization === undefined ? '' : organizationName(organization, labels)].filter(hasWords).map(line)
}

const detailsOf = (contact: FileContact): Line[] => [contact.email, contact.phone].filter(hasWords).map((text) => line(text.trim()))
