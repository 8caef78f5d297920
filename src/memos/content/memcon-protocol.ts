import { occasionFacts, openQuestionParts, printedNotes, serviceFacts, settledParts, sideFacts, summaryParts } from './meeting-parts.ts'
import { attachedChapter, commentChapter, draftersOf, leaderOf, nextParts, type MemconSetting } from './memcon-parts.ts'
import { heading, line, paragraph, textLines, type Fact, type Part } from './memo.ts'
import { noteParts } from './note-parts.ts'
import { peopleOf } from './people.ts'
import type { Signatory } from './request.ts'
import { contactAsSignatory, signaturePart, signatoryOf } from './signature.ts'

/** A point of the agenda with what was said to it. */
type Topic = { readonly text: string; readonly parts: readonly Part[] }

/**
 * A bayonnoma: chair and secretary, who was present, the agenda, and to each point what was heard and who spoke. Records do
 * not say to which point a decision belongs, so all decisions stand together after the last one.
 */
export function protocolParts(setting: MemconSetting): Part[] {
  const { labels, meeting } = setting
  const { bayonnoma } = labels.memcon
  const { topics, agenda } = topicsOf(setting)
  const signatories = { chair: chairOf(setting), secretary: signatoryOf(setting.edits?.secretary, draftersOf(setting)[0]) }
  return [
    { type: 'facts', labels: 'narrow', rows: [...occasionFacts(setting), ...officeFacts(setting, signatories)] },
    heading(1, bayonnoma.present),
    { type: 'facts', labels: 'narrow', rows: [...sideFacts(setting), ...serviceFacts(setting)] },
    heading(1, bayonnoma.agenda),
    { type: 'list', ordered: true, items: agenda.map((item) => [paragraph(item)]) },
    ...topics.flatMap((topic, index) => topicParts(setting, topic, topics.length > 1 ? index + 1 : undefined)),
    ...chapter(bayonnoma.decided, settledParts(setting)),
    ...chapter(labels.heading.openQuestions, openQuestionParts(meeting.record)),
    ...chapter(labels.heading.nextStep, nextParts(setting)),
    ...[...commentChapter(setting), attachedChapter(setting)].flatMap((one) => chapter(one.heading, one.parts)),
    // The lines are there to be signed also when nobody is named yet.
    signaturePart({ name: signatories.chair?.name ?? '' }, bayonnoma.chair),
    signaturePart({ name: signatories.secretary?.name ?? '' }, bayonnoma.secretary),
  ]
}

function topicParts(setting: MemconSetting, { text, parts }: Topic, number: number | undefined): Part[] {
  const { phrase, memcon } = setting.labels
  const { heard, spoke } = memcon.bayonnoma
  // The summary is of the whole meeting: it opens the first point.
  const gist = number === undefined || number === 1 ? summaryParts(setting) : []
  return [
    heading(1, number === undefined ? heard : phrase.numbered(number, heard)),
    paragraph(text, 'label'),
    ...gist,
    ...(parts.length > 0 ? [heading(2, spoke), ...parts.map(lowered)] : []),
  ]
}

/** Headings of the notes stand below those of the protocol. */
const lowered = (part: Part): Part => (part.type === 'heading' ? { ...part, level: 3 } : part)

/** The agenda: the first-level headings of the notes; without any the subject, a line each; else the title. */
function topicsOf({ meeting, title }: MemconSetting): { topics: Topic[]; agenda: string[] } {
  const parts = printedNotes(meeting.record).flatMap(({ body }) => noteParts(body, 2))
  const starts = parts.flatMap((part, index) => (part.type === 'heading' && part.level === 2 ? [{ index, text: part.text }] : []))
  if (starts.length < 2) {
    const subject = textLines(meeting.record.subject)
    const agenda = subject.length > 0 ? subject : [title]
    return { topics: [{ text: agenda.join('; '), parts }], agenda }
  }
  const topics = starts.map(({ index, text }, at) => ({
    text,
    // What was written before the first heading belongs to the first point.
    parts: [...(at === 0 ? parts.slice(0, index) : []), ...parts.slice(index + 1, starts[at + 1]?.index)],
  }))
  return { topics, agenda: topics.map(({ text }) => text) }
}

function chairOf(setting: MemconSetting): Signatory | undefined {
  const { visit, meeting, labels, edits } = setting
  const chair = peopleOf(visit, meeting.record, labels).find(({ role }) => role === 'chair')
  const contact = visit.contact(chair?.key) ?? leaderOf(setting)
  return signatoryOf(edits?.signatory, contact === undefined ? undefined : contactAsSignatory(visit, contact, labels))
}

type Office = 'chair' | 'secretary'

function officeFacts({ labels }: MemconSetting, signatories: Readonly<Record<Office, Signatory | undefined>>): Fact[] {
  const { person } = labels.phrase
  const offices: readonly Office[] = ['chair', 'secretary']
  return offices.flatMap((office): Fact[] => {
    const signatory = signatories[office]
    if (signatory === undefined) return []
    const words = person({ name: signatory.name, post: signatory.post ?? '', organization: '' })
    return [{ label: labels.memcon.bayonnoma[office], lines: [line(words)] }]
  })
}

const chapter = (text: string, parts: readonly Part[]): Part[] => (parts.length > 0 ? [heading(1, text), ...parts] : [])
