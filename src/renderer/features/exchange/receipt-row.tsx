import { IconAlertTriangle, IconArrowBackUp, IconCheck, IconChecks, IconDeviceLaptop, IconUsers, type Icon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../lib/now.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { usePlaceZone } from '../../records/use-place-zone.ts'
import { isHereAlone } from '../../records/waiting.ts'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import type { Held, LeftFiles } from './exchange-queries.ts'
import classes from './receipt-row.module.css'

type Cell = {
  readonly key: string
  readonly icon: Icon
  readonly title: string
  readonly count: number
  readonly sub: string
  readonly tone?: 'failed' | 'returned' | 'accepted'
}

type ReceiptRowProps = { readonly held: Held; readonly leftFiles: readonly LeftFiles[] }

/** Where the records are, as the ministry sees it: receipts, never percentages. */
export function ReceiptRow({ held, leftFiles }: ReceiptRowProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const cells = useCells(held, leftFiles)
  return (
    <ul className={classes.row} aria-label={t('exchange.figures')}>
      {cells.map(({ key, icon: CellIcon, title, count, sub, tone }) => (
        <li key={key} className={classes.cell}>
          <span className={`${classes.title} ${tone === undefined ? '' : (classes[tone] ?? '')}`}>
            <CellIcon {...SMALL_ICON} /> <span>{title}</span>
          </span>
          <b className={classes.count}>{formats.number(count)}</b>
          <span className={classes.sub}>{sub}</span>
        </li>
      ))}
    </ul>
  )
}

function useCells({ waiting, received, parked, reviewed }: Held, leftFiles: readonly LeftFiles[]): readonly Cell[] {
  const { t } = useTranslation()
  const formats = useFormats()
  const zone = usePlaceZone()
  const now = useNow()
  const at = (time: number): string => formats.momentIn(zone, time, now)
  const here = waiting.filter(isHereAlone)
  const handed = waiting.flatMap(({ colleagueAt }) => colleagueAt ?? [])
  const [oldest] = here
  const [latest] = received
  const returned = reviewed.filter(({ verdict }) => verdict.state === 'returned')
  const accepted = reviewed.filter(({ verdict }) => verdict.state === 'accepted')
  const since = returned.at(-1)?.verdict.review.at ?? null
  const last = accepted[0]?.verdict.review.at ?? null
  return [
    {
      key: 'here',
      icon: IconDeviceLaptop,
      title: t('exchange.figure.here'),
      count: here.length + leftFiles.length,
      sub: oldest
        ? t('exchange.figure.hereOldest', { at: at(oldest.since) })
        : t(leftFiles.length === 0 ? 'exchange.figure.hereNone' : 'exchange.figure.hereFiles'),
    },
    {
      key: 'colleague',
      icon: IconUsers,
      title: t('exchange.figure.colleague'),
      count: handed.length,
      sub: handed.length === 0 ? t('exchange.figure.colleagueNone') : t('exchange.figure.colleagueLast', { at: at(Math.max(...handed)) }),
    },
    {
      key: 'received',
      icon: IconCheck,
      title: t('exchange.figure.received'),
      count: received.length,
      sub: latest ? t('exchange.figure.receivedLast', { at: at(latest.at) }) : t('exchange.figure.receivedNone'),
    },
    {
      key: 'returned',
      icon: IconArrowBackUp,
      title: t('exchange.figure.returned'),
      count: returned.length,
      sub: since === null ? t('exchange.figure.returnedNone') : t('exchange.figure.since', { at: at(since) }),
      ...(returned.length === 0 ? {} : { tone: 'returned' as const }),
    },
    {
      key: 'accepted',
      icon: IconChecks,
      title: t('exchange.figure.accepted'),
      count: accepted.length,
      sub: last === null ? t('exchange.figure.receivedNone') : t('exchange.figure.receivedLast', { at: at(last) }),
      ...(accepted.length === 0 ? {} : { tone: 'accepted' as const }),
    },
    ...(parked.length === 0
      ? []
      : [
          {
            key: 'parked',
            icon: IconAlertTriangle,
            title: t('exchange.figure.refused'),
            count: parked.length,
            sub: t('exchange.figure.refusedSub'),
            tone: 'failed' as const,
          },
        ]),
  ]
}
