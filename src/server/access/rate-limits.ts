import { sha256Hex } from '@shared/lib/id.ts'
import { asDoor } from '../db/actor.ts'
import type { Database } from '../db/database.ts'
import { countTries, forgetTries } from '../db/tries-repository.ts'

/** Fixed windows of tries, counted in the database, so that all instances count together. */
export type RateLimits = {
  /** Counts a try under every key; the seconds to wait when one of them is used up, else null. */
  take(keys: readonly RateKey[]): Promise<number | null>
}
export type RateKey = { readonly key: string; readonly most: number; readonly seconds: number }

export function createRateLimits(database: Database, now: () => number): RateLimits {
  return {
    // A transaction of its own: what the request does afterwards does not take the try back.
    take: (keys) =>
      asDoor(database, async (tx) => {
        const at = now()
        // Hashed: who tried from where is nobody's business later.
        const windows = keys.map((key) => ({ ...key, key: sha256Hex(key.key) }))
        await forgetTries(tx, at)
        const counted = await countTries(tx, windows, at)
        const waits = windows.flatMap(({ key, most }) => {
          const window = counted.get(key)
          return window && window.count > most ? [Math.max(1, Math.ceil((window.endsAt - at) / 1_000))] : []
        })
        return waits.length === 0 ? null : Math.max(...waits)
      }),
  }
}
/** Tries of one kind: by address, and by account and address together, so that nobody can lock a colleague out. */
export function triesOf(kind: 'sign-in' | 'code' | 'refresh' | 'repair', who: { ip: string; account?: string }): RateKey[] {
  const place = addressBlock(who.ip)
  if (kind === 'refresh') return [{ key: `refresh ${place}`, most: 120, seconds: 60 }]
  const byAddress = { key: `${kind} ${place}`, most: 40, seconds: 60 }
  const { account } = who
  return account === undefined
    ? [byAddress]
    : [
        byAddress,
        { key: `${kind} ${place} ${account.toLowerCase()}`, most: 8, seconds: 60 },
        { key: `${kind} everywhere ${account.toLowerCase()}`, most: 100, seconds: 600 },
      ]
}

/** A household has a whole /64 of IPv6 addresses. */
function addressBlock(ip: string): string {
  if (!ip.includes(':') || ip.startsWith('::ffff:')) return ip
  const [head = '', tail = ''] = ip.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  return [...left, ...zeros, ...right].slice(0, 4).join(':')
}
