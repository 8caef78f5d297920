import type { Result } from '@shared/lib/result.ts'
import { useEffect, useState } from 'react'
import type { CallError } from '../sync/transport.ts'

/**
 * What the ministry's server answers; null until it has. Without a network the answer of the last time stays.
 * @param ask asked again whenever it is another function
 */
export function useAsked<T>(ask: () => Promise<Result<T, CallError>>): {
  readonly answer: T | null
  readonly askAgain: () => Promise<void>
} {
  const [answer, setAnswer] = useState<T | null>(null)
  useEffect(() => {
    let isGone = false
    void ask().then((reply) => {
      if (!isGone && reply.ok) setAnswer(reply.value)
    })
    return () => {
      isGone = true
    }
  }, [ask])
  const askAgain = async (): Promise<void> => {
    const reply = await ask()
    if (reply.ok) setAnswer(reply.value)
  }
  return { answer, askAgain }
}
