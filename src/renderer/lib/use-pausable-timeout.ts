import { useEffect, useRef, useState } from 'react'

export type PauseHandlers = {
  readonly onMouseEnter: () => void
  readonly onMouseLeave: () => void
  readonly onFocus: () => void
  readonly onBlur: () => void
}

/**
 * Calls `onOver` once, `ms` after mounting, not counting the time while the pointer or the keyboard is on the element
 * that gets the returned handlers.
 */
export function usePausableTimeout(onOver: () => void, ms: number): PauseHandlers {
  const [holds, setHolds] = useState(0)
  const left = useRef(ms)
  const over = useRef(onOver)
  useEffect(() => {
    over.current = onOver
  })
  useEffect(() => {
    if (holds > 0) return undefined
    const began = performance.now()
    const timer = setTimeout(() => over.current(), left.current)
    return () => {
      clearTimeout(timer)
      left.current = Math.max(0, left.current - (performance.now() - began))
    }
  }, [holds])
  const hold = (): void => setHolds((count) => count + 1)
  const release = (): void => setHolds((count) => Math.max(0, count - 1))
  return { onMouseEnter: hold, onMouseLeave: release, onFocus: hold, onBlur: release }
}
