import type { ReactNode } from 'react'
import classes from './text-button.module.css'

type TextButtonProps = {
  readonly children: ReactNode
  readonly onClick?: () => void
  /** Makes it a link. */
  readonly href?: string
  readonly isDanger?: boolean
  /** When the words alone do not say of what: "Write: Zeroboard". It must begin with the words. */
  readonly label?: string
  /** For one that turns something on and off. */
  readonly isPressed?: boolean
}

/** The quiet button of lists and section heads. */
export function TextButton({ children, onClick, href, isDanger = false, label, isPressed }: TextButtonProps) {
  const className = `${classes.text} ${isDanger ? classes.danger : ''}`
  if (href !== undefined) {
    return (
      <a className={className} href={href} aria-label={label} onClick={onClick}>
        {children}
      </a>
    )
  }
  return (
    <button className={className} type="button" aria-label={label} aria-pressed={isPressed} onClick={onClick}>
      {children}
    </button>
  )
}
