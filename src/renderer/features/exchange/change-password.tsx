import { PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SHORTEST_PASSWORD } from '@shared/sync/protocol/sign-in.ts'
import { useCallWords } from '../../records/call-words.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import type { CallError } from '../../sync/transport.ts'
import { Dialog, Form, FormActions } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { useToasts } from '../../ui/toast.tsx'

/** A new password by the old one. Whoever else knew the old one is out. */
export function ChangePassword() {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <TextButton onClick={() => setIsOpen(true)}>{t('exchange.password.title')}</TextButton>
      <Dialog title={t('exchange.password.title')} isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <PasswordForm onClose={() => setIsOpen(false)} />
      </Dialog>
    </>
  )
}

function PasswordForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { session } = useWorkspace()
  const toasts = useToasts()
  const callWords = useCallWords()
  const [values, setValues] = useState({ current: '', next: '' })
  const [isChecked, setIsChecked] = useState(false)
  const [problem, setProblem] = useState<CallError | null>(null)
  const [isSending, setIsSending] = useState(false)
  const isTooShort = values.next.length < SHORTEST_PASSWORD
  const change = async (): Promise<void> => {
    setIsChecked(true)
    setProblem(null)
    if (values.current === '' || isTooShort || isSending) return
    setIsSending(true)
    const reply = await session.call('changePassword', { body: values })
    setIsSending(false)
    if (!reply.ok) return setProblem(reply.error.code)
    toasts.say(t('exchange.password.done'))
    onClose()
  }
  const isWrong = problem === 'bad-credentials'
  const currentError = (): string | undefined => {
    if (isChecked && values.current === '') return t('problem.required')
    return isWrong ? t('exchange.password.wrong') : undefined
  }
  const field = (name: keyof typeof values) => ({
    value: values[name],
    visibilityToggleButtonProps: { 'aria-label': t('exchange.account.showPassword') },
    onChange: (event: { currentTarget: { value: string } }) => setValues({ ...values, [name]: event.currentTarget.value }),
  })
  return (
    <Form label={t('exchange.password.title')} onSubmit={() => void change()}>
      <PasswordInput
        {...field('current')}
        label={t('exchange.password.current')}
        autoComplete="current-password"
        data-autofocus
        error={currentError()}
      />
      <PasswordInput
        {...field('next')}
        label={t('exchange.account.newPassword')}
        description={t('exchange.account.passwordHint')}
        autoComplete="new-password"
        error={isChecked && isTooShort ? t('exchange.password.tooShort') : undefined}
      />
      {problem !== null && !isWrong && <ErrorNotice {...callWords(problem)} />}
      <FormActions saveLabel={t('exchange.password.submit')} isSaving={isSending} onCancel={onClose} />
    </Form>
  )
}
