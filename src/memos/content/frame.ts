import type { VisitFile } from '@shared/domain/visit-file.ts'
import { day as dayText } from '@shared/domain/record.ts'
import { labelsOf } from '@memos/labels/labels-of.ts'
import type { Labels } from '@memos/labels/labels.ts'
import { hasWords, paragraph, paragraphs, type Memo, type MemoProperties, type Part, type Section } from './memo.ts'
import { customProperties, footerLine, modifiedOf } from './properties.ts'
import type { MemoEdits, MemoRequest } from './request.ts'
import type { FileMeeting, VisitIndex } from './visit-index.ts'

/** What a document says of itself, beside its sections. */
export type About = Pick<MemoProperties, 'title' | 'author' | 'keywords'> & {
  readonly file: VisitFile
  readonly meetings: readonly FileMeeting[]
}

/** A document of its sections: properties, marking, draft and foot are the same for every kind. */
export function framedMemo(request: MemoRequest, { file, meetings, ...about }: About, sections: readonly Section[]): Memo {
  const labels = labelsOf(request.language)
  const marking = markingOf(request)
  const isDraft = request.isDraft === true
  return {
    kind: request.kind,
    language: request.language,
    properties: {
      ...about,
      subject: file.visit.title?.trim() ?? '',
      ...modifiedOf(file),
      custom: customProperties(file, request, { parts: sections.flatMap(({ parts }) => parts), meetings, marking }),
    },
    footer: [footerLine(file, request.kind), ...(isDraft ? [labels.frame.draftMadeWith] : [])].join(' · '),
    ...(marking === undefined ? {} : { marking }),
    ...(isDraft ? { watermark: labels.frame.watermark } : {}),
    sections,
  }
}

/** The title that a person gave the document, else that of the records. */
export const editedTitle = (edits: MemoEdits | undefined, title: string): string => {
  const edited = edits?.title
  return hasWords(edited) ? edited.trim() : title
}

/** The number and the date of the document, where its tradition has them; nothing when neither is known. */
export function registrationParts(edits: MemoEdits | undefined, labels: Labels): Part[] {
  const number = edits?.registrationNumber?.trim() ?? ''
  const words = labels.frame.registration({ number, day: documentDay(edits, labels) ?? '' })
  return hasWords(words) ? [paragraph(words, 'registration')] : []
}

/** The date of the document in words. A text that is no day is a bug of the caller, and is left out. */
export function documentDay(edits: MemoEdits | undefined, labels: Labels): string | undefined {
  const parsed = dayText.safeParse(edits?.documentDay)
  return parsed.success ? labels.time.day(parsed.data) : undefined
}

export const addresseeParts = (edits: MemoEdits | undefined): Part[] => paragraphs(edits?.addressee, 'aside')

/** What stands under the signature: who gets which copy, and who prepared the paper. */
export function closingParts(edits: MemoEdits | undefined, { frame }: Labels): Part[] {
  const receivers = (edits?.distribution ?? []).filter(hasWords).map((one) => one.trim())
  const copies = receivers.map((receiver, index) => paragraph(frame.copy(index + 1, receiver), 'small'))
  const executor = edits?.executor
  return [
    ...(copies.length > 0 ? [paragraph(frame.distribution, 'label'), ...copies] : []),
    ...(hasWords(executor) ? [paragraph(frame.executor(executor.trim()), 'small')] : []),
  ]
}

/** Keywords of a document about the whole visit. */
export const visitKeywords = ({ file }: VisitIndex): string =>
  [file.visit.code, file.visit.city, file.visit.country].filter(hasWords).join('; ')

/** Only papers of our own side are marked. */
const markingOf = ({ audience, edits }: MemoRequest): string | undefined =>
  audience === 'internal' && hasWords(edits?.marking) ? edits.marking.trim() : undefined
