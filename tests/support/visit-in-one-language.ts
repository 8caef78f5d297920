import type { Language } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { SENTENCES, said, seventeenMeetingsVisit, visitFileOf } from './visit-file-fixtures.ts'

/**
 * Seventeen meetings whose notes, agreements and commitments are all in one language. Fonts that stand in for others have
 * other heights, so a mixture of scripts is laid out by each program in its own way.
 */
export function visitInOneLanguage(language: Language): VisitFile {
  const file = seventeenMeetingsVisit()
  const text = SENTENCES[language]
  const isJapanese = language === 'ja'
  return visitFileOf({
    ...file,
    contacts: file.contacts.map((contact) => (isJapanese ? contact : { ...contact, native: undefined })),
    organizations: file.organizations.map((one) => (isJapanese ? one : { ...one, nativeName: undefined })),
    meetings: file.meetings.map((meeting, index) => ({
      ...meeting,
      ...(meeting.place === undefined ? {} : { place: 'Tokyo' }),
      ...(meeting.summary === undefined ? {} : { summary: `${text}\n${text}` }),
      notes: meeting.notes.map((note) => ({
        ...note,
        language,
        body: { bodySchema: 1 as const, blocks: Array.from({ length: 6 + index }, () => said(text)) },
      })),
      openQuestions: meeting.openQuestions.map((question) => ({ ...question, text })),
    })),
    agreements: file.agreements.map((one) => ({ ...one, text })),
    commitments: file.commitments.map((one) => ({ ...one, text })),
  })
}
