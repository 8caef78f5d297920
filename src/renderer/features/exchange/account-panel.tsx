import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { IconBuildingBank, IconLogout } from '@tabler/icons-react'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCallWords } from '../../records/call-words.ts'
import { useAsked } from '../../records/use-asked.ts'
import { useProfile, useSyncStatus, useWorkspace } from '../../records/workspace.tsx'
import type { CallError } from '../../sync/transport.ts'
import { DescriptionList } from '../../ui/description-list.tsx'
import { Form } from '../../ui/dialog.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { AcceptInvitation } from './accept-invitation.tsx'
import { ChangePassword } from './change-password.tsx'
import { LostLaptop } from './lost-laptop.tsx'
import { ProviderSignIn } from './provider-sign-in.tsx'

/** How somebody gets in: with an account, with an owner's invitation, or as the first on a new server. */
const WAYS = ['signIn', 'join', 'setup'] as const
/** `forgot`: with an account whose password nobody knows any more, by the administrator's code. */
type Way = (typeof WAYS)[number] | 'forgot'

type AccountPanelProps = {
  readonly setupCode?: string | null
  /** The account of a laptop that was reported lost, and has just become another one. */
  readonly wasAccount?: string
}

/** Who this laptop is at the ministry's server. Nothing here must be done for work to go on. */
export function AccountPanel({ setupCode = null, wasAccount = '' }: AccountPanelProps) {
  const { t } = useTranslation()
  const { account, wasAccount: thrownAway } = useProfile()
  // A session that ended elsewhere, by a new password for example: the way back in stands here at once.
  const { problem } = useSyncStatus()
  const isOver = problem === 'sign-in-needed'
  return (
    <Section title={t('exchange.account.title')}>
      <Stack gap="md">
        {account && isOver && <p style={{ margin: 0 }}>{t('exchange.account.again', { account: account.account })}</p>}
        {!account && wasAccount !== '' && <p style={{ margin: 0 }}>{t('exchange.lost.signIn')}</p>}
        {account && !isOver ? (
          <SignedIn />
        ) : (
          <WaysIn setupCode={setupCode} account={account?.account ?? (wasAccount || (thrownAway ?? ''))} />
        )}
      </Stack>
    </Section>
  )
}

function SignedIn() {
  const { t } = useTranslation()
  const { session } = useWorkspace()
  const { account } = useProfile()
  const { answer: known } = useAsked(useCallback(() => session.waysIn(), [session]))
  // Whatever a laptop that was reported lost asks is refused.
  const isLost = useSyncStatus().isLost
  if (!account) return null
  return (
    <>
      <DescriptionList
        labelWidth={6}
        items={[
          { label: t('exchange.account.name'), value: account.name },
          { label: t('exchange.account.account'), value: account.account },
        ]}
      />
      <Stack gap={4} align="flex-start">
        {!isLost && <AcceptInvitation />}
        {!isLost && known?.signIn.password === true && <ChangePassword />}
        <TextButton onClick={() => void session.signOut()}>
          <IconLogout {...SMALL_ICON} /> {t('exchange.account.signOut')}
        </TextButton>
      </Stack>
    </>
  )
}

/** @param account as it was signed in here last; empty if nobody was */
type SignedOutProps = { readonly setupCode: string | null; readonly account: string }

/** A desktop that was not started beside a server has to be told where the ministry's is. */
function WaysIn(props: SignedOutProps) {
  const { t } = useTranslation()
  const { desktop } = useWorkspace()
  const [isKnown, setIsKnown] = useState<boolean | null>(desktop.server ? null : true)
  useEffect(() => {
    // One that cannot be told is no reason to offer no way in.
    void desktop.server?.address().then(
      (address) => setIsKnown(address !== null),
      () => setIsKnown(true),
    )
  }, [desktop])
  if (isKnown === false) {
    return <Notice actions={<TextButton href="#/settings">{t('place.settings')}</TextButton>}>{t('exchange.account.noAddress')}</Notice>
  }
  return isKnown && <SignedOut {...props} />
}

