import { Button } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsOpen, useScopes } from '../../records/use-records.ts'
import { useBlobStatus, useProfile, useSyncStatus, useWorkspace } from '../../records/workspace.tsx'
import { ThrownAway } from '../../records/thrown-away.tsx'
import { isClockWrong, type SyncStatus } from '../../sync/sync-status.ts'
import { Columns } from '../../ui/columns.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { Notice } from '../../ui/notice.tsx'
import { PageHeader, Screen } from '../../ui/screen.tsx'
import { AccountPanel } from './account-panel.tsx'
import { Departures } from './departures.tsx'
import { ParkedList, ReceivedList, ReturnedList, RevivedList, WaitingList } from './exchange-lists.tsx'
import { heldIn, leftFilesOf, type Held, type LeftFiles } from './exchange-queries.ts'
import { FilesSection } from './files-section.tsx'
import { LostLaptop } from './lost-laptop.tsx'
import { OverdueNotice } from './overdue-notice.tsx'
import { OwnLaptops } from './own-laptops.tsx'
import { PacksPanel } from './packs-panel.tsx'
import { ReceiptRow } from './receipt-row.tsx'
import { RescueList } from './rescue-list.tsx'
import { ReviewList } from './review-list.tsx'
import { TwoVersionsSection } from './two-versions.tsx'
import { useDepartures, type Departed } from './use-departures.ts'

/** What is on this laptop alone, what the ministry has, and what two people wrote at once. Nothing here must be done for work to go on. */
export function ExchangePage() {
  const { t } = useTranslation()
  const { session, sync } = useWorkspace()
  const status = useSyncStatus()
  const { account } = useProfile()
  const scopes = useScopes()
  const held = useMemo(() => heldIn(scopes), [scopes])
  const left = useDepartures()
  const [wasAccount, setWasAccount] = useState('')
  const register = (): Promise<void> => {
    setWasAccount(account?.account ?? '')
    return session.becomeNewDevice()
  }
  const blobs = useBlobStatus()
  const isOpen = useIsOpen()
  const here = new Set(scopes.map(({ scope }) => scope))
  // Before the visits have been read none of them is here. One that has come back needs no notice: its lists say what was refused.
  const departed = { ...left, departures: isOpen ? left.departures.filter(({ scope }) => !here.has(scope)) : [] }
  const leftFiles = isOpen ? leftFilesOf(blobs, here, left.departures) : []
  return (
    <Screen>
      <PageHeader
        title={t('exchange.title')}
        sub={t(`exchange.state.${stateOf(account !== null, status)}`)}
        // Before the first sign-in there is nobody to send as.
        actions={
          account &&
          !status.isLost && (
            <Button leftSection={<IconSend {...SMALL_ICON} />} loading={status.phase === 'running'} onClick={() => void sync.syncNow()}>
              {t('exchange.sendNow')}
            </Button>
          )
        }
      />
      <ReceiptRow held={held} leftFiles={leftFiles} />
      <Columns
        main={{ label: t('exchange.title'), content: <Main held={held} leftFiles={leftFiles} departed={departed} onRegister={register} /> }}
        rail={{ label: t('exchange.rail'), content: <Rail held={held} wasAccount={wasAccount} /> }}
      />
    </Screen>
  )
}

function stateOf(isSignedIn: boolean, { phase, problem, isLost }: SyncStatus): 'signedOut' | 'lost' | 'reached' | 'waiting' {
  if (!isSignedIn || problem === 'sign-in-needed') return 'signedOut'
  if (isLost) return 'lost'
  return phase === 'reached' && problem === null ? 'reached' : 'waiting'
}

type MainProps = {
  readonly held: Held
  readonly leftFiles: readonly LeftFiles[]
  readonly departed: Departed
  /** A laptop that was reported lost becomes another one. */
  readonly onRegister: () => Promise<void>
}

function Main({ held, leftFiles, departed, onRegister }: MainProps) {
  const { t } = useTranslation()
  const status = useSyncStatus()
  const { account } = useProfile()
  // A browser has the program from the server, and so no address to check.
  const { desktop } = useWorkspace()
  const scopes = useScopes()
  const owned = scopes.filter(({ live }) => live.state.role === 'owner').map(({ scope }) => scope)
  const isLost = account !== null && status.isLost
  const problem = account && !isLost && status.problem !== null && status.phase !== 'running' ? status.problem : null
  return (
    <>
      <ThrownAway />
      {isLost && <LostLaptop onRegister={onRegister} />}
      <Departures departed={departed} />
      <OverdueNotice waiting={held.waiting} />
      {isClockWrong(status) && <Notice tone="owe">{t('sync.clockWrong')}</Notice>}
      {problem !== null && (
        <Notice>
          {t(`sync.problem.${problem}`)} {problem === 'offline' && desktop.server === null ? t('sync.workOn') : t(`sync.todo.${problem}`)}
        </Notice>
      )}
      <TwoVersionsSection entries={held.choices} />
      {held.parked.length > 0 && <ParkedList parked={held.parked} />}
      {held.toReview.map(({ scope, entries }) => (
        <ReviewList key={scope} scope={scope} entries={entries} />
      ))}
      {account && owned.map((scope) => <RescueList key={scope} scope={scope} />)}
      {held.revived.length > 0 && <RevivedList revived={held.revived} />}
      <WaitingList
        waiting={held.waiting}
        leftFiles={leftFiles}
        hasReceived={held.received.length > 0}
        hasOther={held.parked.length + departed.departures.length > 0}
      />
      <FilesSection />
    </>
  )
}

function Rail({ held, wasAccount }: { readonly held: Held; readonly wasAccount: string }) {
  const { account } = useProfile()
  const returned = held.reviewed.filter(({ verdict }) => verdict.state === 'returned')
  return (
    <>
      {returned.length > 0 && <ReturnedList returned={returned} />}
      <PacksPanel />
      <AccountPanel wasAccount={wasAccount} />
      {account && <OwnLaptops />}
      <ReceivedList received={held.received} />
    </>
  )
}
