import { useEffect, useRef, type ReactNode } from 'react'
import classes from './packs.module.css'

type StepProps = {
  /** Names what is shown. Where it changes, what had the keyboard may be gone. */
  readonly at?: string
  readonly children: ReactNode
}

/**
 * One step of a dialog, or what has become of it on a page. It takes the keyboard along, to what says `data-autofocus` or to its own beginning: the button that led here is gone
 * with the step before. Within a step nobody who is somewhere is taken away.
 */
export function Step({ at = '', children }: StepProps) {
  const step = useRef<HTMLDivElement>(null)
  const last = useRef<string>(null)
  useEffect(() => {
    const isNew = last.current === null
    last.current = at
    if (!isNew && document.activeElement !== document.body) return
    const first = step.current?.querySelector<HTMLElement>('[data-autofocus]') ?? step.current
    first?.focus({ preventScroll: true })
    // What is longer than the window is read from its beginning.
    first?.scrollIntoView({ block: first.offsetHeight > window.innerHeight / 2 ? 'start' : 'nearest' })
  }, [at])
  return (
    <div ref={step} tabIndex={-1} className={classes.step}>
      {children}
    </div>
  )
}
