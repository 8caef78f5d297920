import type { Agreement } from '@shared/domain/agreement.ts'
import type { Commitment } from '@shared/domain/commitment.ts'
import type { Contact } from '@shared/domain/contact.ts'
import { compareMeetings, type Meeting } from '@shared/domain/meeting.ts'
import type { Organization } from '@shared/domain/organization.ts'
import type { Participant } from '@shared/domain/participant.ts'
import { displayName, formatName } from '@shared/domain/person-name.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { recordById, recordsOf, storedById, type LiveScope } from '../../db/live.ts'
import type { Formats } from '../../lib/use-formats.ts'
import { fold, matches } from '../../records/fold.ts'
import { searchNames } from '../../records/record-title.ts'

export type ScopeRecords = { readonly scope: string; readonly live: LiveScope }

/** One line of the directory. */
export type Entry = {
  readonly scope: string
  readonly kind: 'contact' | 'organization'
  readonly id: string
  readonly name: string
  readonly sub: string
  readonly isOurs: boolean
  /** Folded names, for searching in any script. */
  readonly key: string
}
export type Directory = { readonly people: readonly Entry[]; readonly organizations: readonly Entry[] }

/** Visits in the trash take their people out of the directory until they are restored. */
export const withoutTrashed = (scopes: readonly ScopeRecords[]): ScopeRecords[] =>
  scopes.filter(({ scope, live }) => {
    const visit = storedById(live, 'visit', scope)
    return !visit || !isDead(visit.cells)
  })

/** Everyone and every organization over all visits on this laptop, by name as the reader sees it. */
export function directoryOf(scopes: readonly ScopeRecords[], formats: Formats): Directory {
  const isManyVisits = scopes.length > 1
  const visitName = (live: LiveScope): string => (isManyVisits ? (recordsOf(live, 'visit')[0]?.title ?? '') : '')
  const sorted = (entries: readonly (Entry & { reading: string | null })[]): Entry[] => entries.toSorted(formats.compareNames)
  return {
    people: sorted(
      scopes.flatMap(({ scope, live }) =>
        recordsOf(live, 'contact').map((contact) => ({
          scope,
          kind: 'contact' as const,
          id: contact.id,
          name: displayName(contact, formats.language),
          sub: [postWords(live, contact), visitName(live)].filter(Boolean).join(' · '),
          isOurs: contact.side === 'ours',
          key: fold([...searchNames({ kind: 'contact', record: contact }), postWords(live, contact)].join(' ')),
          reading: contact.kana === null ? null : formatName(contact.kana, 'family-first'),
        })),
      ),
    ),
    organizations: sorted(
      scopes.flatMap(({ scope, live }) =>
        recordsOf(live, 'organization').map((organization) => ({
          scope,
          kind: 'organization' as const,
          id: organization.id,
          name: organization.name ?? organization.nativeName ?? organization.shortName ?? '',
          sub: [organization.shortName, organization.city, visitName(live)].filter(Boolean).join(' · '),
          isOurs: false,
          key: fold(searchNames({ kind: 'organization', record: organization }).join(' ')),
          reading: null,
        })),
      ),
    ),
  }
}

export function searchDirectory({ people, organizations }: Directory, query: string): Directory {
  if (query.trim() === '') return { people, organizations }
  const isFound = (entry: Entry): boolean => matches(entry.key, query.trim())
  return { people: people.filter(isFound), organizations: organizations.filter(isFound) }
}

/** "Chairman, IGDA": the first post with its organization. */
export function postWords(live: LiveScope | undefined, contact: Contact): string {
  const [post] = contact.posts ?? []
  const organization = post?.organizationId ? recordById(live, 'organization', post.organizationId) : undefined
  return [post?.title, organization?.shortName ?? organization?.name].filter(Boolean).join(', ')
}

/** The visit that holds a record of the directory, deleted or not. */
export const scopeOf = (scopes: readonly ScopeRecords[], kind: 'contact' | 'organization', id: string): ScopeRecords | undefined =>
  scopes.find(({ live }) => storedById(live, kind, id) !== undefined)

export type Met = { readonly scope: string; readonly meeting: Meeting; readonly participant: Participant | null }

/** The meetings of a contact over all visits, the latest first, those without a date last. Only the same record is the same person. */
export function meetingsOfContact(scopes: readonly ScopeRecords[], contactId: string): Met[] {
  return scopes.flatMap(({ scope, live }) => {
    const participants = recordsOf(live, 'participant').filter((one) => one.contactId === contactId)
    return recordsOf(live, 'meeting')
      .toSorted(latestFirst)
      .flatMap((meeting): Met[] => {
        const participant = participants.find((one) => one.meetingId === meeting.id)
        return participant || meeting.leadContactId === contactId ? [{ scope, meeting, participant: participant ?? null }] : []
      })
  })
}

/** What hangs on an organization in its visit. */
export type OrganizationLinks = {
  readonly people: readonly Contact[]
  readonly parts: readonly Organization[]
  readonly meetings: readonly Meeting[]
  readonly agreements: readonly Agreement[]
  readonly commitments: readonly Commitment[]
}

export function linksOfOrganization(live: LiveScope | undefined, id: string): OrganizationLinks {
  const isIts = (one: { organizationId: string | null }): boolean => one.organizationId === id
  const meetingIds = new Set(
    recordsOf(live, 'meetingOrganization')
      .filter(isIts)
      .map((link) => link.meetingId),
  )
  const agreementIds = new Set(
    recordsOf(live, 'agreementOrganization')
      .filter(isIts)
      .map((link) => link.agreementId),
  )
  return {
    people: recordsOf(live, 'contact').filter((contact) => contact.posts?.some(isIts)),
    parts: recordsOf(live, 'organization').filter((one) => one.parentId === id),
    meetings: recordsOf(live, 'meeting')
      .filter((one) => meetingIds.has(one.id))
      .toSorted(latestFirst),
    agreements: recordsOf(live, 'agreement').filter((one) => agreementIds.has(one.id)),
    commitments: recordsOf(live, 'commitment').filter(isIts),
  }
}

/** An organization and everything below it: none of them can be the one above it. */
export function withParts(live: LiveScope | undefined, id: string): string[] {
  const found = new Set([id])
  for (const one of found) {
    for (const part of recordsOf(live, 'organization')) if (part.parentId === one) found.add(part.id)
  }
  return [...found]
}

/** Those without a date stay last: they are often still to come. */
function latestFirst(a: Meeting, b: Meeting): number {
  if (a.start === null || b.start === null) return compareMeetings(a, b)
  return compareMeetings(b, a)
}
