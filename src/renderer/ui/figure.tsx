import type { ReactNode } from 'react'
import classes from './figure.module.css'

export type Figure = { readonly key: string; readonly value: ReactNode; readonly label: string; readonly href?: string }

/** Large numbers with their word below; each is a link to what it counts. */
export function Figures({ items, label }: { readonly items: readonly Figure[]; readonly label: string }) {
  return (
    <ul className={classes.figures} aria-label={label}>
      {items.map((item) => {
        const content = (
          <>
            <b className={classes.value}>{item.value}</b>
            <span className={classes.label}>{item.label}</span>
          </>
        )
        return (
          <li key={item.key}>
            {item.href === undefined ? (
              <span className={classes.figure}>{content}</span>
            ) : (
              <a className={classes.figure} href={item.href}>
                {content}
              </a>
            )}
          </li>
        )
      })}
    </ul>
  )
}

type ChoiceCardProps = {
  readonly icon: ReactNode
  readonly title: string
  readonly sub?: string
  readonly isPrimary?: boolean
  readonly trailing?: ReactNode
  readonly isDisabled?: boolean
  readonly onChoose: () => void
}

/** One of a few large choices, as on the first page. */
export function ChoiceCard({ icon, title, sub, isPrimary = false, trailing, isDisabled = false, onChoose }: ChoiceCardProps) {
  return (
    <button type="button" className={`${classes.choice} ${isPrimary ? classes.primary : ''}`} disabled={isDisabled} onClick={onChoose}>
      <span className={classes.icon}>{icon}</span>
      <span className={classes.words}>
        {title}
        {sub !== undefined && <small>{sub}</small>}
      </span>
      {trailing}
    </button>
  )
}
