import { useRouterState } from '@tanstack/react-router'
import { ReadOnlyNotice } from '../records/for-editors.tsx'
import { useScope } from '../records/use-records.ts'

/** Above every screen of a visit that this person may only read or review. */
export function RoleNotice() {
  // Of the screen that is open: this stands above it.
  const visitId = useRouterState({ select: ({ matches }) => (matches.at(-1)?.params as { visitId?: string } | undefined)?.visitId ?? '' })
  const role = useScope(visitId)?.state.role
  if (role !== 'reader' && role !== 'reviewer') return null
  return (
    <div style={{ flex: 'none', padding: '0.75rem var(--sn-page) 0' }} data-no-print>
      <ReadOnlyNotice scope={visitId} />
    </div>
  )
}
