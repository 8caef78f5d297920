import { modals } from '@mantine/modals'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { closedDialog, openedDialog } from './open-dialogs.ts'

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
      const own = Symbol('question')
      openedDialog(own)
      const end = (isSure: boolean): void => {
        closedDialog(own)
        resolve(isSure)
      }
      modals.openConfirmModal({
        title,
        children: body,
        labels: { confirm: confirmLabel, cancel: t('ui.cancel') },
        confirmProps: isDanger ? { color: 'madder' } : {},
        closeButtonProps: { 'aria-label': t('ui.close') },
        onConfirm: () => end(true),
        onCancel: () => end(false),
        // Esc, the close button and a click outside call onClose alone; a promise keeps its first answer.
        onClose: () => end(false),
      })
    })
}
