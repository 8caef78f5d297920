import { useCallback, useEffect, useState } from 'react'
import type { MemoOrder, MemoReply } from '../../workers/memo.worker.ts'
import { createMemoMaker } from './memo-maker.ts'

/** A worker for one question at a time; a later question ends an earlier one. The worker ends with the screen. */
export function useAskWorker(): {
  /** The answer, or `failed`. Never settles once it was cancelled. */
  readonly ask: (order: MemoOrder) => Promise<MemoReply>
  /** How far an answer is, in percent; null while nothing is asked. */
  readonly percent: number | null
  readonly cancel: () => void
} {
  const [maker] = useState(() => createMemoMaker())
  const [percent, setPercent] = useState<number | null>(null)
  useEffect(() => () => maker.end(), [maker])
  const ask = useCallback(
    (order: MemoOrder) =>
      new Promise<MemoReply>((resolve) => {
        setPercent(0)
        maker.make(order, (reply) => {
          if (reply.type === 'progress') return setPercent(Math.floor((100 * reply.done) / reply.total))
          setPercent(null)
          resolve(reply)
        })
      }),
    [maker],
  )
  const cancel = useCallback(() => {
    maker.cancel()
    setPercent(null)
  }, [maker])
  return { ask, percent, cancel }
}
