import { Notifications, notifications } from '@mantine/notifications'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePausableTimeout } from '../lib/use-pausable-timeout.ts'
import { SMALL_ICON } from './icon-size.ts'
import { TextButton } from './text-button.tsx'

/** How long a toast with Undo stays; it stops counting while the pointer or the keyboard is on it. */
export const UNDO_MS = 10_000

type UndoToast = { readonly message: ReactNode; readonly onUndo: () => void | Promise<void> }

export type Toasts = {
  /** Something is done and needs no answer: four seconds. */
  readonly say: (message: ReactNode) => void
  /** "Moved to the trash": ten seconds with Undo. */
  readonly offerUndo: (toast: UndoToast) => void
  /** Something failed; stays until it is closed. */
  readonly warn: (message: ReactNode) => void
}

/** Where the toasts appear: once, near the root. */
export const ToastHost = () => (
  <Notifications position="bottom-center" limit={3} containerWidth={440} pauseResetOnHover="notification" data-no-print />
)

export function useToasts(): Toasts {
  const { t } = useTranslation()
  const close = { 'aria-label': t('ui.close') }
  return {
    say: (message) => void notifications.show({ message, autoClose: 4_000, closeButtonProps: close, role: 'status' }),
    warn: (message) =>
      void notifications.show({
        message,
        autoClose: false,
        color: 'madder',
        icon: <IconAlertTriangle {...SMALL_ICON} />,
        closeButtonProps: close,
        role: 'alert',
      }),
    offerUndo: ({ message, onUndo }) => {
      const id = notifications.show({ message: '', autoClose: false, closeButtonProps: close, role: 'status' })
      notifications.update({
        id,
        message: <UndoMessage id={id} message={message} onUndo={onUndo} />,
        autoClose: false,
        closeButtonProps: close,
      })
    },
  }
}

type UndoMessageProps = UndoToast & { readonly id: string }

function UndoMessage({ id, message, onUndo }: UndoMessageProps) {
  const { t } = useTranslation()
  const pausable = usePausableTimeout(() => notifications.hide(id), UNDO_MS)
  const undo = (): void => {
    notifications.hide(id)
    void onUndo()
  }
  return (
    <span {...pausable} style={{ display: 'flex', gap: '1rem', alignItems: 'center', justifyContent: 'space-between' }} data-undo-toast>
      <span>{message}</span>
      <TextButton onClick={undo}>{t('ui.undo')}</TextButton>
    </span>
  )
}
