import { Button, PasswordInput, TextInput } from '@mantine/core'
import type { Result } from '@shared/lib/result.ts'
import { IconBuildingBank } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Returned } from '../../lib/desktop.ts'
import { useCallWords } from '../../records/call-words.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import type { CallError } from '../../sync/transport.ts'
import { Form } from '../../ui/dialog.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { LostLaptop } from './lost-laptop.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Step } from './step.tsx'

type Problem = CallError | 'refused'

/** Sign-in where the ministry's people sign in anyway: in a browser, at its own provider. @param name what the ministry calls it */
export function ProviderSignIn({ name }: { readonly name: string }) {
  const { t } = useTranslation()
  const { session } = useWorkspace()
  const [code, setCode] = useState('')
  const { isBusy, problem, grant, leave, finish } = useProvider()
  const isTaken = grant !== null && (problem === 'account-taken' || problem === 'bad-credentials')
  return (
    <>
      {problem !== null && (
        // Whoever comes back from the provider finds a page that has begun anew, and this far down on it.
        <Step at={problem}>
          {problem === 'device-revoked' && grant !== null ? (
            <LostLaptop onRegister={() => session.becomeNewDevice().then(() => finish({ grant }))} />
          ) : (
            <ProviderProblem problem={problem} name={name} />
          )}
        </Step>
      )}
      {isTaken ? (
        <JoinAccounts isBusy={isBusy} onJoin={(password) => void finish({ grant, password })} />
      ) : (
        <Form label={t('exchange.provider.signIn', { name })} onSubmit={() => void leave(code.trim())}>
          <Button type="submit" loading={isBusy} leftSection={<IconBuildingBank {...SMALL_ICON} />}>
            {t('exchange.provider.signIn', { name })}
          </Button>
          <TextInput
            label={t('exchange.provider.code')}
            description={t('exchange.provider.codeHint')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            autoComplete="off"
          />
        </Form>
      )}
    </>
  )
}

type State = { readonly isBusy: boolean; readonly problem: Problem | null; readonly grant: string | null }

const stateOn = (returned: Returned | null): State => ({
  isBusy: returned?.grant != null,
  problem: returned && returned.grant === null ? 'refused' : null,
  grant: returned?.grant ?? null,
})

const stateAfter = (finished: Result<unknown, CallError>, grant: string): State => ({
  isBusy: false,
  problem: finished.ok ? null : finished.error.code,
  grant,
})

/** Goes to the provider and comes back; in the browser edition the page itself goes, and a new one finds what it came back with. */
function useProvider() {
  const { session, desktop } = useWorkspace()
  // Once: this page may have been opened by the browser that comes back.
  const [returned] = useState(() => desktop.provider.takeReturn())
  const [state, setState] = useState<State>(() => stateOn(returned))
  useEffect(() => {
    const grant = returned?.grant
    if (grant) void session.finishAtProvider({ grant }).then((finished) => setState(stateAfter(finished, grant)))
  }, [returned, session])
  const finish = async (end: { grant: string; password?: string }): Promise<void> => {
    setState(stateOn(end))
    setState(stateAfter(await session.finishAtProvider(end), end.grant))
  }
  const leave = async (code: string): Promise<void> => {
    setState({ isBusy: true, problem: null, grant: null })
    const back = await desktop.provider.visit(async (port) => {
      const begun = await session.beginAtProvider({ port, code })
      if (begun.ok) return begun.value
      setState({ isBusy: false, problem: begun.error.code, grant: null })
      return null
    })
    if (back) setState(stateOn(back))
    if (back?.grant) await finish({ grant: back.grant })
  }
  return { ...state, leave, finish }
}

function ProviderProblem({ problem, name }: { readonly problem: Problem; readonly name: string }) {
  const { t } = useTranslation()
  const callWords = useCallWords()
  if (problem === 'account-taken') return <Notice tone="owe">{t('exchange.provider.taken')}</Notice>
  if (problem === 'refused' || problem === 'bad-code') {
    return (
      <ErrorNotice
        what={t(`exchange.provider.problem.${problem}`, { name })}
        safe={t('exchange.account.safe')}
        todo={t(`exchange.provider.todo.${problem}`)}
      />
    )
  }
  return <ErrorNotice safe={t('exchange.account.safe')} {...callWords(problem)} />
}

/** An account of that name was here before: its password says, once, that it is the same person. */
function JoinAccounts({ isBusy, onJoin }: { readonly isBusy: boolean; readonly onJoin: (password: string) => void }) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  return (
    <Form label={t('exchange.provider.join')} onSubmit={() => onJoin(password)}>
      <PasswordInput
        label={t('exchange.account.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': t('exchange.account.showPassword') }}
        required
      />
      <Button type="submit" loading={isBusy}>
        {t('exchange.provider.join')}
      </Button>
    </Form>
  )
}
