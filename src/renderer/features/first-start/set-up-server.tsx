import { PasswordInput, TextInput } from '@mantine/core'
import type { ParseKeys } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCallWords } from '../../records/call-words.ts'
import { useProfile, useWorkspace } from '../../records/workspace.tsx'
import type { CallError } from '../../sync/transport.ts'
import { Form, FormActions } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { accountProblem, passwordProblem } from './set-up-rules.ts'

type SetUpServerProps = { readonly code: string; readonly onDone: () => void; readonly onLater: () => void }

/** Makes the first account of the ministry's server, whose one-time code came with the page. */
export function SetUpServer({ code, onDone, onLater }: SetUpServerProps) {
  const { t } = useTranslation()
  const { session } = useWorkspace()
  const { name } = useProfile()
  const [account, setAccount] = useState('')
  const [password, setPassword] = useState('')
  const [problems, setProblems] = useState<{ account?: ParseKeys | undefined; password?: ParseKeys | undefined }>({})
  const [failure, setFailure] = useState<CallError | null>(null)
  const [isSending, setIsSending] = useState(false)
  const callWords = useCallWords()
  const submit = async (): Promise<void> => {
    const found = { account: accountProblem(account), password: passwordProblem(password) }
    setProblems(found)
    setFailure(null)
    if (found.account || found.password) return
    setIsSending(true)
    const reply = await session.setUp({ code, name: name ?? account, account: account.trim(), password })
    setIsSending(false)
    if (reply.ok) onDone()
    else setFailure(reply.error.code)
  }
  return (
    <Form label={t('start.setup')} onSubmit={() => void submit()}>
      <h2>{t('start.setup')}</h2>
      <TextInput
        label={t('start.account')}
        description={t('start.accountHint')}
        value={account}
        autoFocus
        autoComplete="username"
        autoCapitalize="none"
        error={problems.account && t(problems.account)}
        onChange={(event) => setAccount(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('start.password')}
        description={t('start.passwordHint')}
        value={password}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('start.showPassword') }}
        error={problems.password && t(problems.password)}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {failure !== null && <ErrorNotice {...callWords(failure)} />}
      <FormActions saveLabel={t('start.setupSubmit')} cancelLabel={t('start.setupLater')} isSaving={isSending} onCancel={onLater} />
    </Form>
  )
}
