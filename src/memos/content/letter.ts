import type { VisitFile } from '@shared/domain/visit-file.ts'
import { calendarDay } from '@memos/labels/calendar.ts'
import { closingParts, documentDay, framedMemo } from './frame.ts'
import { addresseeOf } from './letter-people.ts'
import { aboutOrganization, joined, letterSetting, type LetterSetting } from './letter-setting.ts'
import { settledItems } from './letter-settled.ts'
import { NOTHING, hasWords, paragraph, textLines, type Look, type Memo, type Part } from './memo.ts'
import type { Gaps } from './missing.ts'
import { organizationName, shortOrganizationName } from './names.ts'
import { roughPages } from './rough-pages.ts'
import type { LetterRequest, Signatory } from './request.ts'
import { sentencesOf } from './sentences.ts'
import { contactAsSignatory, signaturePart, signatoryOf } from './signature.ts'
import { dayOf, meetingTimes } from './times.ts'
import type { FileMeeting } from './visit-index.ts'

/** A letter tells of what was discussed in so many sentences; who wants more reads the memo. */
const MOST_SENTENCES = 4
/** So many people are thanked by name. */
const MOST_NAMES = 5

/**
 * The letter of thanks to one organization, with what we understand was agreed. Throws when the file has no such
 * organization: the key comes from the file itself.
 */
export function letterContent(file: VisitFile, request: LetterRequest, gaps: Gaps): Memo {
  const setting = letterSetting(file, request, gaps)
  const { organization, labels, phrases } = setting
  const parts = phrases.form === 'japanese' && request.secondLanguage === undefined ? japaneseLetter(setting) : westernLetter(setting)
  if (roughPages(parts, request.language) > 1) gaps.notice({ what: 'longer-than-a-page', ...aboutOrganization(setting) })
  const about = {
    file,
    title: `${labels.kind.letter}: ${shortOrganizationName(organization, labels)}`,
    author: signatory(setting)?.name ?? file.visit.ministry?.trim() ?? 'Safarnoma',
    keywords: [file.visit.code, shortOrganizationName(organization, labels)].filter(hasWords).join('; '),
    meetings: setting.held,
  }
  return framedMemo(request, about, [{ orientation: 'portrait', parts }])
}

/** Number and date, addressee, salutation, text, signature. */
function westernLetter(setting: LetterSetting): Part[] {
  const { phrases } = setting
  return [
    lines(registration(setting), 'flush'),
    lines(addresseeLines(setting), phrases.addresseeAt === 'right' ? 'aside' : 'flush'),
    ...(phrases.form === 'japanese' ? [] : [paragraph(salutation(setting), phrases.salutationAt === 'centre' ? 'centred' : 'flush')]),
    ...opening(setting),
    paragraph(thanks(setting)),
    ...discussed(setting),
    ...agreed(setting, phrases.agreed),
    ...nextSteps(setting),
    paragraph(phrases.closing),
    signatureOf(setting),
    ...closingParts(setting.request.edits, setting.labels),
  ]
}

/** 文書番号, 日付, 宛名, 発信者, 件名, 拝啓 … 敬具, then the list between 記 and 以上. */
function japaneseLetter(setting: LetterSetting): Part[] {
  const { phrases, organization, labels, request } = setting
  const items = settledItems(setting)
  const subject = hasWords(request.edits?.title) ? request.edits.title.trim() : phrases.subject(organizationName(organization, labels))
  return [
    lines(registration(setting), 'end'),
    lines(addresseeLines(setting), 'flush'),
    lines(sender(setting), 'end'),
    paragraph(subject, 'centred'),
    ...opening(setting),
    paragraph(thanks(setting)),
    ...discussed(setting),
    ...(items.length === 0 ? [] : [paragraph(phrases.agreedBelow + phrases.differs)]),
    ...nextSteps(setting),
    paragraph(phrases.closing),
    paragraph(phrases.complimentary({}), 'end'),
    ...(items.length === 0 ? [] : [paragraph(phrases.list.head, 'centred'), itemList(items), paragraph(phrases.list.end, 'end')]),
    ...closingParts(request.edits, labels),
  ]
}

/** The number and the date; the chancellery writes what is not known yet. */
function registration({ request, labels, phrases, visit, gaps }: LetterSetting): string[] {
  const number = request.edits?.registrationNumber?.trim() ?? ''
  // In Japan the date of a letter has no day of the week.
  const day = documentDay(request.edits, labels)?.replace(/（.）$/u, '')
  const gap = {
    kind: 'visit' as const,
    ...(visit.file.id === undefined ? {} : { id: visit.file.id }),
    of: visit.file.visit.title?.trim() ?? '',
  }
  if (number === '') gaps.note({ ...gap, what: 'registration-number', path: 'edits.registrationNumber' })
  if (day === undefined) gaps.note({ ...gap, what: 'document-day', path: 'edits.documentDay' })
  return [phrases.number(number === '' ? undefined : number), day ?? phrases.blankDay]
}

/** As a person wrote it, else the highest of those met, else the organization alone. */
function addresseeLines(setting: LetterSetting): string[] {
  const { request, people, organization, labels, phrases } = setting
  const edited = textLines(request.edits?.addressee)
  if (edited.length > 0) return edited
  const [first] = people
  const name = first === undefined ? '' : phrases.honoured(first.name, addresseeOf(first.contact, request.language).honorific)
  return phrases.addressee({ post: first?.post ?? '', name, organization: organizationName(organization, labels) }).filter(hasWords)
}

