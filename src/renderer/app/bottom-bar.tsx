import { IconAlertTriangle, IconCheck, IconDeviceLaptop, IconGitFork, IconWifiOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../lib/now.tsx'
import { useFormats } from '../lib/use-formats.ts'
import { SMALL_ICON } from '../ui/icon-size.ts'
import type { ShellModel, ShellPort } from './shell-model.ts'
import classes from './shell.module.css'

type BottomBarProps = {
  readonly port: ShellPort
  readonly model: ShellModel
  /** False while there is no Exchange to go to. */ readonly hasExchange: boolean
}

/** The one place of status: network, what is only here, what the ministry has, two clocks. Offline is grey, never red. */
export function BottomBar({ port, model, hasExchange }: BottomBarProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow()
  const { unsent } = model.counts
  const zone = model.visitZone ?? model.ministryZone
  const href = hasExchange ? '#/exchange' : undefined
  return (
    <footer className={classes.bar} aria-label={t('shell.status')} tabIndex={-1} data-pane data-no-print>
      {model.choices > 0 && (
        <a className={`${classes.item} ${classes.choice}`} href={href}>
          <IconGitFork {...SMALL_ICON} />
          {t('network.choices', { count: model.choices })}
        </a>
      )}
      <span role="status" style={{ display: 'contents' }}>
        {model.network === 'offline' && (
          <span className={classes.item}>
            <IconWifiOff {...SMALL_ICON} />
            {t('network.offline')}
          </span>
        )}
        {model.network === 'failed' && (
          <button type="button" className={`${classes.item} ${classes.retry}`} onClick={port.retrySend}>
            <IconAlertTriangle {...SMALL_ICON} />
            {t('network.failed')}
          </button>
        )}
      </span>
      {unsent > 0 && (
        <a className={`${classes.item} ${classes.strong} ${model.unsentDays === null ? '' : classes.overdue}`} href={href}>
          <IconDeviceLaptop {...SMALL_ICON} />
          {t('network.unsent', { count: unsent })}
          {model.unsentDays !== null && ` · ${t('network.unsentDays', { count: model.unsentDays })}`}
        </a>
      )}
      {model.receivedAt !== null && (
        <span className={`${classes.item} ${classes.received}`}>
          <IconCheck {...SMALL_ICON} />
          {t(formats.isToday(zone, model.receivedAt, now) ? 'receipt.receivedAt' : 'receipt.receivedOn', {
            at: formats.momentIn(zone, model.receivedAt, now),
          })}
        </span>
      )}
      <Clocks model={model} now={now} />
    </footer>
  )
}

/** The visit's place first, Tashkent second, both named; one clock while they are the same. */
function Clocks({ model, now }: { readonly model: ShellModel; readonly now: number }) {
  const { city, timeIn } = useFormats()
  const zones = [...new Set([model.visitZone ?? model.ministryZone, model.ministryZone])]
  return (
    <span className={classes.clocks}>
      {zones.map((zone) => (
        <span key={zone}>
          {city(zone)} <b>{timeIn(zone, now)}</b>
        </span>
      ))}
    </span>
  )
}
