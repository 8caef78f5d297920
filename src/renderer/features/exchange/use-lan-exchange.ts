import { useEffect, useRef, useState } from 'react'
import type { LanCall, LanDoor } from '../../lib/desktop-lan.ts'
import { useProfile, useWorkspace } from '../../records/workspace.tsx'
import { beginLanExchange, type LanExchange, type LanOrder } from '../../sync/lan-exchange.ts'
import { packsInWorker } from './pack-in-worker.ts'

export type LanRun = {
  readonly exchange: LanExchange | null
  readonly wait: (address: string) => void
  readonly call: (to: LanCall) => void
  /** Ends what is going on; the question stands again. */
  readonly leave: () => void
}

/** At most one exchange at a time, which ends with the dialog. */
export function useLanExchange(door: LanDoor): LanRun {
  const { database, desktop, closing } = useWorkspace()
  const { name } = useProfile()
  const [exchange, setExchange] = useState<LanExchange | null>(null)
  const current = useRef<LanExchange | null>(null)
  const isGone = useRef(false)
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
      current.current?.close()
    }
  }, [])
  const hold = (next: LanExchange | null): void => {
    current.current?.close()
    current.current = next
    setExchange(next)
  }
  const begin = async (order: LanOrder): Promise<void> => {
    const deviceName = await desktop.deviceName()
    const context = { database, work: packsInWorker(), door, name: name ?? '', deviceName, flush: () => closing.flush() }
    const begun = await beginLanExchange(context, order)
    if (isGone.current) return begun.close()
    hold(begun)
  }
  return {
    exchange,
    wait: (address) => void begin({ type: 'wait', address }),
    call: (to) => void begin({ type: 'call', to }),
    leave: () => hold(null),
  }
}
