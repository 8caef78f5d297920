import type { ReactNode } from 'react'
import classes from './description-list.module.css'

export type Description = {
  readonly label: string
  readonly value: ReactNode
  /** Grey, at the right: where the value comes from. */
  readonly note?: ReactNode
  readonly language?: string | undefined
}

type DescriptionListProps = {
  readonly items: readonly Description[]
  /** True for names: values at 15 px. */
  readonly isLarge?: boolean
  /** Width of the labels in rem; 9.375 unless told. */
  readonly labelWidth?: number
}

/** Labels at the left, values at the right, hairlines between. */
export function DescriptionList({ items, isLarge = false, labelWidth = 9.375 }: DescriptionListProps) {
  return (
    <dl className={`${classes.list} ${isLarge ? classes.large : ''}`} style={{ '--label': `${labelWidth}rem` } as React.CSSProperties}>
      {items.map((item) => (
        <div key={item.label} className={classes.item}>
          <dt>{item.label}</dt>
          <dd lang={item.language}>{item.value}</dd>
          {item.note !== undefined && <dd className={classes.note}>{item.note}</dd>}
        </div>
      ))}
    </dl>
  )
}

type IconFactsProps = { readonly items: readonly { readonly key: string; readonly icon: ReactNode; readonly text: ReactNode }[] }

/** Short facts with an icon each: place, sides, subject. */
export function IconFacts({ items }: IconFactsProps) {
  return (
    <ul>
      {items.map((item) => (
        <li key={item.key} className={classes.icons}>
          {item.icon}
          <span>{item.text}</span>
        </li>
      ))}
    </ul>
  )
}
