import { useParams, useRouter, useSearch } from '@tanstack/react-router'

/** A part of the address that the route cannot be without, such as `visitId`. @throws when the route has none: a bug */
export function useRouteParam(name: 'visitId' | 'meetingId' | 'id'): string {
  const params: Record<string, string | undefined> = useParams({ strict: false })
  const value = params[name]
  if (value === undefined) throw new Error(`This route has no "${name}"`)
  return value
}

export type RouteSearch = Readonly<Record<string, string | undefined>>
type ChangeSearch = (change: Readonly<Record<string, string | null>>) => void

/** What stands after `?` in the address, as text (the app's router reads it so). A change keeps the rest; null takes a value away. */
export function useRouteSearch(): readonly [RouteSearch, ChangeSearch] {
  const router = useRouter()
  const search: RouteSearch = useSearch({ strict: false })
  const change: ChangeSearch = (values) => {
    const next = new URLSearchParams()
    for (const [key, value] of Object.entries({ ...search, ...values })) if (value != null) next.set(key, value)
    const { pathname } = router.state.location
    router.history.replace(next.size === 0 ? pathname : `${pathname}?${next.toString()}`)
  }
  return [search, change]
}
