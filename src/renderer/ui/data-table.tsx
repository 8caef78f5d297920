import { useMediaQuery } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp, IconChevronDown } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Fragment, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useIsPrinting } from '../lib/use-is-printing.ts'
import classes from './data-table.module.css'
import { SMALL_ICON } from './icon-size.ts'

export type Column<Row> = {
  readonly key: string
  readonly title: string
  /** A CSS width such as `22%` or `9rem`; what is left is shared. */
  readonly width?: string
  readonly align?: 'start' | 'end'
  /** True: leaves windows of 1360 px and less; open the row for it. */
  readonly isWideOnly?: boolean
  /** True: its head sorts; see `sort`. */
  readonly isSortable?: boolean
  readonly cell: (row: Row) => ReactNode
}

export type RowGroup<Row> = { readonly key: string; readonly title: ReactNode; readonly leading?: ReactNode; readonly rows: readonly Row[] }

type DataTableProps<Row> = {
  /** The name of the table, for voices. */
  readonly label: string
  /** The first column names the row: its text is the link, with `leading` (a chip) before it. */
  readonly first: {
    readonly title: string
    readonly width?: string
    /** Its key in `sort`; without one the head does not sort. */
    readonly sortKey?: string
    readonly text: (row: Row) => string
    readonly leading?: (row: Row) => ReactNode
  }
  readonly columns: readonly Column<Row>[]
  /** One group with an empty title shows no group row. */
  readonly groups: readonly RowGroup<Row>[]
  readonly rowKey: (row: Row) => string
  /** A hash address. */
  readonly rowHref: (row: Row) => string
  readonly selectedKey?: string | null
  /** In rem; under it the table scrolls sideways. */
  readonly minWidth?: number
  /** The rows come sorted: the table only shows by what, and says which head was pressed. */
  readonly sort?: TableSort
}

export type TableSort = { readonly key: string | null; readonly isDown: boolean; readonly onSort: (key: string) => void }

type Item<Row> =
  | { readonly kind: 'group'; readonly group: RowGroup<Row>; readonly isFolded: boolean }
  | { readonly kind: 'row'; readonly row: Row; readonly group: string }

/** Below this every row is in the page: the browser's own search and voices then reach all of them. */
const WINDOWED_FROM = 300

