import type { VisitFile } from '@shared/domain/visit-file.ts'
import { labelsOf } from '@memos/labels/labels-of.ts'
import type { Labels } from '@memos/labels/labels.ts'
import { agreementsList, commitmentsTable, type Words } from './agreement-parts.ts'
import { zipParts } from './bilingual.ts'
import { meetingFacts, openQuestionParts, summaryParts, type MeetingSetting } from './meeting-parts.ts'
import { commentChapter, discussionParts, nextParts } from './memcon-parts.ts'
import { heading, paragraphs, type Part } from './memo.ts'
import { newGaps } from './missing.ts'
import { registerParts } from './register-table.ts'
import type { MemoKind, MemoRequest } from './request.ts'
import { agreementsOf, commitmentsOf, indexVisit } from './visit-index.ts'

/** The chapters of a document that a letterhead may have places of its own for. */
export const CHAPTERS = ['facts', 'summary', 'discussion', 'decisions', 'commitments', 'questions', 'next_step', 'comment'] as const
export type ChapterName = (typeof CHAPTERS)[number]

/** Which of them a kind has; letters and briefs are of one piece. */
export const CHAPTERS_OF_KIND: Readonly<Record<MemoKind, readonly ChapterName[]>> = {
  memcon: CHAPTERS,
  report: ['summary', 'commitments'],
  register: ['commitments'],
  letter: [],
  brief: [],
}

export type Chapters = Readonly<Partial<Record<ChapterName, readonly Part[]>>>

/**
 * The chapters of a document each by itself, under its heading; one with nothing to say is empty, without its heading too. In two
 * languages each is in two columns.
 * @param file the visit as the document's audience may read it
 */
export function letterheadChapters(file: VisitFile, request: MemoRequest): Chapters {
  const { language, secondLanguage } = request
  const first = chaptersIn(file, request, labelsOf(language))
  if (secondLanguage === undefined || secondLanguage === language) return first
  const second = chaptersIn(file, request, labelsOf(secondLanguage))
  const languages = { left: labelsOf(language), right: labelsOf(secondLanguage) }
  return Object.fromEntries(
    CHAPTERS_OF_KIND[request.kind].map((name) => [name, zipParts({ left: first[name] ?? [], right: second[name] ?? [] }, languages)]),
  )
}

function chaptersIn(file: VisitFile, request: MemoRequest, labels: Labels): Chapters {
  const visit = indexVisit(file)
  // What is missing was noted when the document was made.
  const words: Words = { labels, audience: request.audience, gaps: newGaps() }
  switch (request.kind) {
    case 'memcon': {
      const meeting = visit.meeting(request.meetingKey)
      return meeting === undefined ? {} : ofMeeting({ ...words, visit, meeting })
    }
    case 'report':
      return {
        summary: under(labels.heading.executiveSummary, paragraphs(file.visit.summary)),
        commitments: under(labels.heading.register, registerParts(visit, words)),
      }
    case 'register': {
      const { preset = 'register', grouping = 'organization', organizationKey } = request
      return { commitments: registerParts(visit, words, { preset, grouping, organizationKey }) }
    }
    case 'letter':
    case 'brief':
      return {}
  }
}

function ofMeeting(setting: MeetingSetting): Chapters {
  const { visit, meeting, labels } = setting
  const { key } = meeting.record
  const decisions = agreementsList(visit, agreementsOf(visit, key), labels)
  const commitments = commitmentsTable(visit, commitmentsOf(visit, key), setting)
  return {
    facts: [{ type: 'facts', labels: 'narrow', rows: meetingFacts(setting) }],
    summary: under(labels.heading.summary, summaryParts(setting)),
    discussion: under(labels.heading.discussion, discussionParts(setting)),
    decisions: under(labels.heading.agreements, decisions),
    // Both stand under one heading in the papers of every language.
    commitments: decisions.length === 0 ? under(labels.heading.agreements, commitments) : commitments,
    questions: under(labels.heading.openQuestions, openQuestionParts(meeting.record)),
    next_step: under(labels.heading.nextStep, nextParts(setting)),
    comment: commentChapter(setting).flatMap((one) => under(one.heading, one.parts)),
  }
}

const under = (text: string, parts: readonly Part[]): readonly Part[] => (parts.length === 0 ? [] : [heading(1, text), ...parts])
