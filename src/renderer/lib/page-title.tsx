import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'

type TitleStore = StoreApi<{ readonly title: string | null }>
const PageTitleContext = createContext<TitleStore | null>(null)

/** Holds the name of what the open screen shows; one around the whole app. */
export function PageTitleProvider({ children }: { readonly children: ReactNode }) {
  const [store] = useState<TitleStore>(() => createStore(() => ({ title: null })))
  return <PageTitleContext value={store}>{children}</PageTitleContext>
}

/** Called by the page of a record: its name ends the breadcrumbs and names the window. Null while it is not known. */
export function usePageTitle(title: string | null): void {
  const store = useTitleStore()
  useEffect(() => {
    store.setState({ title })
    return () => store.setState({ title: null })
  }, [store, title])
}

export const useCurrentPageTitle = (): string | null => useStore(useTitleStore(), (state) => state.title)

function useTitleStore(): TitleStore {
  const store = useContext(PageTitleContext)
  if (!store) throw new Error('usePageTitle stands outside PageTitleProvider')
  return store
}
