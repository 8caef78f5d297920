import { keyNames } from '../lib/keys.ts'
import classes from './key-caps.module.css'

type KeyCapsProps = {
  /** As Mantine writes it: `mod+shift+E`, `alt+ArrowUp`, `F6`. */
  readonly combo: string
  /** True where the keys are content, as in the list of all keys; else they are for eyes only, and the command is said in words. */
  readonly isRead?: boolean
}

/** The keys of a command, as written on this computer's keys. */
export function KeyCaps({ combo, isRead = false }: KeyCapsProps) {
  return (
    <kbd className={classes.keys} aria-hidden={!isRead}>
      <kbd className={classes.cap}>{keyNames(combo).join(' ')}</kbd>
    </kbd>
  )
}
