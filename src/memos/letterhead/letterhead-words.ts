import type { VisitFile } from '@shared/domain/visit-file.ts'
import { meetingTitle, organizationName } from '@memos/content/names.ts'
import type { Memo } from '@memos/content/memo.ts'
import type { MemoRequest } from '@memos/content/request.ts'
import { indexVisit } from '@memos/content/visit-index.ts'
import { labelsOf } from '@memos/labels/labels-of.ts'
import type { WordPlaceholder } from './placeholders.ts'

export type LetterheadWords = Readonly<Record<WordPlaceholder, string>>

/**
 * What a document says in the placeholders of a letterhead; what nobody said is empty there.
 * @param file the visit as the document's audience may read it
 */
export function letterheadWords(file: VisitFile, request: MemoRequest, memo: Memo): LetterheadWords {
  const { edits = {} } = request
  const visit = indexVisit(file)
  const labels = labelsOf(request.language)
  const meeting = 'meetingKey' in request ? visit.meeting(request.meetingKey) : undefined
  const organization = visit.organization(
    ('organizationKey' in request ? request.organizationKey : undefined) ?? meeting?.record.organizations[0],
  )
  const isInternal = request.audience === 'internal'
  const recorded = meeting === undefined ? (file.visit.title?.trim() ?? '') : meetingTitle(visit, meeting, labels)
  return {
    reg_no: edits.registrationNumber ?? '',
    date: edits.documentDay === undefined || edits.documentDay === '' ? '' : labels.time.day(edits.documentDay),
    kind: labels.kind[request.kind],
    title: edits.title?.trim() || recorded || memo.properties.title,
    org: organization === undefined ? '' : organizationName(organization, labels),
    addressee: edits.addressee ?? '',
    // A marking is for our own side: see audience.ts.
    classification: isInternal ? (edits.marking ?? '') : '',
    signatory: edits.signatory?.name ?? '',
    signatory_post: edits.signatory?.post ?? '',
    executor: edits.executor ?? '',
  }
}
