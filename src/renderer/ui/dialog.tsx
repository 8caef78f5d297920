import { Button, Drawer, Modal } from '@mantine/core'
import { useEffect, useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isInFront, useFrontPlace } from './open-dialogs.ts'

type DialogProps = {
  readonly title: ReactNode
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  /** `panel`: a pane from the right, for records; `dialog`: in the middle, for questions. */
  readonly kind?: 'dialog' | 'panel'
  /** In rem. */
  readonly width?: number
}

/** A dialog with a named close button. Esc closes it, and of several the one in front; what lies behind is inert. Closed, it gives the focus back. */
export function Dialog({ title, isOpen, onClose, children, kind = 'dialog', width = 32 }: DialogProps) {
  const { t } = useTranslation()
  const [own] = useState(() => Symbol('dialog'))
  const shared = {
    opened: isOpen,
    // Each open dialog hears Esc at the window, also those that another one covers.
    onClose: () => {
      if (isInFront(own)) onClose()
    },
    title,
    size: `${width}rem`,
    closeButtonProps: { 'aria-label': t('ui.close') },
  }
  if (kind === 'panel') {
    return (
      <Drawer {...shared} position="right">
        <WhileOpen own={own} isOpen={isOpen} />
        {children}
      </Drawer>
    )
  }
  return (
    <Modal {...shared} yOffset="4rem">
      <WhileOpen own={own} isOpen={isOpen} />
      {children}
    </Modal>
  )
}

/** Stands in front of what was open, and gives the focus back to whatever had it before, also where the dialog is not closed but no longer there. */
function WhileOpen({ own, isOpen }: { readonly own: symbol; readonly isOpen: boolean }) {
  const [opener] = useState(() => document.activeElement)
  useFrontPlace(own, isOpen)
  useEffect(
    () => () => {
      // What is next on the screen may take the focus first.
      setTimeout(() => {
        if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus({ preventScroll: true })
      }, 10)
    },
    [opener],
  )
  return null
}

type FormActionsProps = {
  readonly saveLabel: string
  /** Where the other way is not to give up, such as "Later". */
  readonly cancelLabel?: string
  readonly onCancel: () => void
  readonly isSaving?: boolean
  readonly more?: ReactNode
}

/** The end of a form: Save (filled, submits), Cancel, and at the right whatever else there is. */
export function FormActions({ saveLabel, cancelLabel, onCancel, isSaving = false, more }: FormActionsProps) {
  const { t } = useTranslation()
  return (
    <div style={{ display: 'flex', gap: '0.5rem', alignItems: 'center', marginTop: '1.25rem' }}>
      <Button type="submit" loading={isSaving}>
        {saveLabel}
      </Button>
      <Button variant="default" onClick={onCancel}>
        {cancelLabel ?? t('ui.cancel')}
      </Button>
      {more !== undefined && <span style={{ marginInlineStart: 'auto' }}>{more}</span>}
    </div>
  )
}

type FormProps = { readonly label: string; readonly onSubmit: () => void; readonly children: ReactNode }

/** A form whose problems are said by us, in the interface's language, never by the browser. */
export function Form({ label, onSubmit, children }: FormProps) {
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form aria-label={label} noValidate onSubmit={submit} style={{ display: 'flex', flexDirection: 'column', gap: '0.75rem' }}>
      {children}
    </form>
  )
}
