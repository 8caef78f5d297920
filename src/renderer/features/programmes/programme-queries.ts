import type { Agreement } from '@shared/domain/agreement.ts'
import { recordsOf, type LiveScope } from '../../db/live.ts'

/** The living agreements that feed a programme, by their text. */
export function feedingAgreements(live: LiveScope | undefined, programmeId: string): Agreement[] {
  const ids = new Set(recordsOf(live, 'agreementProgramme').flatMap((link) => (link.programmeId === programmeId ? [link.agreementId] : [])))
  return recordsOf(live, 'agreement')
    .filter((agreement) => ids.has(agreement.id))
    .toSorted((a, b) => ((a.text ?? '') < (b.text ?? '') ? -1 : 1))
}
