import type { Language } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { assert } from '@shared/lib/assert.ts'
import { labelsOf } from '@memos/labels/labels-of.ts'
import type { Labels } from '@memos/labels/labels.ts'
import { attachedIndex } from './annexes.ts'
import { addresseeParts, closingParts, editedTitle, framedMemo, registrationParts } from './frame.ts'
import { annexLines, type MeetingSetting } from './meeting-parts.ts'
import { draftersOf } from './memcon-parts.ts'
import { TRADITIONS } from './memcon-traditions.ts'
import { hasWords, heading, paragraph, type Memo, type Part } from './memo.ts'
import type { Gaps } from './missing.ts'
import { meetingTitle, organizationsOf, shortOrganizationName } from './names.ts'
import type { MemconRequest } from './request.ts'
import { indexVisit, type NumberedMeeting, type VisitIndex } from './visit-index.ts'

/** @property orderOf the language whose order of chapters it has: beside another column it is that of the other */
export type MemconWriting = { readonly gaps: Gaps; readonly orderOf: Language }

/** The memo of one meeting. Throws when the file has no such meeting: the key comes from the file itself. */
export function memconContent(file: VisitFile, request: MemconRequest, { gaps, orderOf }: MemconWriting): Memo {
  const labels = labelsOf(request.language)
  const visit = indexVisit(file)
  const meeting = visit.meeting(request.meetingKey)
  assert(meeting !== undefined, `no meeting ${request.meetingKey} in the file`)
  const setting = {
    visit,
    meeting,
    labels,
    audience: request.audience,
    gaps,
    namesEveryone: true,
    edits: request.edits,
    settlesFirst: labelsOf(orderOf).settlesFirst,
    attached: attachedIndex(visit, request.attached ?? []),
  }
  const title = editedTitle(request.edits, meetingTitle(visit, meeting, labels))
  const { kind, parts } = TRADITIONS[request.preset ?? 'memorandum']({ ...setting, title })
  const all: Part[] = [
    ...registrationParts(request.edits, labels),
    ...addresseeParts(request.edits),
    ...parts,
    ...closingParts(request.edits, labels),
    ...annex(setting),
  ]
  const about = {
    file,
    title: `${kind}: ${title}`,
    author: authorOf(setting),
    keywords: keywordsOf(visit, meeting, labels),
    meetings: [meeting.record],
  }
  return framedMemo(request, about, [{ orientation: 'portrait', parts: all }])
}

function annex(setting: MeetingSetting): Part[] {
  const people = annexLines(setting)
  if (people.length === 0) return []
  const items = people.map(({ text }) => [paragraph(text)])
  return [heading(1, setting.labels.heading.participantsAnnex), { type: 'list', ordered: true, items }]
}

const authorOf = (setting: MeetingSetting): string =>
  [...draftersOf(setting).map(({ fullName }) => fullName), setting.visit.file.visit.ministry?.trim() ?? ''].find(hasWords) ?? 'Safarnoma'

const keywordsOf = (visit: VisitIndex, meeting: NumberedMeeting, labels: Labels): string =>
  [visit.file.visit.code, ...organizationsOf(visit, meeting.record).map((organization) => shortOrganizationName(organization, labels))]
    .filter(hasWords)
    .join('; ')
