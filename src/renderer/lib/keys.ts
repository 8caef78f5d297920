const NAMES: Readonly<Record<string, string>> = {
  ctrl: 'Ctrl',
  shift: 'Shift',
  alt: 'Alt',
  meta: 'Meta',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  enter: 'Enter',
  escape: 'Esc',
  tab: 'Tab',
  space: 'Space',
  slash: '/',
  period: '.',
  comma: ',',
}
const MAC_NAMES: Readonly<Record<string, string>> = { ...NAMES, ctrl: '⌃', shift: '⇧', alt: '⌥', meta: '⌘' }

/** The names on the caps of a combination such as `mod+shift+E`, in the order in which they are pressed. */
export function keyNames(combo: string, isMac = isMacPlatform()): readonly string[] {
  const names = isMac ? MAC_NAMES : NAMES
  return combo.split('+').map((part) => {
    const key = part.trim().toLowerCase()
    if (key === 'mod') return isMac ? '⌘' : 'Ctrl'
    if (key.startsWith('digit')) return key.slice(5)
    return names[key] ?? (key.length === 1 ? key.toUpperCase() : part.trim())
  })
}

const isMacPlatform = (): boolean => typeof navigator !== 'undefined' && /mac/i.test(navigator.userAgent)
