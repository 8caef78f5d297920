import {
  IconAddressBook,
  IconArrowsExchange,
  IconChartDots,
  IconFileText,
  IconListCheck,
  IconMessages,
  IconRoute,
  IconSun,
  type Icon,
} from '@tabler/icons-react'
import type { ParseKeys } from 'i18next'
import type { ShellModel } from './shell-model.ts'

/** A place that the app can show. It exists once routes.tsx has a page for it. */
export type Place = {
  /** Its name; without one the page gives the name of its record (usePageTitle). */
  readonly label?: ParseKeys
  /** The place above it in the breadcrumbs. */
  readonly parent?: PlacePath
  /** How it stands in the side list, in the order of this file. */
  readonly entry?: { readonly icon: Icon; readonly count?: keyof ShellModel['counts'] }
}

export type PlacePath = keyof typeof PLACES

const visit = '/visit/$visitId'

export const PLACES = {
  '/start': {},
  '/visit/$visitId/day': { label: 'place.day', parent: visit, entry: { icon: IconSun } },
  '/visit/$visitId': { parent: '/visits', label: 'place.visit', entry: { icon: IconRoute } },
  '/visit/$visitId/meetings': { label: 'place.meetings', parent: visit, entry: { icon: IconMessages, count: 'meetings' } },
  '/visit/$visitId/register': { label: 'place.register', parent: visit, entry: { icon: IconListCheck, count: 'register' } },
  '/visit/$visitId/meeting/$meetingId': { parent: '/visit/$visitId/meetings' },
  '/visit/$visitId/agreement/$id': { parent: '/visit/$visitId/register' },
  '/visit/$visitId/commitment/$id': { parent: '/visit/$visitId/register' },
  '/visit/$visitId/programme/$id': { parent: visit },
  '/visit/$visitId/documents': { label: 'place.documents', parent: visit, entry: { icon: IconFileText } },
  '/directory': { label: 'place.directory', entry: { icon: IconAddressBook } },
  '/exchange': { label: 'place.exchange', entry: { icon: IconArrowsExchange, count: 'unsent' } },
  '/overview': { label: 'place.overview', entry: { icon: IconChartDots } },
  '/visits': { label: 'place.visits' },
  '/settings': { label: 'place.settings' },
  '/trash': { label: 'place.trash' },
} as const satisfies Record<string, { label?: ParseKeys; parent?: string; entry?: Place['entry'] }>

export const PLACE_PATHS: readonly string[] = Object.keys(PLACES)

export const placeOf = (path: string): Place | undefined => (PLACES as Readonly<Record<string, Place>>)[path]

/** The address of a place in a visit, without `#`; undefined when it needs a visit and there is none. */
export function placeAddress(path: string, visitId: string | null): string | undefined {
  if (!path.includes('$visitId')) return path
  return visitId === null ? undefined : path.replace('$visitId', visitId)
}
