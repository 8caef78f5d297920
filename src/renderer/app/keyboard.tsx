import { useTranslation } from 'react-i18next'
import { useActiveKeys, useKeys, type KeyCommand } from '../lib/use-keys.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { KeyCaps } from '../ui/key-caps.tsx'
import classes from './shell.module.css'

type ShellKeys = {
  /** Null while the app has no search. */
  readonly onSearch: (() => void) | null
  readonly onKeys: () => void
  /** Goes to the meeting that many places further; null outside a meeting. */
  readonly onMeeting: ((step: 1 | -1) => void) | null
}

/** The keys of the frame; screens add their own with `useKeys`. */
export function useShellKeys({ onSearch, onKeys, onMeeting }: ShellKeys): void {
  const { t } = useTranslation()
  const commands: KeyCommand[] = [
    ...(onSearch ? [{ combo: 'mod+K', label: t('keys.search'), run: onSearch }] : []),
    { combo: 'F6', label: t('keys.nextPane'), run: () => focusPane(1) },
    { combo: 'shift+F6', label: t('keys.previousPane'), run: () => focusPane(-1) },
    ...(onMeeting
      ? [
          { combo: 'alt+ArrowDown', label: t('keys.nextMeeting'), run: () => onMeeting(1) },
          { combo: 'alt+ArrowUp', label: t('keys.previousMeeting'), run: () => onMeeting(-1) },
        ]
      : []),
    { combo: 'mod+Slash', label: t('keys.all'), run: onKeys },
  ]
  useKeys('shell', commands)
}

/** Every key that is in force on this screen. */
export function KeysDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const keys = useActiveKeys()
  return (
    <Dialog title={t('keys.title')} isOpen={isOpen} onClose={onClose} width={28}>
      <dl className={classes.keys}>
        {keys.map(({ combo, label }) => (
          <div key={combo}>
            <dt>{label}</dt>
            <dd>
              <KeyCaps combo={combo} isRead />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}

/** Moves the focus to the next pane in the order of the page: list, middle, rail, bottom bar. */
function focusPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (pane) => pane.offsetParent !== null || pane.getClientRects().length > 0,
  )
  const at = panes.findIndex((pane) => pane.contains(document.activeElement))
  const innermost = panes.findLastIndex((pane) => pane.contains(document.activeElement))
  const from = at < 0 ? (step > 0 ? -1 : 0) : innermost
  panes[(from + step + panes.length) % panes.length]?.focus()
}
