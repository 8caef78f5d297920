import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import {
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconRoute,
  IconSelector,
  IconSettings,
  IconTrash,
  type Icon,
} from '@tabler/icons-react'
import { useRouter, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { languageOfText } from '../lib/language.ts'
import { useNow } from '../lib/now.tsx'
import { useFormats } from '../lib/use-formats.ts'
import { dayIn, zoneClock } from '../lib/zone-time.ts'
import { Avatar, initialsOf } from '../ui/avatar.tsx'
import { ICON, SMALL_ICON } from '../ui/icon-size.ts'
import { StateDot } from '../ui/state-dot.tsx'
import { PLACE_PATHS, placeAddress, placeOf } from './places.ts'
import type { ShellMeeting, ShellModel, ShellPort, ShellVisit } from './shell-model.ts'
import { visitSummary } from './visit-summary.ts'
import classes from './shell.module.css'

type SideListProps = {
  readonly port: ShellPort
  readonly model: ShellModel
  /** The paths that have a page. */
  readonly paths: readonly string[]
  /** The path of the open screen, with its `$` parts, and of the places above it. */
  readonly trail: readonly string[]
  readonly isNarrow: boolean
  /** False where the window itself leaves no room for the wide list. */
  readonly canWiden: boolean
}

/** The way to every screen: visit, places, today's meetings, the person. */
export function SideList({ port, model, paths, trail, isNarrow, canWiden }: SideListProps) {
  const { t } = useTranslation()
  const entries = PLACE_PATHS.filter((path) => paths.includes(path)).flatMap((path) => {
    const place = placeOf(path)
    const address = placeAddress(path, model.currentVisitId)
    return place?.entry && place.label && address !== undefined ? [{ path, label: place.label, address, ...place.entry }] : []
  })
  // The nearest place of the trail: a meeting lights Meetings, not the visit above it.
  const current = trail.find((path) => entries.some((entry) => entry.path === path))
  return (
    <nav className={classes.side} aria-label={t('shell.main')} tabIndex={-1} data-pane data-no-print>
      <VisitSwitcher port={port} model={model} isNarrow={isNarrow} hasList={paths.includes('/visits')} />
      {entries.map(({ path, label, address, icon, count }) => (
        <Entry
          key={path}
          label={t(label)}
          href={`#${address}`}
          icon={icon}
          count={count === undefined ? 0 : model.counts[count]}
          isCurrent={path === current}
          isNarrow={isNarrow}
        />
      ))}
      {!isNarrow && model.today.length > 0 && model.currentVisitId !== null && (
        <Today meetings={model.today} visitId={model.currentVisitId} />
      )}
      <div className={classes.end}>
        {paths.includes('/trash') && (
          <Entry label={t('place.trash')} href="#/trash" icon={IconTrash} count={0} isCurrent={trail[0] === '/trash'} isNarrow={isNarrow} />
        )}
        {canWiden && <WidthButton port={port} isNarrow={isNarrow} />}
        <Me model={model} hasSettings={paths.includes('/settings')} />
      </div>
    </nav>
  )
}

type VisitSwitcherProps = { readonly port: ShellPort; readonly model: ShellModel; readonly isNarrow: boolean; readonly hasList: boolean }

function VisitSwitcher({ port, model, isNarrow, hasList }: VisitSwitcherProps) {
  const { t } = useTranslation()
  const { history } = useRouter()
  const isInVisit = useRouterState({ select: (state) => state.location.pathname.startsWith('/visit/') })
  const formats = useFormats()
  const now = useNow()
  const current = model.visits.find((visit) => visit.id === model.currentVisitId)
  if (model.visits.length === 0) return null
  const today = dayIn(zoneClock(model.visitZone ?? model.ministryZone), now)
  const summary = (visit: ShellVisit): string => visitSummary(visit, { today, formats, t })
  const choose = (id: string): void => {
    port.chooseVisit(id)
    // A page of another visit is left; any other stays as it is.
    if (isInVisit) history.push(`/visit/${id}`)
  }
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <button
          className={classes.visit}
          type="button"
          aria-label={[t('shell.chooseVisit'), ...(current ? [current.title] : [])].join(': ')}
        >
          <span className={classes.badge} aria-hidden>
            {current ? initialsOf(current.title).slice(0, 1) : <IconRoute {...SMALL_ICON} />}
          </span>
          {!isNarrow && (
            <>
              <span className={classes.visitWords} lang={languageOfText(current?.title ?? '', formats.language)}>
                <b className="sn-ellipsis" title={current?.title}>
                  {current?.title ?? t('shell.chooseVisit')}
                </b>
                {current && <small className="sn-ellipsis">{summary(current)}</small>}
              </span>
              <IconSelector {...SMALL_ICON} />
            </>
          )}
        </button>
      </Menu.Target>
      <Menu.Dropdown mah="24rem" style={{ overflowY: 'auto' }}>
        {model.visits.map((visit) => (
          <Menu.Item key={visit.id} onClick={() => choose(visit.id)} fw={visit.id === model.currentVisitId ? 600 : 400}>
            {visit.title}
            <small style={{ display: 'block', color: 'var(--sn-text-3)', fontWeight: 400 }}>{summary(visit)}</small>
          </Menu.Item>
        ))}
        {hasList && <Menu.Divider />}
        {hasList && (
          <Menu.Item component="a" href="#/visits">
            {t('shell.allVisits')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

type EntryProps = {
  readonly label: string
  readonly href: string
  readonly icon: Icon
  readonly count: number
  readonly isCurrent: boolean
  readonly isNarrow: boolean
}

function Entry({ label, href, icon: EntryIcon, count, isCurrent, isNarrow }: EntryProps) {
  const { number } = useFormats()
  return (
    <WithTooltip label={label} isShown={isNarrow}>
      <a className={classes.entry} href={href} aria-current={isCurrent ? 'page' : undefined} aria-label={isNarrow ? label : undefined}>
        <EntryIcon {...ICON} />
        {!isNarrow && <span className="sn-ellipsis">{label}</span>}
        {!isNarrow && count > 0 && <span className={classes.count}>{number(count)}</span>}
      </a>
    </WithTooltip>
  )
}

function Today({ meetings, visitId }: { readonly meetings: readonly ShellMeeting[]; readonly visitId: string }) {
  const { t } = useTranslation()
  const { time, language } = useFormats()
  const shapes = { held: 'tick', cancelled: 'cross', next: 'dot', planned: 'ring' } as const
  return (
    <section aria-label={t('shell.today')}>
      <h2 className={classes.head}>{t('shell.today')}</h2>
      {meetings.map((meeting) => (
        <a
          key={meeting.id}
          className={classes.mini}
          href={`#/visit/${visitId}/meeting/${meeting.id}`}
          data-state={meeting.state}
          title={meeting.title}
        >
          <StateDot shape={shapes[meeting.state]} label={t(`shell.${meeting.state}`)} />
          <time>{time(meeting.start)}</time>
          <span className={`sn-ellipsis ${classes.miniTitle}`} lang={languageOfText(meeting.title, language)}>
            {meeting.title}
          </span>
        </a>
      ))}
    </section>
  )
}

function WidthButton({ port, isNarrow }: { readonly port: ShellPort; readonly isNarrow: boolean }) {
  const { t } = useTranslation()
  const label = isNarrow ? t('shell.wide') : t('shell.narrow')
  const WidthIcon = isNarrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  return (
    <Tooltip label={label} position="right">
      <ActionIcon
        aria-label={label}
        onClick={() => port.setPreferences({ sideList: isNarrow ? 'wide' : 'narrow' })}
        mx={isNarrow ? 'auto' : 2}
      >
        <WidthIcon {...ICON} />
      </ActionIcon>
    </Tooltip>
  )
}

function Me({ model, hasSettings }: { readonly model: ShellModel; readonly hasSettings: boolean }) {
  const { t } = useTranslation()
  return (
    <div className={classes.me}>
      {model.person && <Avatar initials={initialsOf(model.person.name)} tone="ours" />}
      {model.person && (
        <span className={`${classes.meWords} ${classes.only}`}>
          <span className="sn-ellipsis" style={{ display: 'block' }} title={model.person.name}>
            {model.person.name}
          </span>
          {model.person.role !== null && <small className="sn-ellipsis">{model.person.role}</small>}
        </span>
      )}
      {hasSettings && (
        <Tooltip label={t('place.settings')} position="right">
          <ActionIcon component="a" href="#/settings" ml="auto" mr={0} aria-label={t('place.settings')}>
            <IconSettings {...ICON} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  )
}

type WithTooltipProps = { readonly label: string; readonly isShown: boolean; readonly children: ReactNode }

const WithTooltip = ({ label, isShown, children }: WithTooltipProps) => (
  <Tooltip label={label} position="right" disabled={!isShown}>
    {children}
  </Tooltip>
)
