import { createHashHistory, createRootRoute, createRoute, createRouter, Outlet, redirect, type AnyRouter } from '@tanstack/react-router'
import { Fragment, type ComponentType, type ReactNode } from 'react'
import { Skeleton } from '../ui/skeleton.tsx'
import { ErrorScreen, NotFoundScreen } from './error-screen.tsx'
import type { Screen } from './routes.tsx'
import { Shell, type SearchProps } from './shell.tsx'
import type { ShellPort } from './shell-model.ts'

type RouterParts = {
  readonly port: ShellPort
  readonly screens: readonly Screen[]
  readonly search: ComponentType<SearchProps> | null
  /** Above every screen inside the frame. */
  readonly notice?: ReactNode
  /** Around the frame and every screen inside it. */
  readonly around?: ComponentType<{ readonly children: ReactNode }>
}

/** Routes by hash, so that the same page works from any address and with no server behind it. */
export function createAppRouter({ port, screens, search, notice = null, around: Around = Fragment }: RouterParts): AnyRouter {
  const paths = screens.map(({ path }) => path)
  const root = createRootRoute({ component: Outlet })
  const home = createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: port.home(), replace: true })
    },
  })
  const frame = createRoute({
    getParentRoute: () => root,
    id: 'frame',
    component: () => (
      <Around>
        <Shell port={port} paths={paths} search={search}>
          {notice}
          <Outlet />
        </Shell>
      </Around>
    ),
  })
  const toRoute = ({ path, page }: Screen, parent: typeof root | typeof frame) =>
    createRoute({
      getParentRoute: () => parent,
      path,
      component: page,
      errorComponent: ({ error, reset }) => <ErrorScreen error={error} onRetry={reset} isInside={parent === frame} />,
    })
  const inside = screens.filter(({ isBare }) => !isBare).map((screen) => toRoute(screen, frame))
  const bare = screens.filter(({ isBare }) => isBare).map((screen) => toRoute(screen, root))
  const nowhere = createRoute({ getParentRoute: () => frame, path: '$', component: NotFoundScreen })
  return createRouter({
    routeTree: root.addChildren([home, ...bare, frame.addChildren([...inside, nowhere])]),
    history: createHashHistory(),
    defaultPendingComponent: Skeleton,
    // A fault of the frame itself: the screens have their own.
    defaultErrorComponent: ({ error, reset }) => <ErrorScreen error={error} onRetry={reset} isInside={false} />,
    defaultPendingMs: 0,
    defaultPendingMinMs: 0,
    defaultPreload: 'intent',
    // Values of the address stay text: "2025" is no number and "true" is a word.
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch,
  })
}

function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const values = Object.entries(search).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []))
  const query = new URLSearchParams(values).toString()
  return query === '' ? '' : `?${query}`
}
