import { useMediaQuery } from '@mantine/hooks'
import { useRouter, useRouterState } from '@tanstack/react-router'
import { Suspense, useEffect, useState, type ComponentType, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCurrentPageTitle } from '../lib/page-title.tsx'
import { useKeptFocus } from '../ui/kept-focus.ts'
import type { Crumb } from '../ui/breadcrumbs.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { crumbsOf, trailOf } from './crumbs.ts'
import { KeysDialog, useShellKeys } from './keyboard.tsx'
import type { ShellCommand, ShellModel, ShellPort } from './shell-model.ts'
import { SideList } from './side-list.tsx'
import { TopBar } from './top-bar.tsx'
import classes from './shell.module.css'

export type SearchProps = { readonly isOpen: boolean; readonly onClose: () => void }

type ShellProps = {
  readonly port: ShellPort
  readonly paths: readonly string[]
  readonly search: ComponentType<SearchProps> | null
  readonly children: ReactNode
}

/** The frame around every screen but the first start. */
export function Shell({ port, paths, search: Search, children }: ShellProps) {
  const { t } = useTranslation()
  const { history } = useRouter()
  const model = port.useModel()
  const { sideList } = port.usePreferences()
  const here = useHere(model, paths)
  const [open, setOpen] = useState<'search' | 'keys' | null>(null)
  const isTight = useMediaQuery('(max-width: 68.75em)', false, { getInitialValueInEffect: false })
  const isNarrow = isTight || sideList === 'narrow'
  const onSearch = Search ? () => setOpen('search') : null

  const goToMeeting = (step: 1 | -1): void => {
    const next = model.meetingIds[model.meetingIds.indexOf(here.meetingId ?? '') + step]
    if (next !== undefined) history.push(`/visit/${model.currentVisitId}/meeting/${next}`)
  }
  useShellKeys({ onSearch, onKeys: () => setOpen('keys'), onMeeting: here.meetingId === undefined ? null : goToMeeting })
  useMenuCommands(port, (command) => {
    if (command === 'search') onSearch?.()
    else if (command === 'keys') setOpen('keys')
    else if (command === 'print') window.print()
    else {
      const address = addressOfCommand(command, model.currentVisitId, here.meetingId)
      if (address !== null) history.push(address)
    }
  })
  useVisitOfAddress(port, model, here.visitId)
  useKeptFocus()
  const windowTitle = [here.crumbs.at(-1)?.label, t('app.name')].filter(Boolean).join(' · ')
  useEffect(() => {
    document.title = windowTitle
  }, [windowTitle])

  return (
    <div className={`${classes.app} ${isNarrow ? classes.narrow : ''}`} data-print-flow>
      <a
        className={classes.skip}
        href="#main"
        onClick={(event) => {
          // The address belongs to the router: the link only moves the focus.
          event.preventDefault()
          document.getElementById('main')?.focus()
        }}
        data-no-print
      >
        {t('shell.skip')}
      </a>
      <TopBar crumbs={here.crumbs} isDesktop={port.edition === 'desktop'} isNarrow={isNarrow} onSearch={onSearch} />
      <SideList port={port} model={model} paths={paths} trail={here.trail} isNarrow={isNarrow} canWiden={!isTight} />
      <main className={classes.sheet} id="main" tabIndex={-1} data-print-flow>
        {children}
      </main>
      <BottomBar port={port} model={model} hasExchange={paths.includes('/exchange')} />
      <KeysDialog isOpen={open === 'keys'} onClose={() => setOpen(null)} />
      {Search && (
        <Suspense>
          <Search isOpen={open === 'search'} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </div>
  )
}

/** Whoever opens a page of another visit, by a link or a search, is in that visit: the side list and the keys go along. */
function useVisitOfAddress(port: ShellPort, model: ShellModel, visitId: string | undefined): void {
  const isHere = model.visits.some((visit) => visit.id === visitId)
  const { chooseVisit } = port
  useEffect(() => {
    if (visitId !== undefined && isHere) chooseVisit(visitId)
  }, [chooseVisit, visitId, isHere])
}

type Here = {
  readonly trail: readonly string[]
  readonly crumbs: readonly Crumb[]
  /** Of the page's address. */
  readonly visitId: string | undefined
  readonly meetingId: string | undefined
}

/** Where the open screen stands. */
function useHere(model: ShellModel, paths: readonly string[]): Here {
  const { t } = useTranslation()
  const pageTitle = useCurrentPageTitle()
  const match = useRouterState({ select: (state) => state.matches.at(-1) })
  const params: Readonly<Record<string, string | undefined>> | undefined = match?.params
  const path = String(match?.fullPath ?? '/')
  const visitId = params?.['visitId'] ?? model.currentVisitId
  const visitTitle = model.visits.find((visit) => visit.id === visitId)?.title
  const crumbs = crumbsOf({ path, paths, visitId, visitTitle, pageTitle, labelOf: t })
  return { trail: trailOf(path), crumbs, visitId: params?.['visitId'], meetingId: params?.['meetingId'] }
}

/** Where a command of the desktop's menu leads; null where there is no visit to export. */
function addressOfCommand(command: ShellCommand, visitId: string | null, meetingId: string | undefined): string | null {
  if (command === 'new-visit') return '/visits?new=1'
  if (command === 'exchange') return '/exchange'
  if (command !== 'export-memo') return '/settings'
  if (visitId === null) return null
  return meetingId === undefined
    ? `/visit/${visitId}/documents?kind=report`
    : `/visit/${visitId}/documents?kind=memcon&meeting=${meetingId}`
}

function useMenuCommands(port: ShellPort, run: (command: ShellCommand) => void): void {
  useEffect(() => port.onMenuCommand(run))
}