function SignedOut({ setupCode, account }: SignedOutProps) {
  const { t } = useTranslation()
  const { session } = useWorkspace()
  const [way, setWay] = useState<Way>(setupCode === null ? 'signIn' : 'setup')
  const { answer: known } = useAsked(useCallback(() => session.waysIn(), [session]))
  const provider = known?.signIn.provider ?? null
  return (
    <>
      {account === '' && <p style={{ margin: 0 }}>{t('exchange.account.why')}</p>}
      {provider !== null && <ProviderSignIn name={provider} />}
      {(known?.signIn.password ?? true) && (
        <>
          <Segmented
            label={t('exchange.account.way')}
            value={way === 'forgot' ? 'signIn' : way}
            options={WAYS.map((value) => ({ value, label: t(`exchange.account.ways.${value}`) }))}
            onChange={setWay}
          />
          {way === 'forgot' && <p style={{ margin: 0 }}>{t('exchange.account.forgotWhat')}</p>}
          <SignInForm key={way} way={way} account={account} code={way === 'setup' ? (setupCode ?? '') : ''} />
          <div>
            {way === 'signIn' && <TextButton onClick={() => setWay('forgot')}>{t('exchange.account.forgot')}</TextButton>}
            {way === 'forgot' && <TextButton onClick={() => setWay('signIn')}>{t('exchange.account.remembered')}</TextButton>}
          </div>
        </>
      )}
    </>
  )
}

type Values = { code: string; account: string; name: string; password: string }

function SignInForm({ way, code, account }: { readonly way: Way; readonly code: string; readonly account: string }) {
  const { t } = useTranslation()
  const { session } = useWorkspace()
  const profile = useProfile()
  const [values, setValues] = useState<Values>({ code, account, name: profile.name ?? '', password: '' })
  const [problem, setProblem] = useState<CallError | null>(null)
  const [isSending, setIsSending] = useState(false)
  const callWords = useCallWords()

  const field = (name: keyof Values) => ({
    label: t(`exchange.account.${name}`),
    value: values[name],
    onChange: (event: { currentTarget: { value: string } }) => setValues({ ...values, [name]: event.currentTarget.value }),
  })
  const submit = async (): Promise<void> => {
    setIsSending(true)
    const trimmed = { ...values, code: values.code.trim(), account: values.account.trim() }
    const asks = {
      signIn: () => session.signIn(trimmed),
      join: () => session.join(trimmed),
      setup: () => session.setUp(trimmed),
      forgot: () => session.newPassword(trimmed),
    }
    const reply = await asks[way]()
    setIsSending(false)
    setProblem(reply.ok ? null : reply.error.code)
  }

  return (
    <Form label={t(`exchange.account.ways.${way}`)} onSubmit={() => void submit()}>
      {way !== 'signIn' && <TextInput {...field('code')} description={t(`exchange.account.codeHint.${way}`)} autoComplete="off" required />}
      {(way === 'join' || way === 'setup') && <TextInput {...field('name')} autoComplete="name" required />}
      <TextInput {...field('account')} autoComplete="username" required />
      <PasswordInput
        {...field('password')}
        label={t(way === 'forgot' ? 'exchange.account.newPassword' : 'exchange.account.password')}
        description={way === 'signIn' ? undefined : t('exchange.account.passwordHint')}
        autoComplete={way === 'signIn' ? 'current-password' : 'new-password'}
        visibilityToggleButtonProps={{ 'aria-label': t('exchange.account.showPassword') }}
        required
      />
      {problem === 'device-revoked' ? (
        <LostLaptop onRegister={() => session.becomeNewDevice().then(submit)} />
      ) : (
        problem !== null && <ErrorNotice safe={t('exchange.account.safe')} {...callWords(problem)} />
      )}
      <Button type="submit" loading={isSending} leftSection={<IconBuildingBank {...SMALL_ICON} />}>
        {t(`exchange.account.submit.${way}`)}
      </Button>
    </Form>
  )
}
