import type { VisitFile } from '@shared/domain/visit-file.ts'
import { assert } from '@shared/lib/assert.ts'
import { briefLabelsOf } from '@memos/labels/brief/brief-labels-of.ts'
import { labelsOf } from '@memos/labels/labels-of.ts'
import { briefParts, type BriefSetting } from './brief-parts.ts'
import { closingParts, editedTitle, framedMemo, visitKeywords } from './frame.ts'
import { hasWords, heading, line, textLines, type ContentsEntry, type Fact, type Memo, type Part, type Section } from './memo.ts'
import type { Gaps } from './missing.ts'
import { meetingTitle } from './names.ts'
import { meetingHeading } from './report-parts.ts'
import type { BriefRequest } from './request.ts'
import { dayRange } from './times.ts'
import { indexVisit, type VisitIndex } from './visit-index.ts'

/** The brief of one meeting, or of every meeting of the visit that is not cancelled, each on a page of its own. Throws when the file has no such meeting. */
export function briefContent(file: VisitFile, request: BriefRequest, gaps: Gaps): Memo {
  const visit = indexVisit(file)
  return request.meetingKey === undefined ? pack(visit, request, gaps) : single(visit, request, gaps)
}

function single(visit: VisitIndex, request: BriefRequest, gaps: Gaps): Memo {
  const meeting = visit.meeting(request.meetingKey)
  assert(meeting !== undefined, `no meeting ${request.meetingKey} in the file`)
  const setting: BriefSetting = { ...words(request, gaps), visit, meeting, earlier: request.earlier ?? [] }
  const title = editedTitle(request.edits, meetingTitle(visit, meeting, setting.labels))
  const parts: Part[] = [
    { type: 'title', kind: setting.labels.kind.brief, title },
    ...briefParts(setting, { level: 1, hasLogistics: true }),
    ...closingParts(request.edits, setting.labels),
  ]
  const about = { title: `${setting.labels.kind.brief}: ${title}`, meetings: [meeting.record], ...authored(visit) }
  return framedMemo(request, { file: visit.file, ...about }, [{ orientation: 'portrait', parts }])
}

/** The contents in front; then each meeting begins a page, because it is taken along by itself. */
function pack(visit: VisitIndex, request: BriefRequest, gaps: Gaps): Memo {
  const { labels, brief } = words(request, gaps)
  const meetings = visit.meetings.filter(({ record }) => record.state !== 'cancelled')
  const chapters = meetings.map((meeting) => {
    const setting: BriefSetting = { labels, brief, gaps, audience: request.audience, visit, meeting, earlier: request.earlier ?? [] }
    const text = meetingHeading(visit, meeting, labels)
    return { text, anchor: `meeting_${meeting.number}`, parts: briefParts(setting, { level: 2, hasLogistics: false }) }
  })
  const title = editedTitle(request.edits, visit.file.visit.title?.trim() ?? '')
  const front: Part[] = [
    { type: 'title', kind: brief.pack, title },
    ...frontFacts(visit, words(request, gaps)),
    ...contents(chapters, labels.heading.contents),
    ...closingParts(request.edits, labels),
  ]
  const sections: Section[] = [
    { orientation: 'portrait', parts: front },
    ...chapters.map(({ text, anchor, parts }): Section => ({ orientation: 'portrait', parts: [heading(1, text, anchor), ...parts] })),
  ]
  const about = {
    title: title === '' ? brief.pack : `${brief.pack}: ${title}`,
    meetings: meetings.map(({ record }) => record),
    ...authored(visit),
  }
  return framedMemo(request, { file: visit.file, ...about }, sections)
}

const words = (request: BriefRequest, gaps: Gaps): Pick<BriefSetting, 'labels' | 'brief' | 'gaps' | 'audience'> => ({
  labels: labelsOf(request.language),
  brief: briefLabelsOf(request.language),
  audience: request.audience,
  gaps,
})

function frontFacts({ file }: VisitIndex, { labels, brief }: Pick<BriefSetting, 'labels' | 'brief'>): Part[] {
  const { visit } = file
  const fact = (label: string, text: string | undefined): Fact[] => {
    const said = textLines(text)
    return said.length === 0 ? [] : [{ label, lines: said.map(line) }]
  }
  const rows = [
    ...fact(labels.fact.visitDates, dayRange(visit.startDay, visit.endDay, labels)),
    ...fact(labels.fact.place, [visit.city, visit.country].filter(hasWords).join(labels.phrase.listSeparator)),
    ...fact(labels.fact.purpose, visit.purpose),
    ...fact(brief.fact.emergencyContact, visit.emergencyContact),
  ]
  return rows.length === 0 ? [] : [{ type: 'facts', labels: 'narrow', rows }]
}

function contents(chapters: readonly ContentsEntry[], title: string): Part[] {
  if (chapters.length === 0) return []
  return [{ type: 'contents', heading: title, entries: chapters.map(({ text, anchor }) => ({ text, anchor })) }]
}

const authored = (visit: VisitIndex) => ({ author: visit.file.visit.ministry?.trim() || 'Safarnoma', keywords: visitKeywords(visit) })
