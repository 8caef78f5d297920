import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { authorOf, type Author } from './record-author.ts'
import { useScope } from './use-records.ts'
import { useProfile, useWorkspace } from './workspace.tsx'

export type AuthorNames = {
  readonly of: (stamp: string) => Author
  /** A name where one is known, and which laptop where none is. */
  readonly words: (stamp: string) => string
}

/** Who wrote what in a visit, by the stamps of its cells. */
export function useAuthors(scope: string): AuthorNames {
  const { t } = useTranslation()
  const { identity: here, laptops: known } = useWorkspace()
  const laptops = useStore(known)
  const { name } = useProfile()
  const live = useScope(scope)
  const of = (stamp: string): Author => authorOf(stamp, live, { here, laptops })
  const words = (stamp: string): string => {
    const author = of(stamp)
    switch (author.type) {
      case 'this-laptop':
        return name ? t('history.me', { name }) : t('history.thisLaptop')
      case 'person':
        return author.name
      case 'server':
        return t('history.ministry')
      case 'other-laptop':
        return t('history.otherLaptop')
    }
  }
  return { of, words }
}
