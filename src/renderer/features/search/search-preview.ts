import type { Kind } from '@shared/domain/tables.ts'
import { recordById, recordsOf, type LiveScope } from '../../db/live.ts'
import type { RecordRef } from '../../records/record-name.ts'
import type { SearchEntry } from './search-index.ts'

/** The fields of a kind that the preview shows, in its order. */
const FIELDS: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  contact: ['native', 'kana', 'latin', 'cyrillic', 'email', 'phone'],
  organization: ['nativeName', 'shortName', 'type', 'city', 'country'],
  meeting: ['subject', 'state', 'start', 'place'],
  agreement: ['status', 'window', 'amount', 'owner'],
  commitment: ['direction', 'status', 'window', 'owner', 'organizationId'],
  programme: ['window', 'place', 'about'],
  openQuestion: ['isSettled'],
  visit: ['city', 'startDay', 'endDay', 'ministry'],
}

export type PreviewField = { readonly field: string; readonly value: unknown }
export type Preview = { readonly fields: readonly PreviewField[]; readonly related: readonly RecordRef[] }

/** Enough to see whether this is the one: its facts, and what it is tied to. */
export function previewOf(live: LiveScope | undefined, { kind, id }: Pick<SearchEntry, 'kind' | 'id'>): Preview {
  const record: Readonly<Record<string, unknown>> | undefined = recordById(live, kind, id)
  const fields = (FIELDS[kind] ?? []).flatMap((field) => {
    const value = record?.[field] ?? null
    return value === null || value === '' ? [] : [{ field, value }]
  })
  return { fields, related: relatedTo(live, { kind, id }).slice(0, MOST) }
}

const MOST = 6

function relatedTo(live: LiveScope | undefined, { kind, id }: RecordRef): RecordRef[] {
  switch (kind) {
    case 'contact':
      return refs(
        'meeting',
        recordsOf(live, 'participant').flatMap((one) => (one.contactId === id ? [one.meetingId] : [])),
      )
    case 'organization':
      return [
        ...refs(
          'meeting',
          recordsOf(live, 'meetingOrganization').flatMap((one) => (one.organizationId === id ? [one.meetingId] : [])),
        ),
        ...refs(
          'agreement',
          recordsOf(live, 'agreementOrganization').flatMap((one) => (one.organizationId === id ? [one.agreementId] : [])),
        ),
        ...refs(
          'commitment',
          recordsOf(live, 'commitment').flatMap((one) => (one.organizationId === id ? [one.id] : [])),
        ),
      ]
    case 'meeting':
      return [
        ...refs(
          'agreement',
          recordsOf(live, 'agreement').flatMap((one) => (one.meetingId === id ? [one.id] : [])),
        ),
        ...refs(
          'commitment',
          recordsOf(live, 'commitment').flatMap((one) => (one.meetingId === id ? [one.id] : [])),
        ),
        ...refs(
          'openQuestion',
          recordsOf(live, 'openQuestion').flatMap((one) => (one.meetingId === id ? [one.id] : [])),
        ),
      ]
    case 'programme':
      return refs(
        'agreement',
        recordsOf(live, 'agreementProgramme').flatMap((one) => (one.programmeId === id ? [one.agreementId] : [])),
      )
    case 'agreement':
    case 'commitment':
    case 'openQuestion':
    case 'note':
      return refs('meeting', [recordById(live, kind, id)?.meetingId ?? null])
    default:
      return []
  }
}

const refs = (kind: Kind, ids: readonly (string | null)[]): RecordRef[] => ids.flatMap((id) => (id === null ? [] : [{ kind, id }]))
