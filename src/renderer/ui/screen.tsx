import type { ReactNode } from 'react'
import classes from './screen.module.css'

type ScreenProps = { readonly children: ReactNode }

/** A whole screen inside the sheet: a PageHeader, an optional Toolbar, then Columns or one Pane. */
export function Screen({ children }: ScreenProps) {
  return (
    <div className={classes.screen} data-print-flow>
      {children}
    </div>
  )
}

type PageHeaderProps = {
  readonly title: ReactNode
  /** One grey line under the title. */
  readonly sub?: ReactNode
  /** Buttons at the right; one of them filled at most. */
  readonly actions?: ReactNode
  /** A row of its own under title and actions: figures, facts, days. */
  readonly below?: ReactNode
  /** The language of a title that a person wrote, when it is not the interface's. */
  readonly titleLanguage?: string | undefined
}

export function PageHeader({ title, sub, actions, below, titleLanguage }: PageHeaderProps) {
  return (
    <header className={classes.header}>
      <div className={classes.title}>
        <h1 lang={titleLanguage}>{title}</h1>
        {sub !== undefined && <p className={classes.sub}>{sub}</p>}
      </div>
      {actions !== undefined && (
        <div className={classes.actions} data-no-print>
          {actions}
        </div>
      )}
      {below !== undefined && <div className={classes.below}>{below}</div>}
    </header>
  )
}

type ToolbarProps = { readonly label: string; readonly children: ReactNode }

/** The row of filters under a page header. */
export function Toolbar({ label, children }: ToolbarProps) {
  return (
    <div className={classes.toolbar} role="group" aria-label={label} data-no-print>
      {children}
    </div>
  )
}
