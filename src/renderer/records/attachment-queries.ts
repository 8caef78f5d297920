import type { Attachment } from '@shared/domain/attachment.ts'
import { NEVER, stampParts } from '@shared/sync/stamp.ts'
import { storedById, type LiveScope } from '../db/live.ts'
import { blobKey, type BlobProblem, type BlobStatus } from '../sync/blob-status.ts'
import type { AttachedTo } from './attach-file.ts'

/** Where the bytes of an attachment are, as its line says it. `percent` is of what is under way. */
export type AttachmentState =
  | { readonly at: 'here' | 'received' | 'elsewhere' | 'nowhere' | 'damaged'; readonly problem: BlobProblem | null }
  | { readonly at: 'sending' | 'fetching'; readonly percent: number }

export function stateOf({ scope, hash }: Pick<Attachment, 'scope' | 'hash'>, status: BlobStatus): AttachmentState {
  const key = blobKey(scope, hash ?? '')
  const transfer = status.transfers.get(key)
  if (transfer) {
    const percent = transfer.size === 0 ? 100 : Math.floor((100 * transfer.done) / transfer.size)
    return { at: transfer.direction === 'out' ? 'sending' : 'fetching', percent }
  }
  const blob = status.local.get(key)
  const problem = status.problems.get(key) ?? null
  if (blob?.isDamaged) return { at: 'damaged', problem }
  const isReceived = status.held.has(key) || (blob?.heldAt ?? null) !== null
  if (blob?.isWhole) return { at: isReceived ? 'received' : 'here', problem }
  return { at: isReceived ? 'elsewhere' : 'nowhere', problem }
}

/** The attachments of a meeting or an agreement in the order in which they were attached. */
export function attachmentsOf(
  { kind, id }: Pick<AttachedTo, 'kind' | 'id'>,
  attachments: readonly Attachment[],
  live: LiveScope | undefined,
): readonly Attachment[] {
  const attachedAt = (one: Attachment): number => stampParts(storedById(live, 'attachment', one.id)?.cells['hash']?.stamp ?? NEVER).wall
  return attachments
    .filter((one) => (kind === 'meeting' ? one.meetingId : one.agreementId) === id)
    .map((one) => ({ one, at: attachedAt(one) }))
    .toSorted((a, b) => a.at - b.at || ((a.one.name ?? '') < (b.one.name ?? '') ? -1 : 1))
    .map(({ one }) => one)
}
