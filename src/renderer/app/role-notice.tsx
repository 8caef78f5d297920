import { useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useScope } from '../records/use-records.ts'
import { Notice } from '../ui/notice.tsx'

/** Above every screen of a visit that this person may only read or review: why nothing here can be changed, and who can help. */
export function RoleNotice() {
  const { t } = useTranslation()
  // Of the screen that is open: this stands above it.
  const visitId = useRouterState({ select: ({ matches }) => (matches.at(-1)?.params as { visitId?: string } | undefined)?.visitId ?? '' })
  const role = useScope(visitId)?.state.role
  if (role !== 'reader' && role !== 'reviewer') return null
  return (
    <div style={{ flex: 'none', padding: '0.75rem var(--sn-page) 0' }} data-no-print>
      <Notice>{t(`role.${role}`)}</Notice>
    </div>
  )
}
