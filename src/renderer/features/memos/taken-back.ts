import type { OwnDocument } from '@memos/take-back.ts'
import { subjectOf, type MemoChoice } from './memo-choice.ts'

/** The choice on the screen that makes such a document. */
export function choiceOfDocument({
  kind,
  language,
  secondLanguage,
  audience,
  preset,
  meetingIds,
  organizationId,
}: OwnDocument): MemoChoice {
  const subject = subjectOf(kind)
  const subjectId = subject === 'meeting' ? meetingIds[0] : subject === 'organization' ? organizationId : null
  return { kind, language, secondLanguage: secondLanguage ?? null, audience, preset: preset ?? null, subjectId: subjectId ?? null }
}
