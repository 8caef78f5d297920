import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog, Form, FormActions } from '../ui/dialog.tsx'

type ReturnDialogProps = {
  /** How many records go back with these remarks. */
  readonly count: number
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onReturn: (remarks: string) => void
}

/** What is to be mended, in words: without them a return helps nobody. */
export function ReturnDialog({ count, isOpen, onClose, onReturn }: ReturnDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog title={t('review.returnTitle', { count })} isOpen={isOpen} onClose={onClose}>
      {isOpen && <RemarksForm onClose={onClose} onReturn={onReturn} />}
    </Dialog>
  )
}

function RemarksForm({ onClose, onReturn }: Pick<ReturnDialogProps, 'onClose' | 'onReturn'>) {
  const { t } = useTranslation()
  const [remarks, setRemarks] = useState('')
  const [isMissing, setIsMissing] = useState(false)
  const submit = (): void => {
    if (remarks.trim() === '') return setIsMissing(true)
    onReturn(remarks.trim())
    onClose()
  }
  return (
    <Form label={t('review.return')} onSubmit={submit}>
      <Textarea
        label={t('field.remarks')}
        description={t('review.remarksHint')}
        data-autofocus
        autosize
        minRows={3}
        maxRows={12}
        maxLength={20_000}
        value={remarks}
        error={isMissing && remarks.trim() === '' ? t('problem.required') : undefined}
        onChange={(event) => setRemarks(event.currentTarget.value)}
      />
      <FormActions saveLabel={t('review.return')} onCancel={onClose} />
    </Form>
  )
}
