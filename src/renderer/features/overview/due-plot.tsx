import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { MarkWord } from '../../ui/mark-chip.tsx'
import type { DueMonth } from './overview-queries.ts'
import classes from './overview.module.css'

type DuePlotProps = { readonly months: readonly DueMonth[]; readonly today: string }

/** Bars by month, ours and theirs upon each other, with the same numbers as a table beside them. */
export function DuePlot({ months, today }: DuePlotProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const most = Math.max(1, ...months.map(({ weOwe, theyOwe }) => weOwe + theyOwe))
  const share = (count: number): string => `${(100 * count) / most}%`
  return (
    <div className={classes.plot}>
      <figure className={classes.figure} aria-hidden>
        <div className={classes.bars}>
          <span className={classes.top}>{formats.number(most)}</span>
          {months.map(({ month, weOwe, theyOwe }) => (
            <div
              key={month ?? 'none'}
              className={`${classes.month} ${month === null ? classes.none : ''}`}
              title={`${name(month)}: > ${weOwe}, < ${theyOwe}`}
            >
              {weOwe + theyOwe > 0 && <b>{formats.number(weOwe + theyOwe)}</b>}
              <i className={classes.theirs} style={{ height: share(theyOwe) }} />
              <i className={classes.owe} style={{ height: share(weOwe) }} />
            </div>
          ))}
        </div>
        <div className={classes.names}>
          {months.map(({ month }, index) => (
            <span
              key={month ?? 'none'}
              className={`${month === null ? classes.none : ''} ${month === today.slice(0, 7) ? classes.now : ''}`}
            >
              {month === null ? t('register.windows.no-date') : formats.monthShort(month)}
              {month !== null && (index === 0 || month.endsWith('-01')) && <small>{month.slice(0, 4)}</small>}
            </span>
          ))}
        </div>
        <figcaption className={classes.legend}>
          <MarkWord mark="owe" />
          <MarkWord mark="theirs" />
        </figcaption>
      </figure>
      <table className={classes.table}>
        <caption className="sn-hidden">{t('overview.due')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('overview.month')}</th>
            <th scope="col">{t('mark.owe')}</th>
            <th scope="col">{t('mark.theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {months
            .filter(({ weOwe, theyOwe }) => weOwe + theyOwe > 0)
            .map(({ month, weOwe, theyOwe }) => (
              <tr key={month ?? 'none'}>
                <th scope="row">{name(month)}</th>
                <td>{formats.number(weOwe)}</td>
                <td>{formats.number(theyOwe)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )

  function name(month: string | null): string {
    return month === null ? t('register.windows.no-date') : formats.month(month)
  }
}
