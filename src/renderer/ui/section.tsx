import { useId, type ReactNode } from 'react'
import classes from './section.module.css'

type SectionProps = {
  readonly title: ReactNode
  /** Stands grey beside the title, without brackets. */
  readonly count?: ReactNode
  /** A link or a text button at the right of the head. */
  readonly action?: ReactNode
  /** 2 under the page's title, 3 inside another section. */
  readonly level?: 2 | 3
  readonly children?: ReactNode
}

export function Section({ title, count, action, level = 2, children }: SectionProps) {
  const id = useId()
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className={classes.section} aria-labelledby={id} data-print-whole>
      <div className={classes.head}>
        <Heading id={id}>{title}</Heading>
        {count !== undefined && <span className={classes.count}>{count}</span>}
        {action !== undefined && (
          <span className={classes.action} data-no-print>
            {action}
          </span>
        )}
      </div>
      {children}
    </section>
  )
}

type RowListProps = { readonly label?: string; readonly children: ReactNode }

/** Hairline rows; only ListRow goes inside. */
export function RowList({ label, children }: RowListProps) {
  return (
    <ul className={classes.list} aria-label={label}>
      {children}
    </ul>
  )
}

type GroupHeadProps = { readonly title: ReactNode; readonly count?: ReactNode }

/** The head of a group inside a list pane. */
export function GroupHead({ title, count }: GroupHeadProps) {
  return (
    <h2 className={classes.group}>
      {title}
      {count !== undefined && <span className={classes.count}>{count}</span>}
    </h2>
  )
}

type ListRowProps = {
  readonly title: ReactNode
  /** A second, grey line. */
  readonly sub?: ReactNode
  /** A chip, a ring or an icon before the text. */
  readonly leading?: ReactNode
  /** Counts, times, receipts, a text button after it. */
  readonly trailing?: ReactNode
  /** A hash address such as `#/visits`; the whole row then opens it. */
  readonly href?: string
  readonly onOpen?: () => void
  readonly isSelected?: boolean
  readonly isStrong?: boolean
  /** True: the title may take more lines; else it ends with an ellipsis and shows in full on hover. */
  readonly wraps?: boolean
  /** True in a list pane, whose rows reach its edges. */
  readonly isInPane?: boolean
  readonly titleLanguage?: string | undefined
}

export function ListRow(props: ListRowProps) {
  const { sub, leading, trailing, href, onOpen, isSelected = false, isInPane = false } = props
  const canOpen = href !== undefined || onOpen !== undefined
  const names = [
    classes.row,
    sub === undefined ? '' : classes.two,
    isInPane ? classes.pane : '',
    canOpen ? classes.openable : '',
    isSelected ? `${classes.selected} sn-selected` : '',
  ]
  return (
    <li className={names.join(' ')}>
      {leading !== undefined && <span className={classes.leading}>{leading}</span>}
      <span className={classes.body}>
        <RowTitle {...props} />
        {sub !== undefined && <span className={classes.sub}>{sub}</span>}
      </span>
      {trailing !== undefined && <span className={classes.trailing}>{trailing}</span>}
    </li>
  )
}

function RowTitle({ title, href, onOpen, isSelected = false, isStrong = false, wraps = false, titleLanguage }: ListRowProps) {
  const className = `${classes.title} ${isStrong ? classes.strong : ''} ${wraps ? classes.wrap : ''}`
  const shared = {
    className,
    lang: titleLanguage,
    title: typeof title === 'string' && !wraps ? title : undefined,
    'aria-current': isSelected ? ('true' as const) : undefined,
    'data-row-title': true,
  }
  if (href !== undefined) {
    return (
      <a {...shared} href={href} onClick={onOpen}>
        {title}
      </a>
    )
  }
  if (onOpen !== undefined) {
    return (
      <button {...shared} type="button" data-print onClick={onOpen}>
        {title}
      </button>
    )
  }
  return (
    <span {...shared} className={`${className} ${classes.plain}`}>
      {title}
    </span>
  )
}
