import { useElementSize } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { dueDaysText } from '../../records/due-text.ts'
import type { RowGroup } from '../../ui/data-table.tsx'
import { MarkChip } from '../../ui/mark-chip.tsx'
import { WindowBar, WindowLegend } from '../../ui/window-bar.tsx'
import { Words } from '../../ui/words.tsx'
import type { RegisterItem } from './register-queries.ts'
import { itemAddress } from './register-words.ts'
import classes from './timeline.module.css'
import { addDays } from '../../lib/zone-time.ts'
import { isOnScale, positionOf, spanOf, timelineScale, type Span, type TimelineScale } from './timeline-scale.ts'

type RegisterTimelineProps = { readonly scope: string; readonly groups: readonly RowGroup<RegisterItem>[]; readonly today: string }

type Line =
  | { readonly kind: 'group'; readonly key: string; readonly group: RowGroup<RegisterItem>; readonly count: number }
  | { readonly kind: 'item'; readonly key: string; readonly item: RegisterItem; readonly span: Span | null }

const MONTH_PX = 72
/** Above this only the lines in sight are drawn. */
const WINDOWED_FROM = 300

/** Windows on a scale of months; the same groups and filters as the table. What has no date stands in a list of its own below. */
export function RegisterTimeline({ scope, groups, today }: RegisterTimelineProps) {
  const { t } = useTranslation()
  const frame = useRef<HTMLDivElement>(null)
  const { ref: months, width } = useElementSize<HTMLDivElement>()
  const lines = linesOf(groups, t('register.undated'))
  const scale = timelineScale(
    lines.flatMap((line) => (line.kind === 'item' && line.span !== null ? [line.span] : [])),
    today,
  )
  const isWindowed = lines.length > WINDOWED_FROM
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: isWindowed ? lines.length : 0,
    getScrollElement: () => frame.current,
    estimateSize: () => 36,
    overscan: 12,
  })
  const visible = virtualizer.getVirtualItems()
  const shown = isWindowed ? lines.slice(visible[0]?.index ?? 0, (visible.at(-1)?.index ?? -1) + 1) : lines
  const minimum = (scale?.months.length ?? 1) * MONTH_PX
  return (
    <>
      <div ref={frame} className={classes.frame} role="region" aria-label={t('register.views.timeline')} tabIndex={0} data-pane>
        <div className={classes.sheet} style={{ '--months-min': `${scale === null ? 0 : minimum}px` } as React.CSSProperties}>
          <TimelineHead scale={scale} today={today} />
          <div className={classes.measure} ref={months} aria-hidden />
          {scale && width > 0 && <TimelineLines scale={scale} today={today} width={width} />}
          <ul className={classes.lines}>
            {isWindowed && <li aria-hidden style={{ height: visible[0]?.start ?? 0 }} />}
            {shown.map((line) => (
              <li key={line.key} className={`${classes.line} ${line.key.includes('undated') ? classes.undated : ''}`}>
                {line.kind === 'group' ? <GroupLine line={line} /> : <ItemLine scope={scope} line={line} scale={scale} width={width} />}
              </li>
            ))}
            {isWindowed && <li aria-hidden style={{ height: virtualizer.getTotalSize() - (visible.at(-1)?.end ?? 0) }} />}
          </ul>
        </div>
      </div>
      <p className={classes.legend}>
        {scale === null ? (
          t('register.noneDated')
        ) : (
          <>
            <WindowLegend isSoft={false}>{t('register.legendStated')}</WindowLegend>
            <WindowLegend isSoft>{t('register.legendLoose')}</WindowLegend>
          </>
        )}
      </p>
    </>
  )
}

