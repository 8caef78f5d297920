import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { deviceAuthor } from '@shared/sync/stamp.ts'
import { openDatabase, type Database, type Host, type OpenOptions } from '../../src/renderer/db/database.ts'
import type { Change } from '../../src/renderer/db/write.ts'
import { write } from '../../src/renderer/db/write.ts'

/** A clock that moves only when told, ids that count up, and one session: the same run every time. */
export type TestHost = Host & { advance(ms: number): void; set(ms: number): void }

export function testHost(seed = 1, start = Date.UTC(2025, 2, 5, 4, 0)): TestHost {
  let now = start
  let count = 0
  return {
    now: () => now,
    zone: () => 'Asia/Tokyo',
    newId: () => `00000000-0000-4000-8000-${String(seed).padStart(4, '0')}${String((count += 1)).padStart(8, '0')}`,
    random: () => 0.5,
    advance: (ms) => void (now += ms),
    set: (ms) => void (now = ms),
  }
}

export type TestLaptop = {
  readonly database: Database
  readonly host: TestHost
  readonly author: string
  /** Writes as this laptop's user and fails the test when it is refused. */
  write(scope: string, ...changes: Change[]): Promise<readonly Change[]>
}

/** A laptop on an IndexedDB of its own, in memory. */
export const openLaptop = (seed = 1, start?: number): Promise<TestLaptop> =>
  laptopOn({ name: `laptop-${seed}`, dexie: { indexedDB: new IDBFactory(), IDBKeyRange } }, testHost(seed, start), seed)

/** A laptop on any IndexedDB: that of a real browser is the one that is there when none is named. */
export async function laptopOn(store: Pick<OpenOptions, 'name' | 'dexie'>, host: TestHost, seed: number): Promise<TestLaptop> {
  const database = await openDatabase({ ...store, host })
  const author = deviceAuthor(host.newId(), `session${seed}`)
  return {
    database,
    host,
    author,
    write: async (scope, ...changes) => {
      const written = await write(database, { author }, { scope, changes })
      if (!written.ok) throw new Error(`write refused: ${written.error.code} ${written.error.detail ?? ''}`)
      return written.value.undo
    },
  }
}
