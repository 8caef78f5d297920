import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog, Form, FormActions } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'

type NameDialogProps = {
  readonly title: string
  readonly label: string
  readonly placeholder?: string
  readonly saveLabel: string
  readonly isOpen: boolean
  readonly onClose: () => void
  /** Resolves to whether it is stored. */
  readonly onSave: (name: string) => Promise<boolean>
}

/** Begins a record with a name; the rest is said on its page. */
export function NameDialog(props: NameDialogProps) {
  return (
    <Dialog title={props.title} isOpen={props.isOpen} onClose={props.onClose}>
      {props.isOpen && <NameForm {...props} />}
    </Dialog>
  )
}

function NameForm({ title, label, placeholder, saveLabel, onClose, onSave }: NameDialogProps) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<'missing' | 'failed' | null>(null)
  const save = async (): Promise<void> => {
    if (name.trim() === '') return setProblem('missing')
    if (await onSave(name.trim())) onClose()
    else setProblem('failed')
  }
  return (
    <Form label={title} onSubmit={() => void save()}>
      <TextInput
        label={label}
        placeholder={placeholder}
        autoFocus
        data-autofocus
        value={name}
        error={problem === 'missing' ? t('problem.required') : undefined}
        onChange={(event) => {
          setName(event.currentTarget.value)
          setProblem(null)
        }}
      />
      {problem === 'failed' && <Notice tone="danger">{t('save.failed')}</Notice>}
      <FormActions saveLabel={saveLabel} onCancel={onClose} />
    </Form>
  )
}
