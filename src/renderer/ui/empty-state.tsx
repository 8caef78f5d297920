import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

type EmptyStateProps = {
  /** An example of the thing itself: two or three lines with their signs. */
  readonly example?: ReactNode
  readonly title: ReactNode
  /** One sentence: what to do next. */
  readonly children?: ReactNode
  /** One button, then one text button. */
  readonly actions?: ReactNode
  /** True inside a section or a rail; else it fills the screen. */
  readonly isInline?: boolean
}

/** What a screen or a section shows when there is nothing yet. No drawings. */
export function EmptyState({ example, title, children, actions, isInline = false }: EmptyStateProps) {
  const Heading = isInline ? 'p' : 'h2'
  return (
    <div className={`${classes.empty} ${isInline ? classes.inline : ''}`}>
      <div className={classes.inner}>
        {example !== undefined && <div className={classes.example}>{example}</div>}
        <Heading className={classes.title}>{title}</Heading>
        {children !== undefined && <p className={classes.text}>{children}</p>}
        {actions !== undefined && (
          <div className={classes.actions} data-no-print>
            {actions}
          </div>
        )}
      </div>
    </div>
  )
}
