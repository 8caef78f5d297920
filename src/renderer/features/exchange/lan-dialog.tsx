import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { LanDoor, LanNetwork } from '../../lib/desktop-lan.ts'
import type { LanExchange, LanState } from '../../sync/lan-exchange.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { EnterInvitation, Waiting } from './lan-invitation.tsx'
import { Exchanging, Met } from './lan-meeting.tsx'
import { LanTrouble } from './lan-trouble.tsx'
import type { PackVisit } from './pack-visits.ts'
import classes from './packs.module.css'
import { Step } from './step.tsx'
import { useLanExchange, type LanRun } from './use-lan-exchange.ts'

type LanDialogProps = {
  readonly door: LanDoor
  readonly visits: readonly PackVisit[]
  readonly onClose: () => void
  /** A pack went out or came in. */
  readonly onChange: () => void
}

/** From the first question to the end of one exchange. Closing it ends everything that it began. */
export function LanDialog({ door, visits, onClose, onChange }: LanDialogProps) {
  const { t } = useTranslation()
  const run = useLanExchange(door)
  const { networks, look } = useNetworks(door)
  const close = (): void => {
    onChange()
    onClose()
  }
  return (
    <Dialog title={t('lan.title')} isOpen onClose={close} width={38}>
      {run.exchange === null ? (
        <Choice networks={networks} run={run} onLook={look} />
      ) : (
        <Steps exchange={run.exchange} run={run} networks={networks ?? []} visits={visits} onClose={close} />
      )}
    </Dialog>
  )
}

type ChoiceProps = { readonly networks: readonly LanNetwork[] | null; readonly run: LanRun; readonly onLook: () => void }

/** Who shows the code and who types it: it makes no difference but to firewalls. */
function Choice({ networks, run, onLook }: ChoiceProps) {
  const { t } = useTranslation()
  const [isEntering, setIsEntering] = useState(false)
  if (networks === null) return <p role="status">{t('lan.looking')}</p>
  const [first] = networks
  if (first === undefined) {
    return (
      <Step key="no-network">
        <LanTrouble
          problem="no-network"
          actions={
            <Button variant="default" onClick={onLook}>
              {t('lan.lookAgain')}
            </Button>
          }
        />
      </Step>
    )
  }
  if (isEntering) {
    return (
      <Step key="enter">
        <EnterInvitation onEnter={run.call} onCancel={() => setIsEntering(false)} />
      </Step>
    )
  }
  return (
    <Step key="choice">
      <p className={classes.why}>{t('lan.choose')}</p>
      <div className={classes.buttons}>
        <Button data-autofocus onClick={() => run.wait(first.address)}>
          {t('lan.show')}
        </Button>
        <Button variant="default" onClick={() => setIsEntering(true)}>
          {t('lan.enter')}
        </Button>
      </div>
      <p className={classes.hint}>{t('lan.internal')}</p>
    </Step>
  )
}

type StepsProps = {
  readonly exchange: LanExchange
  readonly run: LanRun
  readonly networks: readonly LanNetwork[]
  readonly visits: readonly PackVisit[]
  readonly onClose: () => void
}

function Steps(props: StepsProps) {
  const state = useStore(props.exchange.state)
  const at = state.step === 'exchanging' ? `exchanging ${state.in.stage} ${state.line}` : state.step
  return (
    <Step at={at}>
      <StepContent {...props} state={state} />
    </Step>
  )
}

function StepContent({ exchange, run, networks, visits, onClose, state }: StepsProps & { readonly state: LanState }) {
  const { t } = useTranslation()
  switch (state.step) {
    case 'opening':
      return <p role="status">{t('lan.looking')}</p>
    case 'calling':
      return (
        <>
          <p role="status">{t('lan.calling')}</p>
          <div className={classes.actions}>
            <Button variant="default" onClick={run.leave}>
              {t('ui.cancel')}
            </Button>
          </div>
        </>
      )
    case 'waiting':
      return <Waiting {...state} networks={networks} onOther={run.wait} />
    case 'met':
      return <Met state={state} visits={visits} onConfirm={(scope) => exchange.confirm(scope)} onRefuse={run.leave} />
    case 'exchanging':
      return <Exchanging state={state} exchange={exchange} onAgain={run.leave} onClose={onClose} />
    case 'ended':
      return (
        <LanTrouble
          problem={state.problem}
          actions={
            <Button variant="default" onClick={run.leave}>
              {t('lan.again')}
            </Button>
          }
        />
      )
  }
}

/** The networks that this laptop is on, null while they are looked for; looked for once more when the person has joined one. */
function useNetworks(door: LanDoor): { readonly networks: readonly LanNetwork[] | null; readonly look: () => void } {
  const [networks, setNetworks] = useState<readonly LanNetwork[] | null>(null)
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let isGone = false
    void door.networks().then((found) => {
      if (!isGone) setNetworks(found)
    })
    return () => {
      isGone = true
    }
  }, [door, turn])
  const look = (): void => {
    setNetworks(null)
    setTurn(turn + 1)
  }
  return { networks, look }
}
