import type { VisitFile } from '@shared/domain/visit-file.ts'
import { assertNever } from '@shared/lib/assert.ts'
import { forAudience, type HeldBackPart } from './audience.ts'
import { bilingual } from './bilingual.ts'
import { briefContent } from './brief.ts'
import { letterContent } from './letter.ts'
import { memconContent, type MemconWriting } from './memcon.ts'
import type { Memo } from './memo.ts'
import { newGaps, type Gaps, type MissingPart } from './missing.ts'
import type { MemoNotice } from './notices.ts'
import { registerContent } from './register.ts'
import { reportContent } from './report.ts'
import type { MemoRequest } from './request.ts'

/**
 * The words of a document without making the document: cheap enough for a dialog that lists what is missing
 * and what is held back. Throws when a memcon is asked of a meeting that is not in the file.
 */
export function memoContent(
  file: VisitFile,
  request: MemoRequest,
): { memo: Memo; missing: MissingPart[]; heldBack: HeldBackPart[]; notices: MemoNotice[] } {
  const gaps = newGaps()
  const { file: readable, attached, heldBack } = forAudience(file, request)
  const memo = inItsLanguages(readable, request.kind === 'report' || request.kind === 'memcon' ? { ...request, attached } : request, gaps)
  return { memo, missing: gaps.list(), heldBack, notices: gaps.notices() }
}

/** The content, or both beside each other where a second language is asked for. */
function inItsLanguages(file: VisitFile, request: MemoRequest, gaps: Gaps): Memo {
  const memo = contentOf(file, request, { gaps, orderOf: request.language })
  const { language, secondLanguage } = request
  if (secondLanguage === undefined || secondLanguage === language) return memo
  // What is missing is missing in both, and was noted with the first.
  return bilingual(memo, contentOf(file, { ...request, language: secondLanguage }, { gaps: newGaps(), orderOf: language }))
}

function contentOf(file: VisitFile, request: MemoRequest, writing: MemconWriting): Memo {
  const { gaps } = writing
  switch (request.kind) {
    case 'memcon':
      return memconContent(file, request, writing)
    case 'report':
      return reportContent(file, request, gaps)
    case 'register':
      return registerContent(file, request, gaps)
    case 'letter':
      return letterContent(file, request, gaps)
    case 'brief':
      return briefContent(file, request, gaps)
    default:
      return assertNever(request)
  }
}
