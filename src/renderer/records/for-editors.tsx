import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../ui/notice.tsx'
import { Fields } from './fields.tsx'
import { useMayEdit } from './may-write.ts'
import { useScope } from './use-records.ts'

type ForEditorsProps = { readonly scope: string; readonly children: ReactNode }

/** What begins, changes or deletes something stands here: nobody is offered what their role in the visit would refuse. */
export const ForEditors = ({ scope, children }: ForEditorsProps) => (useMayEdit(scope) ? children : null)

/** Fields that save themselves: others than editors read them. */
export function EditorFields({ scope, children }: ForEditorsProps) {
  return <Fields mayEdit={useMayEdit(scope)}>{children}</Fields>
}

/** Why nothing of this visit can be changed here, and who can help; nothing for those who may. */
export function ReadOnlyNotice({ scope }: { readonly scope: string }) {
  const { t } = useTranslation()
  const role = useScope(scope)?.state.role
  return role === 'reader' || role === 'reviewer' ? <Notice>{t(`role.${role}`)}</Notice> : null
}
