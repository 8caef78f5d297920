import { useFormats } from '../../lib/use-formats.ts'
import { useAuthors } from '../../records/author-words.ts'
import { writtenAt } from '../../records/record-author.ts'
import { usePreferences, useWorkspace } from '../../records/workspace.tsx'

/** Who moved something to the trash, and when, by the stamp of its deletion. */
export function useDeletionWords(scope: string, stamp: string): { readonly author: string; readonly when: string } {
  const formats = useFormats()
  const { ministryZone } = usePreferences()
  const { database } = useWorkspace()
  const author = useAuthors(scope).words(stamp)
  return { author, when: `${formats.momentIn(ministryZone, writtenAt(stamp), database.host.now())} ${formats.city(ministryZone)}` }
}