function salutation({ request, people, phrases }: LetterSetting): string {
  const edited = request.edits?.salutation
  return hasWords(edited) ? edited.trim() : phrases.salutation(addresseeOf(people[0]?.contact, request.language))
}

/** Only the Japanese letter has one: 拝啓, and the greeting of the season of its date. */
function opening({ request, organization, phrases, labels }: LetterSetting): Part[] {
  const day = request.edits?.documentDay
  const month = day !== undefined && documentDay(request.edits, labels) !== undefined ? calendarDay(day).month : undefined
  const words = phrases.opening({ month, type: organization.type })
  return words === '' ? [] : [paragraph(words, 'flush')]
}

function thanks(setting: LetterSetting): string {
  const { held, people, labels, phrases, request } = setting
  const days = [...new Set(held.flatMap(({ start }) => (start === undefined ? [] : [dayOf(start)])))].map((day) => labels.time.day(day))
  if (days.length === 0) for (const meeting of held.slice(0, 1)) setting.gaps.note(gapOfMeeting(setting, meeting))
  const named = people.slice(0, MOST_NAMES).map(({ contact, name, post }) => ({
    name: phrases.honoured(name, addresseeOf(contact, request.language).honorific),
    post,
  }))
  const met = named.length === 0 ? '' : phrases.met(named, named.length === people.length)
  return joined([phrases.thanks(days), met], labels)
}

/** From the summaries of the meetings; without one, their subjects. Never from notes, which nobody has agreed on. */
function discussed(setting: LetterSetting): Part[] {
  const { held, phrases, labels, gaps } = setting
  const sentences = held.flatMap(({ summary }) => textLines(summary).flatMap(sentencesOf))
  if (sentences.length > MOST_SENTENCES) gaps.notice({ what: 'summary-shortened', count: sentences.length, ...aboutOrganization(setting) })
  if (sentences.length > 0) return [paragraph(joined(sentences.slice(0, MOST_SENTENCES), labels))]
  const subjects = held.flatMap(({ subject }) => textLines(subject))
  return subjects.length === 0 ? [] : [paragraph(phrases.discussed(subjects.join('; ')))]
}

function agreed(setting: LetterSetting, words: string): Part[] {
  const items = settledItems(setting)
  if (items.length === 0) return []
  return [paragraph(words), itemList(items), paragraph(setting.phrases.differs)]
}

const itemList = (items: readonly (readonly Part[])[]): Part => ({ type: 'list', ordered: true, items })

/** What comes next, the next meeting with its day, and to whom to write. */
function nextSteps({ visit, organization, held, phrases, labels, request }: LetterSetting): Part[] {
  const step = textLines(held.findLast(({ nextStep }) => hasWords(nextStep))?.nextStep).join(' ')
  const next = visit.meetings.find(
    ({ record }) => record.state === 'planned' && record.start !== undefined && record.organizations.includes(organization.key),
  )?.record
  const time = next === undefined ? undefined : meetingTimes({ start: next.start, zone: next.zone ?? visit.file.visit.zone }, labels)
  const contact = request.edits?.contact
  const words = [
    ...(step === '' ? [] : [phrases.nextStep(step)]),
    ...(time === undefined ? [] : [phrases.nextMeeting(time)]),
    ...(hasWords(contact) ? [phrases.contact(contact.trim())] : []),
  ]
  return words.length === 0 ? [] : [paragraph(joined(words, labels))]
}

/** Who signs: named for it, else the head of the delegation. */
function signatory({ visit, request, labels }: LetterSetting): Signatory | undefined {
  const head = visit.contact(visit.file.visit.headContact)
  return signatoryOf(request.edits?.signatory, head === undefined ? undefined : contactAsSignatory(visit, head, labels))
}

function signatureOf(setting: LetterSetting): Part {
  const { phrases, people, request } = setting
  const known = requiredSignatory(setting)
  return {
    ...signaturePart({ name: known.name, ...(known.post === undefined ? {} : { post: known.post }) }, ''),
    above: [phrases.complimentary(addresseeOf(people[0]?.contact, request.language))],
  }
}

/** The ministry, the post and the name, as the Japanese letter has them above its text. */
function sender(setting: LetterSetting): string[] {
  const { name, post } = requiredSignatory(setting)
  return [setting.visit.file.visit.ministry?.trim(), post?.trim(), name].filter(hasWords)
}

function requiredSignatory(setting: LetterSetting): Signatory {
  const known = signatory(setting)
  if (known !== undefined) return known
  const { visit, gaps } = setting
  gaps.note({
    what: 'signatory',
    kind: 'visit',
    ...(visit.file.id === undefined ? {} : { id: visit.file.id }),
    path: 'edits.signatory',
    of: visit.file.visit.title?.trim() ?? '',
  })
  return { name: NOTHING }
}

/** Lines of one block: a line each, and no space between them. */
const lines = (words: readonly string[], look: Look): Part => ({
  type: 'paragraph',
  look,
  content: words.flatMap((text, index) => [...(index === 0 ? [] : [{ type: 'break' as const }]), { type: 'text' as const, text }]),
})

const gapOfMeeting = ({ visit, labels, organization }: LetterSetting, meeting: FileMeeting) => ({
  what: 'date' as const,
  kind: 'meeting' as const,
  key: meeting.key,
  ...(meeting.id === undefined ? {} : { id: meeting.id }),
  path: `${visit.meeting(meeting.key)?.path ?? 'meetings'}.start`,
  of: meeting.title?.trim() ?? shortOrganizationName(organization, labels),
})
