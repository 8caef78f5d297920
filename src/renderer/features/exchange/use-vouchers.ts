import { useEffect, useState } from 'react'
import { readHistory } from '../../db/history.ts'
import type { StoredRecord } from '../../db/stored-record.ts'
import { vouchersOf } from '../../records/record-steps.ts'
import { useProfile, useWorkspace } from '../../records/workspace.tsx'
import { fetchHistory } from '../../sync/record-history.ts'

/** Record -> who alone vouches for what stands in it; nobody where everything is proven or came from its author. */
export type Vouchers = ReadonlyMap<string, readonly string[]>

/** Records that are asked about at the same time. */
const AT_ONCE = 4

/**
 * For a list of what was received: whose word it is. The server's history of each record is asked for once, from the top, and again while
 * something is unproven, because a signature may come later. Without a network what was told before stands.
 */
export function useVouchers(records: readonly StoredRecord[]): Vouchers {
  const { database, session } = useWorkspace()
  const { account } = useProfile()
  const [vouchers, setVouchers] = useState<Vouchers>(new Map())
  const wanted = records.map(({ id, rev }) => `${id} ${rev}`).join(',')
  useEffect(() => {
    let isGone = false
    const look = async (record: StoredRecord): Promise<void> => {
      const known = vouchersOf(record.cells, await readHistory(database, record.id))
      const isAsked = account !== null && (!known.isTold || known.vouchers.length > 0)
      const fetched = isAsked && !isGone && (await fetchHistory(database, session, record)).ok
      const { vouchers: names } = fetched ? vouchersOf(record.cells, await readHistory(database, record.id)) : known
      if (!isGone) setVouchers((before) => new Map([...before, [record.id, names]]))
    }
    const waiting = [...records]
    const lookAtNext = async (): Promise<void> => {
      for (let next = waiting.shift(); next && !isGone; next = waiting.shift()) await look(next)
    }
    for (let lane = 0; lane < AT_ONCE; lane += 1) void lookAtNext()
    return () => {
      isGone = true
    }
    // What is looked at is said by the ids and their changes.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [database, session, account, wanted])
  return vouchers
}
