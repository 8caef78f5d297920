import { useEffect } from 'react'

/** What may take the keyboard over without a sign of its own: a field would open its calendar or its list. */
const STOPS = 'a[href], button:not(:disabled), input:is([type="checkbox"], [type="radio"]):not(:disabled)'
const GROUND = '[data-pane], [role="dialog"]'
const ROW = 'li, tr'

/**
 * Whoever works by keys stays where they were when what they pressed is gone with what it did: a row that is dealt with, a button that is off.
 * The keyboard goes to the next row, else to what stands nearest, else to the pane; a button that is only busy gets it back.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    const onOut = ({ target, relatedTarget }: FocusEvent): void => {
      if (relatedTarget !== null || !(target instanceof HTMLElement)) return
      // While it is still in its place: the browser says so just before it takes an element out.
      const places = placesAround(target)
      setTimeout(() => {
        if (document.activeElement !== document.body || (target.isConnected && !target.matches(':disabled'))) return
        if (target.isConnected && target.dataset['loading'] === 'true') giveBackTo(target)
        else nearest(places)?.focus({ preventScroll: true })
      })
    }
    document.addEventListener('focusout', onOut)
    return () => document.removeEventListener('focusout', onOut)
  }, [])
}

type Place = { readonly element: HTMLElement; readonly neighbours: readonly Element[] }

/** From inside out, up to the pane or dialog; none outside of one. */
function placesAround(target: HTMLElement): readonly Place[] {
  const ground = target.closest<HTMLElement>(GROUND)
  if (ground === null || ground === target) return []
  const places: Place[] = []
  for (let element = target.parentElement; element !== null; element = element.parentElement) {
    places.push({ element, neighbours: element.matches(ROW) ? neighboursOf(element) : [] })
    if (element === ground) break
  }
  return places
}

/** Those after it first. */
function neighboursOf(row: HTMLElement): readonly Element[] {
  const all = [...(row.parentElement?.children ?? [])]
  const at = all.indexOf(row)
  return [...all.slice(at + 1), ...all.slice(0, at).toReversed()]
}

function nearest(places: readonly Place[]): HTMLElement | null {
  for (const { element, neighbours } of places) {
    // Far from what was pressed nothing is at hand by chance.
    if (element.isConnected && element.matches(GROUND)) return element
    const around = element.isConnected ? [element] : neighbours.filter((one) => one.isConnected)
    for (const one of around) {
      const stop = [...one.querySelectorAll<HTMLElement>(STOPS)].find((each) => each.getClientRects().length > 0)
      if (stop) return stop
    }
  }
  return null
}

/** Once it is not busy any more, unless somebody has gone on meanwhile. */
function giveBackTo(button: HTMLElement): void {
  const watch = new MutationObserver(() => {
    if (button.isConnected && button.matches(':disabled')) return
    watch.disconnect()
    if (document.activeElement === document.body) button.focus({ preventScroll: true })
  })
  watch.observe(button, { attributeFilter: ['disabled'] })
}
