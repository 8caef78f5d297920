import type { Result } from '@shared/lib/result.ts'
import { useEffect, useRef, useState } from 'react'
import type { CallError } from '../sync/transport.ts'
import { useSyncStatus } from './workspace.tsx'

/**
 * What the ministry's server answers; null until it has. Without a network the answer of the last time stays, and what was never answered is
 * asked again once the server has been reached.
 * @param ask asked again whenever it is another function
 */
export function useAsked<T>(ask: () => Promise<Result<T, CallError>>): {
  readonly answer: T | null
  /** The server could not be asked, and there is no answer of another time. */
  readonly isUnknown: boolean
  readonly askAgain: () => Promise<void>
} {
  const { reachedAt } = useSyncStatus()
  const [answer, setAnswer] = useState<T | null>(null)
  const [hasFailed, setHasFailed] = useState(false)
  const answered = useRef<typeof ask | null>(null)
  useEffect(() => {
    if (answered.current === ask) return
    let isGone = false
    void ask().then((reply) => {
      if (isGone) return
      setHasFailed(!reply.ok)
      if (!reply.ok) return
      answered.current = ask
      setAnswer(reply.value)
    })
    return () => {
      isGone = true
    }
  }, [ask, reachedAt])
  const askAgain = async (): Promise<void> => {
    const reply = await ask()
    if (reply.ok) setAnswer(reply.value)
  }
  return { answer, isUnknown: answer === null && hasFailed, askAgain }
}
