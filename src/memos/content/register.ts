import type { VisitFile } from '@shared/domain/visit-file.ts'
import { labelsOf } from '@memos/labels/labels-of.ts'
import type { Labels } from '@memos/labels/labels.ts'
import type { Words } from './agreement-parts.ts'
import { addresseeParts, closingParts, editedTitle, framedMemo, registrationParts, visitKeywords } from './frame.ts'
import { hasWords, paragraph, type Memo, type Part } from './memo.ts'
import type { Gaps } from './missing.ts'
import { registerParts } from './register-table.ts'
import type { MemoEdits, RegisterRequest } from './request.ts'
import { signaturePart, signatoryOf } from './signature.ts'
import { indexVisit, type VisitIndex } from './visit-index.ts'

/** Agreements and commitments as a document of their own, across the page; as a road map with a block to approve it. */
export function registerContent(file: VisitFile, request: RegisterRequest, gaps: Gaps): Memo {
  const words: Words = { labels: labelsOf(request.language), audience: request.audience, gaps }
  const { labels } = words
  const visit = indexVisit(file)
  const { edits, organizationKey, grouping = 'organization', preset = 'register' } = request
  const kind = preset === 'road-map' ? labels.roadMap.kind : labels.kind.register
  const title = editedTitle(edits, titleOf(visit, organizationKey))
  const table = registerParts(visit, words, { preset, grouping, organizationKey })
  const parts: Part[] = [
    ...(preset === 'road-map' ? approvalParts(edits, labels) : []),
    ...registrationParts(edits, labels),
    ...addresseeParts(edits),
    { type: 'title', kind, title },
    ...(table.length > 0 ? table : [paragraph(labels.phrase.nothingRegistered)]),
    ...signature(edits, labels),
    ...closingParts(edits, labels),
  ]
  const about = {
    file,
    title: title === '' ? kind : `${kind}: ${title}`,
    author: authorOf(visit, edits),
    keywords: visitKeywords(visit),
    meetings: visit.meetings.map(({ record }) => record),
  }
  return framedMemo(request, about, [{ orientation: 'landscape', parts }])
}

function titleOf(visit: VisitIndex, organizationKey: string | undefined): string {
  const organization = visit.organization(organizationKey)
  return organization?.name?.trim() ?? visit.file.visit.title?.trim() ?? ''
}

/** `TASDIQLAYMAN`, the post, a line to sign on with the name, and a line for the date: at the top right of a road map. */
function approvalParts(edits: MemoEdits | undefined, { roadMap }: Labels): Part[] {
  const { name = '', post = '' } = edits?.approver ?? {}
  const lines = [roadMap.approved, post.trim(), `${SIGN_HERE} ${name.trim()}`.trim(), roadMap.approvalDay]
  return lines.filter(hasWords).map((words) => paragraph(words, 'aside'))
}

const SIGN_HERE = '____________________'

/** A register is signed only by whom somebody named for it. */
function signature(edits: MemoEdits | undefined, labels: Labels): Part[] {
  const signatory = signatoryOf(edits?.signatory, undefined)
  return signatory === undefined ? [] : [signaturePart(signatory, labels.phrase.draftedBy)]
}

const authorOf = (visit: VisitIndex, edits: MemoEdits | undefined): string =>
  [edits?.signatory?.name.trim(), visit.file.visit.ministry?.trim()].find(hasWords) ?? 'Safarnoma'
