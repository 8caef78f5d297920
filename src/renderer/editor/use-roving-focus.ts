import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react'

type Roving = {
  readonly ref: RefObject<HTMLDivElement | null>
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onFocus: () => void
}

/** A toolbar is one stop of Tab; arrows, Home and End move inside it (WAI-ARIA toolbar pattern). Tools carry `data-tool`. */
export function useRovingFocus(): Roving {
  const ref = useRef<HTMLDivElement>(null)
  const stopAt = (tool: Element | undefined): void => {
    for (const one of toolsIn(ref.current)) one.tabIndex = one === tool ? 0 : -1
  }
  useEffect(() => stopAt(toolsIn(ref.current)[0]), [])
  const onKeyDown = (event: KeyboardEvent): void => {
    const tools = toolsIn(ref.current)
    const at = tools.findIndex((tool) => tool === event.target)
    const next = NEXT[event.key]
    // Keys of a menu or field that a tool has opened bubble through here too.
    if (at < 0 || next === undefined) return
    event.preventDefault()
    tools.at(next(at, tools.length))?.focus()
  }
  const onFocus = (): void => {
    const focused = toolsIn(ref.current).find((tool) => tool === document.activeElement)
    if (focused) stopAt(focused)
  }
  return { ref, onKeyDown, onFocus }
}

const NEXT: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at) => at - 1,
  Home: () => 0,
  End: () => -1,
}

const toolsIn = (toolbar: HTMLElement | null): HTMLElement[] => [...(toolbar?.querySelectorAll<HTMLElement>('[data-tool]') ?? [])]
