import type { Visit } from '@shared/domain/visit.ts'
import { deletedOf, recordsOf, type LiveScope } from '../../db/live.ts'
import { SAMPLE_ORIGIN } from '../../records/visit-exchange-file.ts'

export type Scopes = readonly { readonly scope: string; readonly live: LiveScope }[]

/** One visit as a row of the list. */
export type VisitRow = {
  readonly visit: Visit
  readonly meetings: number
  readonly agreements: number
  readonly isSample: boolean
}

/** Every visit on this laptop, the latest first; those without dates before the others, because they are being prepared. */
export function visitRows(scopes: Scopes): VisitRow[] {
  return scopes
    .flatMap(({ live }) =>
      recordsOf(live, 'visit').map((visit) => ({
        visit,
        meetings: recordsOf(live, 'meeting').length,
        agreements: recordsOf(live, 'agreement').length,
        isSample: visit.origin === SAMPLE_ORIGIN,
      })),
    )
    .sort((a, b) => compare(b.visit.startDay ?? '9999', a.visit.startDay ?? '9999') || compare(a.visit.title ?? '', b.visit.title ?? ''))
}

export const visitsInTrash = (scopes: Scopes): number => scopes.reduce((sum, { live }) => sum + deletedOf(live, 'visit').length, 0)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
