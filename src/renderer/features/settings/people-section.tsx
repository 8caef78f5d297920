import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReplyOf } from '@shared/sync/protocol.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { useCallWords } from '../../records/call-words.ts'
import { useAsked } from '../../records/use-asked.ts'
import { useCopy } from '../../records/use-copy.ts'
import { usePreferences, useWorkspace } from '../../records/workspace.tsx'
import type { CallError } from '../../sync/transport.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'

type User = ReplyOf<'users'>['users'][number]
type Given = ReplyOf<'resetPassword'> & { readonly name: string; readonly account: string }

/** For an administrator of the ministry's server: who has an account, and the way back in for whoever forgot their password. */
export function PeopleSection() {
  const { t } = useTranslation()
  const { session } = useWorkspace()
  const confirm = useConfirm()
  const callWords = useCallWords()
  const { answer, isUnknown, askAgain } = useAsked(useCallback(() => session.call('users'), [session]))
  const [given, setGiven] = useState<Given | null>(null)
  const [problem, setProblem] = useState<CallError | null>(null)
  const reset = async ({ personId, name, account }: User): Promise<void> => {
    const isSure = await confirm({
      title: t('settings.people.resetTitle', { name }),
      body: t('settings.people.resetText'),
      confirmLabel: t('settings.people.reset'),
      isDanger: true,
    })
    if (!isSure) return
    const reply = await session.call('resetPassword', { body: { personId } })
    setProblem(reply.ok ? null : reply.error.code)
    setGiven(reply.ok ? { ...reply.value, name, account } : null)
    await askAgain()
  }
  return (
    <Section title={t('settings.people.title')} {...(answer ? { count: answer.users.length } : {})}>
      {isUnknown && <p>{t('settings.people.offline')}</p>}
      {problem !== null && <ErrorNotice {...callWords(problem)} />}
      {given && <GivenCode given={given} />}
      {answer && (
        <RowList label={t('settings.people.title')}>
          {answer.users.map((user) => (
            <UserRow key={user.personId} user={user} onReset={() => void reset(user)} />
          ))}
        </RowList>
      )}
    </Section>
  )
}

function UserRow({ user, onReset }: { readonly user: User; readonly onReset: () => void }) {
  const { t } = useTranslation()
  const standing = [
    user.account,
    ...(user.isAdministrator ? [t('settings.people.administrator')] : []),
    ...(user.disabledAt === null ? [] : [t('settings.people.closed')]),
  ]
  return (
    <ListRow
      title={<Words>{user.name}</Words>}
      sub={standing.join(' · ')}
      trailing={
        user.disabledAt === null && (
          <TextButton label={t('settings.people.resetOf', { name: user.name })} onClick={onReset}>
            {t('settings.people.reset')}
          </TextButton>
        )
      }
    />
  )
}

/** Shown once: only its hash is kept. */
function GivenCode({ given }: { readonly given: Given }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { ministryZone } = usePreferences()
  const { database } = useWorkspace()
  const copy = useCopy()
  return (
    <Notice tone="owe" actions={<TextButton onClick={() => void copy(given.code)}>{t('people.copy')}</TextButton>}>
      {t('settings.people.codeFor', { name: given.name, account: given.account })}
      <p>
        <strong>{given.code}</strong>
      </p>
      {t('settings.people.codeHint', { until: formats.momentIn(ministryZone, given.expiresAt, database.host.now()) })}
    </Notice>
  )
}
