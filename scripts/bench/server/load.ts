import type { Cursor } from '@shared/sync/protocol/records.ts'
import { openConnection, type Asker } from './asking.ts'
import { editOf, newRecord, PULLED, type Made } from './items.ts'

/** What is asked again and again: what a person wrote goes out, what colleagues wrote comes in, a laptop looks and nothing moved. */
export type LoadKind = 'push' | 'pull' | 'look'
/** A laptop. @property behind where its visit stood before the ten records that every pull of it brings */
export type Lane = Asker & { readonly behind: Cursor; readonly pushSeq: number }
export type LoadOrder = { readonly kind: LoadKind; readonly seconds: number; readonly lanes: readonly Lane[] }
/** @property times of each request in milliseconds @property cpuMs what making the load took @property pushSeqs of the lanes, for the next order */
export type LoadResult = { readonly times: number[]; readonly cpuMs: number; readonly pushSeqs: number[] }

/** A process of its own, so that its CPU counts apart: one order comes in, its result goes out. */
process.once('message', (order: LoadOrder) => {
  load(order).then(
    (result) => process.send?.(result, undefined, {}, () => process.exit(0)),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.send?.('ready')

async function load({ kind, seconds, lanes }: LoadOrder): Promise<LoadResult> {
  const times: number[] = []
  const end = performance.now() + seconds * 1_000
  const before = process.cpuUsage()
  const pushSeqs = await Promise.all(
    lanes.map(async (lane, index) => {
      const connection = openConnection()
      let { pushSeq } = lane
      if (kind === 'pull') {
        const { items, reset } = await connection.ask('pull', lane, { cursor: lane.behind })
        if (items.length !== PULLED || reset) throw new Error(`a pull brings ${items.length} records`)
      }
      let last: Made | null = null
      let since: Cursor | undefined
      for (let began = performance.now(); began < end; began = performance.now()) {
        if (kind === 'push') {
          const made = newRecord(index * 1_000_000 + pushSeq)
          // What a person wrote since the last push: a new record, and one field of the one before.
          const items = [made.item, ...(last === null ? [] : [editOf(last, `place ${pushSeq}`).item])]
          const reply = await connection.ask('push', lane, { pushSeq, items, ...(since === undefined ? {} : { since }) })
          if (reply.results.some(({ outcome }) => outcome !== 'stored')) throw new Error(JSON.stringify(reply.results))
          since = reply.commit
          last = made
          pushSeq += 1
        } else if (kind === 'pull') await connection.send('pull', lane, { cursor: lane.behind })
        else await connection.send('scopes', lane, null)
        times.push(performance.now() - began)
      }
      connection.close()
      return pushSeq
    }),
  )
  const { user, system } = process.cpuUsage(before)
  return { times, pushSeqs, cpuMs: (user + system) / 1_000 }
}
