import { linkId } from '@shared/domain/link.ts'
import type { Change } from '../../db/write.ts'

/** A link that was taken off before comes back under the same id. */
export const linkAgreement = (programmeId: string, agreementId: string): Change[] => [
  {
    type: 'create',
    kind: 'agreementProgramme',
    id: linkId('agreementProgramme', agreementId, programmeId),
    fields: { agreementId, programmeId },
  },
]

export const unlinkAgreement = (programmeId: string, agreementId: string): Change[] => [
  { type: 'delete', kind: 'agreementProgramme', id: linkId('agreementProgramme', agreementId, programmeId) },
]
