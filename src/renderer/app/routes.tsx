import { lazyRouteComponent, type RouteComponent } from '@tanstack/react-router'
import { lazy, type ComponentType } from 'react'
import type { PlacePath } from './places.ts'
import type { SearchProps } from './shell.tsx'

/**
 * The screens of the app, a line each; a page is loaded when it is first opened. A place without a line here is shown
 * nowhere: not in the side list, not in the breadcrumbs, not by a key.
 */
export type Screen = {
  readonly path: PlacePath
  readonly page: RouteComponent
  /** Without the frame: the first start. */ readonly isBare?: boolean
}

export const SCREENS: readonly Screen[] = [
  { path: '/start', page: lazyRouteComponent(() => import('../features/first-start/start-page.tsx'), 'StartPage'), isBare: true },
  { path: '/visits', page: lazyRouteComponent(() => import('../features/visits/visits-page.tsx'), 'VisitsPage') },
  { path: '/visit/$visitId', page: lazyRouteComponent(() => import('../features/visits/visit-page.tsx'), 'VisitPage') },
  {
    path: '/visit/$visitId/programme/$id',
    page: lazyRouteComponent(() => import('../features/programmes/programme-page.tsx'), 'ProgrammePage'),
  },
  {
    path: '/visit/$visitId/meetings',
    page: lazyRouteComponent(() => import('../features/meetings/meeting-list-page.tsx'), 'MeetingListPage'),
  },
  {
    path: '/visit/$visitId/meeting/$meetingId',
    page: lazyRouteComponent(() => import('../features/meetings/meeting-page.tsx'), 'MeetingPage'),
  },
  {
    path: '/visit/$visitId/agreement/$id',
    page: lazyRouteComponent(() => import('../features/agreements/agreement-page.tsx'), 'AgreementPage'),
  },
  {
    path: '/visit/$visitId/commitment/$id',
    page: lazyRouteComponent(() => import('../features/commitments/commitment-page.tsx'), 'CommitmentPage'),
  },
  { path: '/visit/$visitId/day', page: lazyRouteComponent(() => import('../features/day/day-page.tsx'), 'DayPage') },
  { path: '/visit/$visitId/register', page: lazyRouteComponent(() => import('../features/register/register-page.tsx'), 'RegisterPage') },
  {
    path: '/visit/$visitId/documents',
    page: lazyRouteComponent(() => import('../features/memos/documents-page.tsx'), 'DocumentsPage'),
  },
  { path: '/directory', page: lazyRouteComponent(() => import('../features/directory/directory-page.tsx'), 'DirectoryPage') },
  { path: '/overview', page: lazyRouteComponent(() => import('../features/overview/overview-page.tsx'), 'OverviewPage') },
  { path: '/exchange', page: lazyRouteComponent(() => import('../features/exchange/exchange-page.tsx'), 'ExchangePage') },
  { path: '/trash', page: lazyRouteComponent(() => import('../features/trash/trash-page.tsx'), 'TrashPage') },
  { path: '/settings', page: lazyRouteComponent(() => import('../features/settings/settings-page.tsx'), 'SettingsPage') },
]

/** The search and command palette, behind Ctrl+K and the button of the top bar; null while there is none. */
export const SEARCH: ComponentType<SearchProps> | null = lazy(async () => ({
  default: (await import('../features/search/search-palette.tsx')).SearchPalette,
}))
