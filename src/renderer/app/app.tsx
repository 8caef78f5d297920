import { MantineProvider, type MantineColorSchemeManager } from '@mantine/core'
import { useColorScheme } from '@mantine/hooks'
import { ModalsProvider } from '@mantine/modals'
import { RouterProvider } from '@tanstack/react-router'
import type { i18n } from 'i18next'
import { useEffect, useLayoutEffect, useState, type ComponentType, type ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { NowProvider } from '../lib/now.tsx'
import { PageTitleProvider } from '../lib/page-title.tsx'
import { KeysProvider } from '../lib/use-keys.tsx'
import { CalendarLanguage } from '../ui/date-field.tsx'
import { watchFront } from '../ui/open-dialogs.ts'
import { cssVariablesResolver, theme } from '../ui/theme.ts'
import { ToastHost } from '../ui/toast.tsx'
import { createAppRouter } from './router.tsx'
import type { Screen } from './routes.tsx'
import type { SearchProps } from './shell.tsx'
import type { ShellPort, ShellPreferences } from './shell-model.ts'

type AppProps = {
  readonly port: ShellPort
  readonly messages: i18n
  readonly screens: readonly Screen[]
  readonly search: ComponentType<SearchProps> | null
  /** Above every screen inside the frame. */
  readonly notice?: ReactNode
  /** Around the frame and every screen inside it. */
  readonly around?: ComponentType<{ readonly children: ReactNode }>
}

/** The whole app: look, language, keys, then the screen of the address. */
export function App({ port, messages, screens, search, notice, around }: AppProps) {
  const preferences = port.usePreferences()
  const [router] = useState(() => createAppRouter({ port, screens, search, notice, ...(around ? { around } : {}) }))
  useLanguage(messages, preferences.language)
  return (
    <Look messages={messages} preferences={preferences}>
      <NowProvider now={port.now}>
        <KeysProvider isBrowser={port.edition === 'browser'}>
          <PageTitleProvider>
            <ModalsProvider>
              <ToastHost />
              <RouterProvider router={router} />
            </ModalsProvider>
          </PageTitleProvider>
        </KeysProvider>
      </NowProvider>
    </Look>
  )
}

type LookProps = {
  readonly messages: i18n
  readonly preferences: Pick<ShellPreferences, 'language' | 'theme'>
  readonly children: ReactNode
}

/** Theme and language alone, for pages that stand before the app: an error, an unsupported browser. */
export function Look({ messages, preferences, children }: LookProps) {
  const system = useColorScheme(undefined, { getInitialValueInEffect: false })
  const scheme = preferences.theme === 'system' ? system : preferences.theme
  // Before Mantine's dialogs listen, which they do in effects that come later.
  useLayoutEffect(() => watchFront(window), [])
  return (
    <I18nextProvider i18n={messages}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} forceColorScheme={scheme} colorSchemeManager={inMemory}>
        <CalendarLanguage language={preferences.language}>{children}</CalendarLanguage>
      </MantineProvider>
    </I18nextProvider>
  )
}

/** Mantine would keep the scheme in localStorage; here it is a preference among the others, in the database. */
const inMemory: MantineColorSchemeManager = {
  get: (fallback) => fallback,
  set: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
}

function useLanguage(messages: i18n, language: string): void {
  useEffect(() => {
    document.documentElement.lang = language
    if (messages.language !== language) void messages.changeLanguage(language)
  }, [messages, language])
}
