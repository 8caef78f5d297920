import type { CommitmentStatus, Direction } from '@shared/domain/commitment.ts'
import type { DueWindow } from '@shared/domain/due-window.ts'
import { recordById, recordsOf, type LiveScope } from '../../db/live.ts'

/** Everything that the form of a commitment holds; empty text is nothing said. */
export type CommitmentValues = {
  /** Null until it is said who owes whom: nothing is assumed. */
  readonly direction: Direction | null
  readonly text: string
  readonly details: string
  readonly owner: string
  readonly mechanism: string
  readonly isShareable: boolean
  readonly organizationId: string | null
  readonly window: DueWindow | null
  readonly status: CommitmentStatus
  readonly meetingId: string | null
  readonly agreementId: string | null
}

/** A stored commitment as its form shows it; undefined when it is not on this laptop. */
export function commitmentValues(live: LiveScope | undefined, id: string): CommitmentValues | undefined {
  const commitment = recordById(live, 'commitment', id)
  if (!commitment) return undefined
  const { direction, organizationId, window, meetingId, agreementId } = commitment
  return {
    direction,
    organizationId,
    window,
    meetingId,
    agreementId,
    text: commitment.text ?? '',
    details: commitment.details ?? '',
    owner: commitment.owner ?? '',
    mechanism: commitment.mechanism ?? '',
    isShareable: commitment.isShareable ?? false,
    status: commitment.status ?? 'open',
  }
}

export type NewCommitment = { readonly meetingId: string | null; readonly agreementId: string | null; readonly direction: Direction | null }

/** What a new commitment begins with; the only counterpart of its meeting is the one it concerns. */
export function newCommitmentValues(live: LiveScope | undefined, { meetingId, agreementId, direction }: NewCommitment): CommitmentValues {
  const counterparts = recordsOf(live, 'meetingOrganization').filter((link) => meetingId !== null && link.meetingId === meetingId)
  const organizationId = counterparts.length === 1 ? (counterparts[0]?.organizationId ?? null) : null
  const nothing = { text: '', details: '', owner: '', mechanism: '', isShareable: false, window: null, status: 'open' as const }
  return { direction, meetingId, agreementId, organizationId, ...nothing }
}
