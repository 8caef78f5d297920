import type { Kind } from '@shared/domain/tables.ts'
import { recordById, type LiveScope } from '../db/live.ts'
import type { Language } from '../lib/language.ts'
import { recordTitle } from './record-title.ts'

/** Points at one record of a visit. */
export type RecordRef = { readonly kind: Kind; readonly id: string }

/**
 * One line that names any record of a visit in a language, deleted ones too. Links, participants and notes name what they
 * hang on. Empty when the record is not on this laptop or says nothing yet: the screen then shows its kind alone.
 */
export function recordName(live: LiveScope | undefined, { kind, id }: RecordRef, language: Language): string {
  const nameOf = (other: Kind, otherId: string | null | undefined): string =>
    otherId ? recordName(live, { kind: other, id: otherId }, language) : ''
  switch (kind) {
    case 'visit':
      return named(recordById(live, kind, id), (record) => recordTitle({ kind, record }, language))
    case 'meeting':
      return named(recordById(live, kind, id), (record) => recordTitle({ kind, record }, language))
    case 'organization':
      return named(recordById(live, kind, id), (record) => recordTitle({ kind, record }, language))
    case 'contact':
      return named(recordById(live, kind, id), (record) => recordTitle({ kind, record }, language))
    case 'programme':
      return named(recordById(live, kind, id), (record) => recordTitle({ kind, record }, language))
    case 'agreement':
      return named(recordById(live, kind, id), (record) => recordTitle({ kind, record }, language))
    case 'commitment':
      return named(recordById(live, kind, id), (record) => recordTitle({ kind, record }, language))
    case 'openQuestion':
      return named(recordById(live, kind, id), (record) => recordTitle({ kind, record }, language))
    case 'attachment':
      return named(recordById(live, kind, id), ({ caption, name }) => caption ?? name ?? '')
    case 'member':
      return recordById(live, kind, id)?.name ?? ''
    case 'note':
      return named(recordById(live, kind, id), (note) => joined(note.authorName, nameOf('meeting', note.meetingId)))
    case 'participant':
      return named(recordById(live, kind, id), (one) => joined(nameOf('contact', one.contactId), nameOf('meeting', one.meetingId)))
    case 'meetingOrganization':
      return named(recordById(live, kind, id), (link) =>
        joined(nameOf('organization', link.organizationId), nameOf('meeting', link.meetingId)),
      )
    case 'agreementOrganization':
      return named(recordById(live, kind, id), (link) =>
        joined(nameOf('organization', link.organizationId), nameOf('agreement', link.agreementId)),
      )
    case 'agreementProgramme':
      return named(recordById(live, kind, id), (link) =>
        joined(nameOf('programme', link.programmeId), nameOf('agreement', link.agreementId)),
      )
    case 'conflict':
    case 'review':
      return named(recordById(live, kind, id), (one) => (one.recordKind ? nameOf(one.recordKind as Kind, one.recordId) : ''))
  }
}

const named = <R>(record: R | undefined, nameOf: (record: R) => string): string =>
  record === undefined ? '' : (nameOf(record).trim().split('\n')[0] ?? '')

const joined = (...parts: readonly (string | null | undefined)[]): string => parts.filter((part) => part).join(' · ')
