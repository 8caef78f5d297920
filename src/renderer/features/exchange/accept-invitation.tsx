import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReplyOf } from '@shared/sync/protocol.ts'
import { useCallWords } from '../../records/call-words.ts'
import { useRecord } from '../../records/use-records.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import type { CallError } from '../../sync/transport.ts'
import { Dialog, Form, FormActions } from '../../ui/dialog.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { TextButton } from '../../ui/text-button.tsx'

/** One more visit for somebody who has an account already, by the code of its owner. */
export function AcceptInvitation() {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const [joined, setJoined] = useState<ReplyOf<'accept'> | null>(null)
  return (
    <>
      <TextButton onClick={() => setIsOpen(true)}>{t('exchange.invitation.title')}</TextButton>
      {joined && <Joined {...joined} />}
      <Dialog title={t('exchange.invitation.title')} isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <CodeForm
          onClose={() => setIsOpen(false)}
          onJoined={(reply) => {
            setJoined(reply)
            setIsOpen(false)
          }}
        />
      </Dialog>
    </>
  )
}

type CodeFormProps = { readonly onJoined: (reply: ReplyOf<'accept'>) => void; readonly onClose: () => void }

function CodeForm({ onJoined, onClose }: CodeFormProps) {
  const { t } = useTranslation()
  const { session, sync } = useWorkspace()
  const callWords = useCallWords()
  const [code, setCode] = useState('')
  const [isMissing, setIsMissing] = useState(false)
  const [problem, setProblem] = useState<CallError | null>(null)
  const [isSending, setIsSending] = useState(false)
  const accept = async (): Promise<void> => {
    setIsMissing(code.trim() === '')
    if (code.trim() === '' || isSending) return
    setIsSending(true)
    const reply = await session.call('accept', { body: { code: code.trim() } })
    setIsSending(false)
    if (!reply.ok) return setProblem(reply.error.code)
    onJoined(reply.value)
    await sync.syncNow()
  }
  return (
    <Form label={t('exchange.invitation.title')} onSubmit={() => void accept()}>
      <TextInput
        label={t('exchange.account.code')}
        description={t('exchange.account.codeHint.join')}
        autoComplete="off"
        data-autofocus
        value={code}
        error={isMissing ? t('problem.required') : undefined}
        onChange={(event) => {
          setCode(event.currentTarget.value)
          setIsMissing(false)
        }}
      />
      {problem !== null && <ErrorNotice {...callWords(problem)} />}
      <FormActions saveLabel={t('exchange.invitation.submit')} isSaving={isSending} onCancel={onClose} />
    </Form>
  )
}

/** The visit comes with the next round; until then there is nothing of it to open. */
function Joined({ scope, role }: ReplyOf<'accept'>) {
  const { t } = useTranslation()
  const visit = useRecord(scope, 'visit', scope)
  if (!visit) return <Notice tone="agreed">{t('exchange.invitation.onItsWay', { role: t(`people.role.${role}`) })}</Notice>
  return (
    <Notice tone="agreed" actions={<TextButton href={`#/visit/${scope}`}>{t('exchange.invitation.open')}</TextButton>}>
      {t('exchange.invitation.here', { title: visit.title ?? t('kind.visit'), role: t(`people.role.${role}`) })}
    </Notice>
  )
}
