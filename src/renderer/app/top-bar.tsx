import { ActionIcon, Tooltip } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconSearch } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Breadcrumbs, type Crumb } from '../ui/breadcrumbs.tsx'
import { ICON, SMALL_ICON } from '../ui/icon-size.ts'
import { KeyCaps } from '../ui/key-caps.tsx'
import { Logo } from '../ui/logo.tsx'
import classes from './shell.module.css'

type TopBarProps = {
  readonly crumbs: readonly Crumb[]
  readonly isDesktop: boolean
  readonly isNarrow: boolean
  /** Null while the app has no search. */
  readonly onSearch: (() => void) | null
}

export function TopBar({ crumbs, isDesktop, isNarrow, onSearch }: TopBarProps) {
  const { t } = useTranslation()
  const { history } = useRouter()
  return (
    <header className={`${classes.top} ${isDesktop ? classes.desktop : ''}`} data-no-print>
      <a className={classes.brand} href="#/" aria-label={t('app.name')}>
        <Logo />
        {!isNarrow && t('app.name')}
      </a>
      <span className={classes.arrows}>
        <Tooltip label={t('shell.back')}>
          <ActionIcon aria-label={t('shell.back')} onClick={() => history.back()}>
            <IconChevronLeft {...ICON} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('shell.forward')}>
          <ActionIcon aria-label={t('shell.forward')} onClick={() => history.forward()}>
            <IconChevronRight {...ICON} />
          </ActionIcon>
        </Tooltip>
      </span>
      <Breadcrumbs items={crumbs} />
      {onSearch && (
        <button className={classes.find} type="button" onClick={onSearch} aria-label={t('shell.search')} aria-keyshortcuts="Control+K">
          <IconSearch {...SMALL_ICON} />
          <span className="sn-ellipsis">{t('shell.search')}</span>
          <KeyCaps combo="mod+K" />
        </button>
      )}
    </header>
  )
}
