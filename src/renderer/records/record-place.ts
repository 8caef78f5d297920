import type { Kind } from '@shared/domain/tables.ts'
import { recordById, type LiveScope } from '../db/live.ts'
import type { RecordRef } from './record-name.ts'

/** The page of each kind that has one. */
const PAGES: Readonly<Partial<Record<Kind, (scope: string, id: string) => string>>> = {
  visit: (scope) => `/visit/${scope}`,
  meeting: (scope, id) => `/visit/${scope}/meeting/${id}`,
  agreement: (scope, id) => `/visit/${scope}/agreement/${id}`,
  commitment: (scope, id) => `/visit/${scope}/commitment/${id}`,
  organization: (_scope, id) => `/directory?organization=${id}`,
  contact: (_scope, id) => `/directory?contact=${id}`,
  programme: (scope, id) => `/visit/${scope}/programme/${id}`,
}

/** Where a record is shown: its own page, or that of the record it hangs on. Without `#`. */
export function recordPath(scope: string, record: RecordRef, live: LiveScope | undefined): string {
  const owner = ownerOf(live, record)
  return PAGES[owner.kind]?.(scope, owner.id) ?? `/visit/${scope}`
}

/** What a record hangs on, and is shown with; itself where that is nothing. */
export function ownerOf(live: LiveScope | undefined, record: RecordRef): RecordRef {
  const { kind, id } = record
  switch (kind) {
    case 'note':
    case 'openQuestion':
    case 'participant':
    case 'meetingOrganization': {
      const meetingId = recordById(live, kind, id)?.meetingId
      return meetingId ? { kind: 'meeting', id: meetingId } : record
    }
    case 'agreementOrganization':
    case 'agreementProgramme': {
      const agreementId = recordById(live, kind, id)?.agreementId
      return agreementId ? { kind: 'agreement', id: agreementId } : record
    }
    case 'attachment': {
      const { meetingId, agreementId } = recordById(live, kind, id) ?? { meetingId: null, agreementId: null }
      if (meetingId) return { kind: 'meeting', id: meetingId }
      return agreementId ? { kind: 'agreement', id: agreementId } : record
    }
    default:
      return record
  }
}