/**
 * A native table: sticky head, 34 px rows, group rows with counts. Arrows move, Enter opens, Left and Right fold groups.
 * Long tables draw only the rows in sight; a print draws all.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, first, groups, rowKey, minWidth = 40 } = props
  const frame = useRef<HTMLDivElement>(null)
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const items = useMemo(() => itemsOf(groups, folded), [groups, folded])
  const isPrinting = useIsPrinting()
  const isTight = useMediaQuery('(max-width: 85em)', false, { getInitialValueInEffect: false }) && !isPrinting
  const columns = props.columns.filter((column) => !isTight || column.isWideOnly !== true)
  const isWindowed = items.length > WINDOWED_FROM && !isPrinting
  const rowHeight = useRowHeight()
  // The rule warns those who compile their components; these are not, and nothing below memoizes what it returns.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: isWindowed ? items.length : 0,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const visible = virtualizer.getVirtualItems()
  const [from, to] = isWindowed ? [visible[0]?.index ?? 0, (visible.at(-1)?.index ?? -1) + 1] : [0, items.length]

  const fold = (key: string, isFolded: boolean): void => {
    setFolded((before) => new Set(isFolded ? [...before, key] : [...before].filter((other) => other !== key)))
  }
  const goTo = (index: number): void => {
    if (isWindowed) virtualizer.scrollToIndex(index)
    focusWhenDrawn(frame.current, index)
  }
  const press = (event: KeyboardEvent): void => {
    const index = Number((event.target as HTMLElement).dataset['item'] ?? Number.NaN)
    if (Number.isNaN(index)) return
    const item = items[index]
    const next = nextIndex(event.key, index, items.length)
    if (next !== undefined) goTo(next)
    else if (item?.kind === 'group' && event.key === 'ArrowLeft') fold(item.group.key, true)
    else if (item?.kind === 'group' && event.key === 'ArrowRight') fold(item.group.key, false)
    else if (item?.kind === 'row' && event.key === 'ArrowLeft') goTo(groupIndexOf(items, index))
    else return
    event.preventDefault()
  }

  return (
    <div ref={frame} className={classes.frame} tabIndex={0} role="region" aria-label={label} data-pane data-print-flow onKeyDown={press}>
      <table
        className={classes.table}
        style={{ '--min-width': `${minWidth}rem` } as React.CSSProperties}
        aria-rowcount={items.length + 1}
        aria-label={label}
      >
        <TableHead first={first} columns={columns} {...(props.sort === undefined ? {} : { sort: props.sort })} />
        <tbody>
          {isWindowed && <Space height={visible[0]?.start ?? 0} />}
          {items.slice(from, to).map((item, offset) => (
            <Fragment key={item.kind === 'group' ? `group ${item.group.key}` : `${item.group} ${rowKey(item.row)}`}>
              {item.kind === 'group' ? (
                <GroupRow item={item} index={from + offset} span={columns.length + 1} onFold={fold} />
              ) : (
                <DataRow {...props} columns={columns} row={item.row} index={from + offset} />
              )}
            </Fragment>
          ))}
          {isWindowed && <Space height={virtualizer.getTotalSize() - (visible.at(-1)?.end ?? 0)} />}
        </tbody>
      </table>
    </div>
  )
}

function TableHead<Row>({ first, columns, sort }: Pick<DataTableProps<Row>, 'first' | 'columns' | 'sort'>) {
  return (
    <>
      <colgroup>
        <col style={{ width: first.width }} />
        {columns.map((column) => (
          <col key={column.key} style={{ width: column.width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          <HeadCell title={first.title} sortKey={first.sortKey} sort={sort} />
          {columns.map((column) => (
            <HeadCell
              key={column.key}
              title={column.title}
              sortKey={column.isSortable ? column.key : undefined}
              sort={sort}
              className={cellClass(column)}
            />
          ))}
        </tr>
      </thead>
    </>
  )
}

function DataRow<Row>({
  first,
  columns,
  rowKey,
  rowHref,
  selectedKey = null,
  row,
  index,
}: DataTableProps<Row> & { readonly row: Row; readonly index: number }) {
  const isSelected = rowKey(row) === selectedKey
  const text = first.text(row)
  return (
    <tr
      className={`${classes.row} ${isSelected ? `${classes.selected} sn-selected` : ''}`}
      aria-rowindex={index + 2}
      onClick={(event) => openFrom(event)}
    >
      <th scope="row">
        <span className={classes.lead}>
          {first.leading?.(row)}
          <a className={classes.title} href={rowHref(row)} title={text} data-item={index} aria-current={isSelected ? 'true' : undefined}>
            {text}
          </a>
        </span>
      </th>
      {columns.map((column) => (
        <td key={column.key} className={cellClass(column)}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}

type HeadCellProps = {
  readonly title: string
  readonly sortKey: string | undefined
  readonly sort: TableSort | undefined
  readonly className?: string | undefined
}

function HeadCell({ title, sortKey, sort, className }: HeadCellProps) {
  if (sort === undefined || sortKey === undefined) {
    return (
      <th scope="col" className={className}>
        {title}
      </th>
    )
  }
  const isSorted = sort.key === sortKey
  const Arrow = sort.isDown ? IconArrowDown : IconArrowUp
  return (
    <th scope="col" className={className} aria-sort={isSorted ? (sort.isDown ? 'descending' : 'ascending') : 'none'}>
      <button type="button" data-print className={classes.sorter} onClick={() => sort.onSort(sortKey)}>
        {title}
        {isSorted && <Arrow size={12} stroke={1.7} aria-hidden />}
      </button>
    </th>
  )
}

type GroupRowProps<Row> = {
  readonly item: Extract<Item<Row>, { kind: 'group' }>
  readonly index: number
  readonly span: number
  readonly onFold: (key: string, isFolded: boolean) => void
}

function GroupRow<Row>({ item: { group, isFolded }, index, span, onFold }: GroupRowProps<Row>) {
  return (
    <tr className={classes.group} aria-rowindex={index + 2}>
      <th colSpan={span} scope="rowgroup">
        <button
          type="button"
          data-print
          className={classes.fold}
          aria-expanded={!isFolded}
          data-item={index}
          onClick={() => onFold(group.key, !isFolded)}
        >
          <IconChevronDown {...SMALL_ICON} className={classes.chevron} />
          {group.leading}
          {group.title}
          <span className={classes.count}>{group.rows.length}</span>
        </button>
      </th>
    </tr>
  )
}

const Space = ({ height }: { readonly height: number }) => (
  <tr aria-hidden>
    <td style={{ height, padding: 0, border: 0 }} />
  </tr>
)

/** Folded groups keep their head. Groups without rows are left out. */
function itemsOf<Row>(groups: readonly RowGroup<Row>[], folded: ReadonlySet<string>): readonly Item<Row>[] {
  return groups.flatMap((group): Item<Row>[] => {
    if (group.rows.length === 0) return []
    const rows = group.rows.map((row): Item<Row> => ({ kind: 'row', row, group: group.key }))
    if (group.title === '') return rows
    const isFolded = folded.has(group.key)
    return [{ kind: 'group', group, isFolded }, ...(isFolded ? [] : rows)]
  })
}

function nextIndex(key: string, index: number, count: number): number | undefined {
  const wanted = { ArrowDown: index + 1, ArrowUp: index - 1, PageDown: index + 12, PageUp: index - 12, Home: 0, End: count - 1 }[key]
  return wanted === undefined ? undefined : Math.min(Math.max(wanted, 0), count - 1)
}

/** A row far away is drawn a frame or two after the table has scrolled there; ten frames are given. */
function focusWhenDrawn(frame: HTMLElement | null, index: number, frames = 10): void {
  const target = frame?.querySelector<HTMLElement>(`[data-item="${index}"]`)
  if (target) target.focus()
  else if (frames > 0) requestAnimationFrame(() => focusWhenDrawn(frame, index, frames - 1))
}

const groupIndexOf = <Row,>(items: readonly Item<Row>[], index: number): number => {
  for (let at = index; at >= 0; at--) if (items[at]?.kind === 'group') return at
  return index
}

/** A click anywhere in the row opens it, except on what is a control itself or where text was selected. */
function openFrom(event: React.MouseEvent<HTMLTableRowElement>): void {
  const isControl = event.target instanceof Element && event.target.closest('a, button, input, label, select') !== null
  if (isControl || !(window.getSelection()?.isCollapsed ?? true)) return
  event.currentTarget.querySelector<HTMLElement>('[data-item]')?.click()
}

/** 34 px at the browser's usual font size; rows grow with it. */
const useRowHeight = (): number => useMemo(() => 2.125 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize), [])

const cellClass = <Row,>({ align }: Column<Row>): string | undefined => (align === 'end' ? classes.end : undefined)
