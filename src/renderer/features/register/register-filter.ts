import type { RouteSearch } from '../../lib/use-route.ts'
import { GROUPINGS, SORTS, STAGES, type Grouping, type RegisterItem, type Sort, type Stage } from './register-queries.ts'

export const VIEWS = ['table', 'board', 'timeline'] as const
export type View = (typeof VIEWS)[number]
export const WINDOWS = ['overdue', 'this-month', 'later', 'no-date'] as const
export type WindowFilter = (typeof WINDOWS)[number]

/** What the address says: `?kind=agreement&direction=we-owe&organization=ID&window=overdue&stage=signed&programme=ID&open=yes`. */
export type RegisterFilter = {
  readonly kind: 'agreement' | 'commitment' | null
  readonly direction: 'we-owe' | 'they-owe' | null
  readonly organization: string | null
  readonly programme: string | null
  readonly window: WindowFilter | null
  readonly stage: Stage | null
  readonly isOpenOnly: boolean
}
export type RegisterLook = {
  readonly view: View
  /** Null: what is usual in the view. */
  readonly group: Grouping | null
  readonly sort: Sort | null
  readonly isDown: boolean
}

/** Values that nobody knows are passed over, so that an old link still opens. */
export const filterOf = (search: RouteSearch): RegisterFilter => ({
  kind: oneOf(['agreement', 'commitment'], search['kind']),
  direction: oneOf(['we-owe', 'they-owe'], search['direction']),
  organization: search['organization'] ?? null,
  programme: search['programme'] ?? null,
  window: oneOf(WINDOWS, search['window']),
  stage: oneOf(STAGES, search['stage']),
  isOpenOnly: search['open'] === 'yes',
})

export const lookOf = (search: RouteSearch): RegisterLook => ({
  view: oneOf(VIEWS, search['view']) ?? 'table',
  group: oneOf(GROUPINGS, search['group']),
  sort: oneOf(SORTS, search['sort']),
  isDown: search['order'] === 'down',
})

/** True when anything but the sign narrows the list. */
export const isNarrowed = (filter: RegisterFilter): boolean =>
  filter.organization !== null || filter.programme !== null || filter.window !== null || filter.stage !== null || filter.isOpenOnly

/** Everything but the sign: what the buttons of the signs count. @param today the day in the ministry's zone */
export function narrowed(items: readonly RegisterItem[], filter: RegisterFilter, today: string): RegisterItem[] {
  return items.filter(
    (item) =>
      (filter.organization === null || item.organizations.some(({ id }) => id === filter.organization)) &&
      (filter.programme === null || item.programmes.some(({ id }) => id === filter.programme)) &&
      (filter.stage === null || item.stage === filter.stage) &&
      (!filter.isOpenOnly || !item.isClosed) &&
      (filter.window === null || isInWindow(item, filter.window, today)),
  )
}

/** A direction says that only commitments are meant. */
export function ofSign(items: readonly RegisterItem[], { kind, direction }: Pick<RegisterFilter, 'kind' | 'direction'>): RegisterItem[] {
  const mark = direction === 'we-owe' ? 'owe' : direction === 'they-owe' ? 'theirs' : null
  return items.filter((item) => (mark === null ? kind === null || item.kind === kind : item.mark === mark))
}

function isInWindow({ bounds: { earliest, latest }, isOverdue }: RegisterItem, window: WindowFilter, today: string): boolean {
  switch (window) {
    case 'overdue':
      return isOverdue
    case 'this-month':
      return latest !== null && latest.slice(0, 7) === today.slice(0, 7)
    case 'later':
      return latest !== null ? latest.slice(0, 7) > today.slice(0, 7) : earliest !== null && earliest > today
    case 'no-date':
      return earliest === null && latest === null
  }
}

const oneOf = <Value extends string>(values: readonly Value[], value: string | undefined): Value | null =>
  values.find((known) => known === value) ?? null
