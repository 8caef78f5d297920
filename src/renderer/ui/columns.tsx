import { useMediaQuery } from '@mantine/hooks'
import { useId, useState, type ReactNode } from 'react'
import classes from './screen.module.css'

type PaneProps = {
  /** The accessible name of the pane; F6 goes from pane to pane. */
  readonly label: string
  readonly children: ReactNode
  /** False for a pane whose content brings its own edges, such as a table or an editor. */
  readonly isPadded?: boolean
}

/** A part of a screen that scrolls by itself: it has a name, takes the keyboard's focus and is a stop of F6. */
export function Pane({ label, children, isPadded = true }: PaneProps) {
  return (
    <PaneBox label={label} className={classes.middle} isPadded={isPadded}>
      {children}
    </PaneBox>
  )
}

type SidePane = {
  readonly label: string
  readonly content: ReactNode
  /** In rem; 21 unless told. */ readonly width?: number
  readonly isPadded?: boolean
}

type ColumnsProps = {
  /** The pane on the left, for lists. */
  readonly list?: SidePane
  /** A second pane on the left, for what decides the middle. */
  readonly detail?: SidePane
  readonly main: { readonly label: string; readonly content: ReactNode; readonly isPadded?: boolean }
  /** The pane on the right, for what comes out of the middle. */
  readonly rail?: SidePane
  /** Which pane a narrow window opens with. */
  readonly startsWith?: 'list' | 'detail' | 'main'
}

type PaneKey = 'list' | 'detail' | 'main' | 'rail'

/** On the screen only: a sheet of A4 is narrow too, and prints every pane. */
const NARROW = 'screen and (max-width: 56.25em)'
const TIGHT = '(max-width: 85em)'

/** Two to four panes side by side; in a window of one column (under 900 px, or 200 % zoom) they become tabs. */
export function Columns({ list, detail, main, rail, startsWith = 'main' }: ColumnsProps) {
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false })
  const isTight = useMediaQuery(TIGHT, false, { getInitialValueInEffect: false })
  const [chosen, setChosen] = useState<PaneKey>(startsWith)
  const id = useId()
  const width = (pane: SidePane): string => `${isTight ? Math.min(pane.width ?? 21, 18.75) : (pane.width ?? 21)}rem`
  const panes = [
    ...(list ? [{ key: 'list' as const, className: classes.list, ...list }] : []),
    ...(detail ? [{ key: 'detail' as const, className: classes.detail, ...detail }] : []),
    { key: 'main' as const, className: classes.middle, ...main },
    ...(rail ? [{ key: 'rail' as const, className: classes.rail, ...rail }] : []),
  ]
  const isTabs = isNarrow && panes.length > 1
  const widthOf = (pane: SidePane | undefined): string => (pane ? width(pane) : '0')
  const style = isTabs ? {} : ({ '--list': widthOf(list), '--detail': widthOf(detail), '--rail': widthOf(rail) } as React.CSSProperties)
  // One tree for both: a pane that were made anew at 900 px would lose the focus of who types in it.
  return (
    <>
      {isTabs && <PaneTabs id={id} panes={panes} chosen={chosen} onChoose={setChosen} />}
      <div className={`${classes.columns} ${isTabs ? classes.narrow : ''}`} style={style} data-print-flow>
        {panes.map((pane) => (
          <PaneBox {...pane} key={pane.key} id={`${id}-${pane.key}`} isHidden={isTabs && pane.key !== chosen} isTabPanel={isTabs}>
            {pane.content}
          </PaneBox>
        ))}
      </div>
    </>
  )
}

type PaneBoxProps = {
  readonly label: string
  readonly className: string | undefined
  readonly children: ReactNode
  readonly isPadded?: boolean
  readonly id?: string
  readonly isHidden?: boolean
  readonly isTabPanel?: boolean
}

/** Hidden panes stay mounted: what was typed in them and where they were scrolled to is kept. */
function PaneBox({ label, className, children, isPadded = true, id, isHidden = false, isTabPanel = false }: PaneBoxProps) {
  return (
    <section
      id={id}
      className={`${classes.pane} ${className} ${isPadded ? classes.padded : ''}`}
      role={isTabPanel ? 'tabpanel' : undefined}
      aria-label={label}
      tabIndex={0}
      hidden={isHidden}
      data-pane
      data-print-flow
      style={isHidden ? { display: 'none' } : undefined}
    >
      {children}
    </section>
  )
}

type PaneTabsProps = {
  readonly id: string
  readonly panes: readonly { readonly key: PaneKey; readonly label: string }[]
  readonly chosen: string
  readonly onChoose: (key: PaneKey) => void
}

function PaneTabs({ id, panes, chosen, onChoose }: PaneTabsProps) {
  const move = (event: React.KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const at = panes.findIndex((pane) => pane.key === chosen)
    const next = panes[(at + step + panes.length) % panes.length]
    if (!next) return
    onChoose(next.key)
    document.getElementById(`${id}-tab-${next.key}`)?.focus()
  }
  return (
    <div className={classes.tabs} role="tablist" onKeyDown={move}>
      {panes.map((pane) => (
        <button
          key={pane.key}
          id={`${id}-tab-${pane.key}`}
          type="button"
          role="tab"
          className={classes.tab}
          aria-selected={pane.key === chosen}
          aria-controls={`${id}-${pane.key}`}
          tabIndex={pane.key === chosen ? 0 : -1}
          onClick={() => onChoose(pane.key)}
        >
          {pane.label}
        </button>
      ))}
    </div>
  )
}
