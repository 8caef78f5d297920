import { useEffect, useState } from 'react'
import { readHistory } from '../../db/history.ts'
import type { StoredRecord } from '../../db/stored-record.ts'
import { vouchersOf } from '../../records/record-steps.ts'
import { useProfile, useWorkspace } from '../../records/workspace.tsx'
import { fetchHistories } from '../../sync/record-history.ts'

/** Record -> who alone vouches for what stands in it; nobody where everything is proven or came from its author. */
export type Vouchers = ReadonlyMap<string, readonly string[]>

/**
 * For a list of what was received: whose word it is. The server's histories are asked for once, all together, and again while
 * something is unproven, because a signature may come later. Without a network what was told before stands.
 */
export function useVouchers(records: readonly StoredRecord[]): Vouchers {
  const { database, session } = useWorkspace()
  const { account } = useProfile()
  const [vouchers, setVouchers] = useState<Vouchers>(new Map())
  const wanted = records.map(({ id, rev }) => `${id} ${rev}`).join(',')
  useEffect(() => {
    let isGone = false
    /** Gives the records whose history has to be asked for. */
    const look = async (of: readonly StoredRecord[]): Promise<StoredRecord[]> => {
      const open: StoredRecord[] = []
      const found = new Map<string, readonly string[]>()
      for (const record of of) {
        const known = vouchersOf(record.cells, await readHistory(database, record.id))
        found.set(record.id, known.vouchers)
        if (!known.isTold || known.vouchers.length > 0) open.push(record)
      }
      if (!isGone) setVouchers((before) => new Map([...before, ...found]))
      return open
    }
    const lookAndAsk = async (): Promise<void> => {
      const open = await look(records)
      if (account === null) return
      for (const scope of new Set(open.map((record) => record.scope))) {
        const asked = open.filter((record) => record.scope === scope)
        if (isGone) return
        await fetchHistories(database, session, { scope, ids: asked.map(({ id }) => id) })
        await look(asked)
      }
    }
    void lookAndAsk()
    return () => {
      isGone = true
    }
    // What is looked at is said by the ids and their changes.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [database, session, account, wanted])
  return vouchers
}
