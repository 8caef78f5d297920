import { modals } from '@mantine/modals'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export type ConfirmQuestion = {
  readonly title: string
  /** What will happen, and what is safe. */
  readonly body: ReactNode
  /** A verb: "Delete the meeting". */
  readonly confirmLabel: string
  readonly isDanger?: boolean
}

/** Asks before what cannot be undone. Resolves to true only when the person confirms; Esc and a click outside are no. */
export function useConfirm(): (question: ConfirmQuestion) => Promise<boolean> {
  const { t } = useTranslation()
  return ({ title, body, confirmLabel, isDanger = false }) =>
    new Promise((resolve) => {
      modals.openConfirmModal({
        title,
        children: body,
        labels: { confirm: confirmLabel, cancel: t('ui.cancel') },
        confirmProps: isDanger ? { color: 'madder' } : {},
        closeButtonProps: { 'aria-label': t('ui.close') },
        onConfirm: () => resolve(true),
        onCancel: () => resolve(false),
        // Esc, the close button and a click outside call onClose alone; a promise keeps its first answer.
        onClose: () => resolve(false),
      })
    })
}
