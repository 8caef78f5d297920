import type { OwnDocument } from '@memos/take-back.ts'
import { ALL_MEETINGS, subjectOf, type MemoChoice } from './memo-choice.ts'

/** The choice on the screen that makes such a document. */
export function choiceOfDocument(document: OwnDocument): MemoChoice {
  const { kind, language, secondLanguage, audience, preset } = document
  return {
    kind,
    language,
    secondLanguage: secondLanguage ?? null,
    audience,
    preset: preset ?? null,
    subjectId: subjectIdOf(document) ?? null,
  }
}

function subjectIdOf({ kind, isOfAllMeetings, meetingIds, organizationId }: OwnDocument): string | undefined {
  if (isOfAllMeetings) return ALL_MEETINGS
  const subject = subjectOf(kind)
  return subject === 'meeting' ? meetingIds[0] : subject === 'organization' ? organizationId : undefined
}
