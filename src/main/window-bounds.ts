import type { Bounds } from './preferences.ts'

const SMALLEST = { width: 800, height: 560 }
const USUAL = { width: 1440, height: 900 }
/** So much of the top edge must be on some display for the window to be caught with a mouse. */
const GRIP = { width: 120, height: 32 }

export { SMALLEST as SMALLEST_WINDOW }

/**
 * Where the window opens: where it was, if a piece of its top edge is still on a display, else in the middle of the first one.
 * Never larger than the display that holds it. All in the pixels of the desktop.
 */
export function placeWindow(stored: Bounds | null, displays: readonly Bounds[]): Bounds {
  const [first = { x: 0, y: 0, ...USUAL }] = displays
  const home = stored === null ? undefined : displays.find((display) => isGripOn(stored, display))
  if (stored === null || home === undefined) return centre(first)
  return {
    x: stored.x,
    y: stored.y,
    width: limit(stored.width, SMALLEST.width, home.width),
    height: limit(stored.height, SMALLEST.height, home.height),
  }
}

function isGripOn(window: Bounds, display: Bounds): boolean {
  const across = Math.min(window.x + window.width, display.x + display.width) - Math.max(window.x, display.x)
  const isTopInside = window.y >= display.y && window.y + GRIP.height <= display.y + display.height
  return across >= GRIP.width && isTopInside
}

function centre(display: Bounds): Bounds {
  const width = Math.min(USUAL.width, display.width)
  const height = Math.min(USUAL.height, display.height)
  return { x: display.x + Math.round((display.width - width) / 2), y: display.y + Math.round((display.height - height) / 2), width, height }
}

const limit = (value: number, least: number, most: number): number => Math.max(Math.min(value, most), Math.min(least, most))
