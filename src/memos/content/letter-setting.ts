import type { VisitFile } from '@shared/domain/visit-file.ts'
import { assert } from '@shared/lib/assert.ts'
import { labelsOf } from '@memos/labels/labels-of.ts'
import type { Labels } from '@memos/labels/labels.ts'
import { letterPhrasesOf } from '@memos/labels/letter/letter-phrases-of.ts'
import type { LetterPhrases } from '@memos/labels/letter/letter-phrases.ts'
import { peopleOfOrganization, type LetterPerson } from './letter-people.ts'
import { hasWords } from './memo.ts'
import type { Gaps } from './missing.ts'
import { shortOrganizationName } from './names.ts'
import type { LetterRequest } from './request.ts'
import { indexVisit, type FileMeeting, type FileOrganization, type VisitIndex } from './visit-index.ts'

/** What a letter is made of: the file as the other side may read it, the organization, and its meetings by time. */
export type LetterSetting = {
  readonly visit: VisitIndex
  readonly request: LetterRequest
  readonly organization: FileOrganization
  readonly held: readonly FileMeeting[]
  readonly people: readonly LetterPerson[]
  readonly labels: Labels
  readonly phrases: LetterPhrases
  readonly gaps: Gaps
}

/** Throws when the file has no such organization: the key comes from the file itself. */
export function letterSetting(file: VisitFile, request: LetterRequest, gaps: Gaps): LetterSetting {
  const visit = indexVisit(file)
  const organization = visit.organization(request.organizationKey)
  assert(organization !== undefined, `no organization ${request.organizationKey} in the file`)
  const held = visit.meetings
    .map(({ record }) => record)
    .filter((one) => one.organizations.includes(organization.key) && one.state !== 'cancelled' && one.state !== 'planned')
  const people = peopleOfOrganization(visit, held, { organizationKey: organization.key, language: request.language })
  return {
    visit,
    request,
    organization,
    held,
    people,
    labels: labelsOf(request.language),
    phrases: letterPhrasesOf(request.language),
    gaps,
  }
}

/** Sentences in one paragraph. Japanese has no space between them, but one behind words in Latin letters. */
export const joined = (sentences: readonly string[], { language }: Labels): string =>
  sentences
    .filter(hasWords)
    .reduce((text, next) => (text === '' ? next : `${text}${language === 'ja' && !/[\x21-\x7e]$/.test(text) ? '' : ' '}${next}`), '')

export const aboutOrganization = ({ organization, labels }: LetterSetting): { of: string } => ({
  of: shortOrganizationName(organization, labels),
})
