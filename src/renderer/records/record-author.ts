import { deviceOfStamp, isServerStamp, stampParts, type Stamp } from '@shared/sync/stamp.ts'
import type { KnownLaptop } from '../db/settings.ts'
import { recordsOf, type LiveScope } from '../db/live.ts'

/** Whose laptop wrote a value. */
export type Author =
  | { readonly type: 'this-laptop' }
  | { readonly type: 'person'; readonly name: string }
  | { readonly type: 'other-laptop' }
  | { readonly type: 'server' }

/** The device that this laptop is, and the one that it was before it had to register anew. */
type ThisLaptop = { readonly deviceId: string; readonly predecessor: string | null }
/** What is known of whose laptops there are: this one, and those whose packs were taken in. */
export type KnownHere = { readonly here: ThisLaptop; readonly laptops: readonly Pick<KnownLaptop, 'device' | 'name' | 'deviceName'>[] }

/**
 * Names the author of a stamp: a device id, which the visit's member records tie to people. A laptop that has not signed in
 * is in none of them; of one that made a pack the pack said whose it is.
 */
export function authorOf(stamp: Stamp, live: LiveScope | undefined, { here, laptops }: KnownHere): Author {
  if (isServerStamp(stamp)) return { type: 'server' }
  const device = deviceOfStamp(stamp)
  if (device === null) return { type: 'other-laptop' }
  if (device === here.deviceId || device === here.predecessor) return { type: 'this-laptop' }
  const member = recordsOf(live, 'member').find((one) => one.devices?.includes(device))
  const maker = laptops.find((one) => one.device === device)
  const name = member?.name || maker?.name || maker?.deviceName
  return name ? { type: 'person', name } : { type: 'other-laptop' }
}

/** Milliseconds since 1970 by the author's clock, which may have been wrong. */
export const writtenAt = (stamp: Stamp): number => stampParts(stamp).wall
