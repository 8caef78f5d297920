import { isDatabaseAway, type Database } from './database.ts'

/**
 * Several servers of which one is the primary, behind one Database. A server that is away, or in recovery, is left for the next
 * one; a transaction that had begun there fails, because nobody knows whether it was committed, and whoever asked asks again.
 * @param databases each refuses connections to a server that is not the primary
 */
export function firstPrimary(databases: readonly [Database, ...Database[]]): Database {
  let current = 0
  const at = (index: number): Database => databases[index] ?? databases[0]
  return {
    close: async () => {
      await Promise.all(databases.map((database) => database.close()))
    },
    transaction: async (work, isolation) => {
      for (let attempt = 1; ; attempt += 1) {
        const index = current
        let hasBegun = false
        try {
          return await at(index).transaction((tx) => {
            hasBegun = true
            return work(tx)
          }, isolation)
        } catch (error) {
          if (!isDatabaseAway(error)) throw error
          if (current === index) current = (index + 1) % databases.length
          if (hasBegun || attempt === databases.length) throw error
        }
      }
    },
  }
}

/** `postgres://user:password@a:5432,b:5432/name` as one address for each server. */
export function addressesOf(url: string): readonly [string, ...string[]] {
  const parts = /^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)([^/?]*)(.*)$/s.exec(url)
  const [, head = '', hosts = '', tail = ''] = parts ?? []
  const [first = url, ...others] = hosts.split(',').map((host) => head + host + tail)
  return parts ? [first, ...others] : [url]
}