/** Dated ones in their groups, each by its first day; below them, once each, those without a date. */
function linesOf(groups: readonly RowGroup<RegisterItem>[], undatedTitle: string): Line[] {
  const undated = new Map<string, RegisterItem>()
  const lines = groups.flatMap((group): Line[] => {
    const items = group.rows.flatMap((item) => {
      const span = spanOf(item)
      if (span === null) undated.set(item.id, item)
      return span === null ? [] : [{ kind: 'item' as const, key: `${group.key} ${item.id}`, item, span }]
    })
    if (items.length === 0) return []
    const byStart = items.toSorted((a, b) => (a.span.from < b.span.from ? -1 : a.span.from > b.span.from ? 1 : 0))
    return [{ kind: 'group', key: `group ${group.key}`, group, count: items.length }, ...byStart]
  })
  if (undated.size === 0) return lines
  const items = [...undated.values()]
  const group = { key: 'undated', title: undatedTitle, rows: items }
  return [
    ...lines,
    { kind: 'group', key: 'group undated', group, count: items.length },
    ...items.map((item): Line => ({ kind: 'item', key: `undated ${item.id}`, item, span: null })),
  ]
}

function TimelineHead({ scale, today }: { readonly scale: TimelineScale | null; readonly today: string }) {
  const { t } = useTranslation()
  const formats = useFormats()
  return (
    <div className={classes.head}>
      <span className={classes.what}>{t('register.what')}</span>
      {scale === null ? (
        <span className={classes.spoken}>{t('register.window')}</span>
      ) : (
        <span className={classes.months} style={{ gridTemplateColumns: `repeat(${scale.months.length}, minmax(${MONTH_PX}px, 1fr))` }}>
          {scale.months.map((month, index) => (
            <span key={month}>
              {index === 0 || month.endsWith('-01') ? formats.monthShortOfYear(month) : formats.monthShort(month)}
              {month === today.slice(0, 7) && <b>{t('register.today')}</b>}
            </span>
          ))}
        </span>
      )}
    </div>
  )
}

type ScaleProps = { readonly scale: TimelineScale; readonly today: string; readonly width: number }

/** The hairlines of the months and the line of today, behind everything. */
function TimelineLines({ scale, today, width }: ScaleProps) {
  return (
    <div className={classes.rules} aria-hidden>
      {scale.months.slice(1).map((month) => (
        <i key={month} style={{ insetInlineStart: positionOf(scale, `${month}-01`, width) }} />
      ))}
      {isOnScale(scale, today) && <i className={classes.now} style={{ insetInlineStart: positionOf(scale, today, width) }} />}
    </div>
  )
}

function GroupLine({ line: { group, count } }: { readonly line: Extract<Line, { kind: 'group' }> }) {
  const formats = useFormats()
  return (
    <h2 className={classes.group}>
      {group.leading}
      <span className="sn-ellipsis">{group.title}</span>
      <span className={classes.count}>{formats.number(count)}</span>
    </h2>
  )
}

type ItemLineProps = {
  readonly scope: string
  readonly line: Extract<Line, { kind: 'item' }>
  readonly scale: TimelineScale | null
  readonly width: number
}

function ItemLine({ scope, line: { item, span }, scale, width }: ItemLineProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const title = item.text.split('\n')[0] || t(`kind.${item.kind}`)
  const days = dueDaysText(item.window?.edtf ?? null, formats, t)
  const words = item.window?.words.trim() || days
  return (
    <>
      <span className={classes.what}>
        <MarkChip mark={item.mark} />
        <a className={`sn-ellipsis ${classes.title}`} href={itemAddress(scope, item)} title={title}>
          <Words>{title}</Words>
        </a>
        <span className={classes.organization}>{item.organizations.map(({ name }) => name).join(', ')}</span>
      </span>
      <span className={classes.track}>
        {span !== null && scale !== null && width > 0 ? (
          <WindowBar
            tone={item.mark}
            left={positionOf(scale, span.from, width)}
            width={positionOf(scale, addDays(span.to, 1), width) - positionOf(scale, span.from, width)}
            isStartSoft={span.isStartSoft}
            isEndSoft={span.isEndSoft}
            words={words}
            label={[title, words, days].filter((part, index, all) => part !== '' && all.indexOf(part) === index).join(', ')}
          />
        ) : (
          <span className={classes.spoken}>{words === '' ? t('register.noDateSpoken') : <Words>{words}</Words>}</span>
        )}
      </span>
    </>
  )
}
