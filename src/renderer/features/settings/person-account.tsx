import { Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Result } from '@shared/lib/result.ts'
import type { ReplyOf, RequestOf } from '@shared/sync/protocol.ts'
import { useNow } from '../../lib/now.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { zoneClock } from '../../lib/zone-time.ts'
import { useCallWords } from '../../records/call-words.ts'
import { LaptopList } from '../../records/laptop-list.tsx'
import type { Laptop } from '../../records/laptops.ts'
import { useCopy } from '../../records/use-copy.ts'
import { usePreferences, useProfile, useWorkspace } from '../../records/workspace.tsx'
import type { CallError } from '../../sync/transport.ts'
import { useConfirm, type ConfirmQuestion } from '../../ui/confirm.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { TextButton } from '../../ui/text-button.tsx'

export type User = ReplyOf<'users'>['users'][number]

type PersonAccountProps = {
  readonly user: User
  /** The server has done something with the account. */
  readonly onChanged: () => Promise<void>
}

type Asking = <T>(question: ConfirmQuestion | null, call: () => Promise<Result<T, CallError>>) => Promise<T | null>

/** One account as its administrator sees it: nothing of any visit. */
export function PersonAccount({ user, onChanged }: PersonAccountProps) {
  const { t } = useTranslation()
  const { session, identity } = useWorkspace()
  const { account } = useProfile()
  const confirm = useConfirm()
  const callWords = useCallWords()
  const [problem, setProblem] = useState<CallError | null>(null)
  const ask: Asking = async (question, call) => {
    if (question && !(await confirm(question))) return null
    const reply = await call()
    setProblem(reply.ok ? null : reply.error.code)
    await onChanged()
    return reply.ok ? reply.value : null
  }
  const report = async ({ id: device }: Laptop): Promise<void> => {
    await ask(null, () => session.call('revokeUserDevice', { body: { personId: user.personId, device } }))
  }
  return (
    <Stack gap="lg">
      <AccountFacts user={user} />
      {problem !== null && <ErrorNotice {...callWords(problem)} />}
      {account?.account !== user.account && <AccountActions user={user} ask={ask} />}
      {user.devices.length > 0 && (
        <Section title={t('laptops.title')} count={user.devices.length}>
          <LaptopList label={t('laptops.title')} laptops={user.devices} thisDevice={identity.deviceId} owner={user.name} onLost={report} />
        </Section>
      )}
    </Stack>
  )
}

function AccountFacts({ user }: { readonly user: User }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow()
  const { ministryZone } = usePreferences()
  const at = (moment: number): string => formats.momentIn(ministryZone, moment, now)
  return (
    <DescriptionList
      items={[
        { label: t('exchange.account.account'), value: user.account },
        { label: t('settings.people.since'), value: formats.day(zoneClock(ministryZone).localAt(user.createdAt), 'long') },
        { label: t('settings.people.visits'), value: formats.number(user.visits) },
        ...(user.isAdministrator ? [{ label: t('settings.people.rights'), value: t('settings.people.administrator') }] : []),
        ...(user.disabledAt === null ? [] : [{ label: t('settings.people.closed'), value: at(user.disabledAt) }]),
      ]}
    />
  )
}

/** Of somebody else's account: an administrator cannot lock themselves out. */
function AccountActions({ user, ask }: { readonly user: User; readonly ask: Asking }) {
  const { t } = useTranslation()
  const { session } = useWorkspace()
  const [given, setGiven] = useState<ReplyOf<'resetPassword'> | null>(null)
  const { personId, name } = user
  const change = (question: ConfirmQuestion | null, change: Omit<RequestOf<'changeUser'>, 'personId'>): void =>
    void ask(question, () => session.call('changeUser', { body: { personId, ...change } }))
  const question = (what: 'close' | 'makeAdministrator' | 'noAdministrator' | 'reset'): ConfirmQuestion => ({
    title: t(`settings.people.${what}Title`, { name }),
    body: t(`settings.people.${what}Text`),
    confirmLabel: t(`settings.people.${what}`),
    isDanger: what !== 'makeAdministrator',
  })
  if (user.disabledAt !== null) {
    return <TextButton onClick={() => change(null, { disabled: false })}>{t('settings.people.reopen')}</TextButton>
  }
  return (
    <Stack gap="xs" align="flex-start">
      <TextButton
        onClick={() =>
          void ask(question('reset'), () => session.call('resetPassword', { body: { personId } })).then((reply) => reply && setGiven(reply))
        }
      >
        {t('settings.people.reset')}
      </TextButton>
      {given && <GivenCode user={user} given={given} />}
      {user.isAdministrator ? (
        <TextButton onClick={() => change(question('noAdministrator'), { isAdministrator: false })}>
          {t('settings.people.noAdministrator')}
        </TextButton>
      ) : (
        <TextButton onClick={() => change(question('makeAdministrator'), { isAdministrator: true })}>
          {t('settings.people.makeAdministrator')}
        </TextButton>
      )}
      <TextButton isDanger onClick={() => change(question('close'), { disabled: true })}>
        {t('settings.people.close')}
      </TextButton>
    </Stack>
  )
}

/** Shown once: only its hash is kept. */
function GivenCode({
  user: { name, account },
  given: { code, expiresAt },
}: {
  readonly user: User
  readonly given: ReplyOf<'resetPassword'>
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { ministryZone } = usePreferences()
  const { database } = useWorkspace()
  const copy = useCopy()
  return (
    <Notice tone="owe" actions={<TextButton onClick={() => void copy(code)}>{t('people.copy')}</TextButton>}>
      {t('settings.people.codeFor', { name, account })}
      <p>
        <strong>{code}</strong>
      </p>
      {t('settings.people.codeHint', { until: formats.momentIn(ministryZone, expiresAt, database.host.now()) })}
    </Notice>
  )
}
