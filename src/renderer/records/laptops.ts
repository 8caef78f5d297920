import type { ReplyOf } from '@shared/sync/protocol.ts'

/** A laptop as the ministry knows it. */
export type Laptop = ReplyOf<'devices'>['devices'][number]

/** Since when a laptop is another one for the ministry, and this entry is of no more use; null where it is in use, or where it was shut out. */
export function overSince({ id, revokedAt, seenAt }: Laptop, all: readonly Laptop[]): number | null {
  const since = all.find(({ predecessor }) => predecessor === id)?.registeredAt
  // One that was seen afterwards is a copy, and somebody works with it.
  return since === undefined || revokedAt !== null || seenAt > since ? null : since
}
