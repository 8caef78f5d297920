import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { LanDoor, LanNetwork } from '../../lib/desktop-lan.ts'
import type { LanExchange } from '../../sync/lan-exchange.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { EnterInvitation, Waiting } from './lan-invitation.tsx'
import { Exchanging, Met } from './lan-meeting.tsx'
import { LanTrouble } from './lan-trouble.tsx'
import type { PackVisit } from './pack-visits.ts'
import classes from './packs.module.css'
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
  const networks = useNetworks(door)
  const close = (): void => {
    onChange()
    onClose()
  }
  return (
    <Dialog title={t('lan.title')} isOpen onClose={close} width={38}>
      {run.exchange === null ? (
        <Choice networks={networks} run={run} />
      ) : (
        <Steps exchange={run.exchange} run={run} networks={networks ?? []} visits={visits} onClose={close} />
      )}
    </Dialog>
  )
}

/** Who shows the code and who types it: it makes no difference but to firewalls. */
function Choice({ networks, run }: { readonly networks: readonly LanNetwork[] | null; readonly run: LanRun }) {
  const { t } = useTranslation()
  const [isEntering, setIsEntering] = useState(false)
  if (networks === null) return <p role="status">{t('lan.looking')}</p>
  const [first] = networks
  if (first === undefined) return <LanTrouble problem="no-network" />
  if (isEntering) return <EnterInvitation onEnter={run.call} onCancel={() => setIsEntering(false)} />
  return (
    <>
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
    </>
  )
}

type StepsProps = {
  readonly exchange: LanExchange
  readonly run: LanRun
  readonly networks: readonly LanNetwork[]
  readonly visits: readonly PackVisit[]
  readonly onClose: () => void
}

function Steps({ exchange, run, networks, visits, onClose }: StepsProps) {
  const { t } = useTranslation()
  const state = useStore(exchange.state)
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

function useNetworks(door: LanDoor): readonly LanNetwork[] | null {
  const [networks, setNetworks] = useState<readonly LanNetwork[] | null>(null)
  useEffect(() => {
    let isGone = false
    void door.networks().then((found) => {
      if (!isGone) setNetworks(found)
    })
    return () => {
      isGone = true
    }
  }, [door])
  return networks
}
