import { protocolParts } from './memcon-protocol.ts'
import {
  attachedChapter,
  commentChapter,
  discussionParts,
  draftersOf,
  leaderOf,
  nextParts,
  type Chapter,
  type MemconSetting,
} from './memcon-parts.ts'
import { meetingFacts, openQuestionParts, settledParts, summaryParts, type MeetingSetting } from './meeting-parts.ts'
import { hasWords, heading, paragraph, type Part } from './memo.ts'
import { peopleOf } from './people.ts'
import type { MemconPreset } from './request.ts'
import { contactAsSignatory, signaturePart, signatoryOf } from './signature.ts'
import { dayOf } from './times.ts'

/** How a tradition writes down a meeting: what the document is called, and its parts up to the signature. */
type Tradition = (setting: MemconSetting) => { readonly kind: string; readonly parts: readonly Part[] }

export const TRADITIONS: Readonly<Record<MemconPreset, Tradition>> = {
  memorandum: (setting) => {
    const { kind } = setting.labels
    return { kind: kind.memcon, parts: [titlePart(kind.memcon, setting), facts(setting), ...chapters(setting), ...drafted(setting)] }
  },
  bayonnoma: (setting) => {
    const { kind } = setting.labels.memcon.bayonnoma
    return { kind, parts: [titlePart(kind, setting), ...protocolParts(setting)] }
  },
  'zapis-besedy': (setting) => {
    const { kind } = setting.labels.memcon.zapisBesedy
    return {
      kind,
      parts: [...diary(setting), ...conversationTitle(kind, setting), facts(setting), ...chapters(setting, 'last'), ...signed(setting)],
    }
  },
  gijiroku: (setting) => {
    const { kind } = setting.labels.memcon.gijiroku
    return { kind, parts: [titlePart(kind, setting), facts(setting), ...chapters(gijirokuNames(setting), 'first'), ...drafted(setting)] }
  },
}

export const titlePart = (kind: string, { title }: MemconSetting): Part => ({ type: 'title', kind, title })

const facts = (setting: MemconSetting): Part => ({ type: 'facts', labels: 'narrow', rows: meetingFacts(setting) })

/** @param settles where agreements and commitments stand; without it as the papers of the language have it */
function chapters(setting: MemconSetting, settles: 'first' | 'last' = setting.settlesFirst ? 'first' : 'last'): Part[] {
  const { labels, meeting } = setting
  const { record } = meeting
  const settled: Chapter = { heading: labels.heading.agreements, parts: settledParts(setting) }
  const discussion: Chapter = { heading: labels.heading.discussion, parts: discussionParts(setting) }
  return numbered(setting, [
    { heading: labels.heading.summary, parts: summaryParts(setting) },
    ...(settles === 'first' ? [settled, discussion] : [discussion, settled]),
    { heading: labels.heading.openQuestions, parts: openQuestionParts(record) },
    { heading: labels.heading.nextStep, parts: nextParts(setting) },
    ...commentChapter(setting),
    attachedChapter(setting),
  ])
}

const numbered = ({ labels }: MeetingSetting, all: readonly Chapter[]): Part[] =>
  all
    .filter(({ parts }) => parts.length > 0)
    .flatMap((chapter, index) => [heading(1, labels.phrase.numbered(index + 1, chapter.heading)), ...chapter.parts])

/** The same setting with the names that a 議事録 gives its parts. */
function gijirokuNames(setting: MemconSetting): MemconSetting {
  const { labels } = setting
  const { decisions, discussion, openQuestions, nextStep } = labels.memcon.gijiroku
  return { ...setting, labels: { ...labels, heading: { ...labels.heading, agreements: decisions, discussion, openQuestions, nextStep } } }
}

/** Each drafter signs under the role; a person named for it signs instead of them. */
function drafted(setting: MemconSetting): Part[] {
  const { labels, edits } = setting
  const drafters = draftersOf(setting)
  const edited = signatoryOf(edits?.signatory, undefined)
  const signatories = edited === undefined ? drafters : [edited]
  return signatories.map((one) => ({
    ...signaturePart({ name: one.name }, labels.phrase.draftedBy),
    above: hasWords(one.post) ? [one.post.trim()] : [],
  }))
}

/** Post, surname and signature, as a запись беседы ends; whoever led the talk signs it. */
function signed(setting: MemconSetting): Part[] {
  const { visit, labels, edits } = setting
  const leader = leaderOf(setting)
  const known = leader === undefined ? draftersOf(setting)[0] : contactAsSignatory(visit, leader, labels)
  const signatory = signatoryOf(edits?.signatory, known)
  return signatory === undefined ? [] : [signaturePart(signatory, labels.phrase.draftedBy)]
}

/** `Из дневника: A. Surname`, top left. */
function diary(setting: MemconSetting): Part[] {
  const { visit, labels, edits } = setting
  const leader = leaderOf(setting)
  const name = signatoryOf(edits?.signatory, leader === undefined ? undefined : contactAsSignatory(visit, leader, labels))?.name
  return hasWords(name) ? [paragraph(labels.memcon.zapisBesedy.diary(name), 'registration')] : []
}

/**
 * Who talked with whom and when. The names stand in the nominative, with a dash between them: a program that declined them
 * would decline some of them wrongly. A title of one's own takes their place.
 */
function conversationTitle(kind: string, setting: MemconSetting): Part[] {
  const { visit, meeting, labels, edits } = setting
  if (hasWords(edits?.title)) return [titlePart(kind, setting)]
  const people = peopleOf(visit, meeting.record, labels)
  const theirs = people.find(({ side, role }) => side === 'theirs' && role !== 'interpreter')
  const leader = leaderOf(setting)
  const nameOf = (key: string | undefined): string => {
    const contact = visit.contact(key)
    if (contact === undefined) return ''
    const { name, post } = contactAsSignatory(visit, contact, labels)
    return [post, name].filter(hasWords).join(' ')
  }
  const day = meeting.record.start === undefined ? '' : labels.time.day(dayOf(meeting.record.start))
  const words = labels.memcon.zapisBesedy.betweenOn({ ours: nameOf(leader?.key), theirs: nameOf(theirs?.key) || setting.title, day })
  return [{ type: 'title', kind, title: words }]
}
