import type { ReactNode } from 'react'
import classes from './field-row.module.css'

type FieldGridProps = { readonly columns?: 1 | 2 | 3; readonly children: ReactNode }

/** Fields with their labels above, side by side where there is room. */
export function FieldGrid({ columns = 2, children }: FieldGridProps) {
  return (
    <div className={classes.grid} style={{ '--columns': columns } as React.CSSProperties}>
      {children}
    </div>
  )
}
