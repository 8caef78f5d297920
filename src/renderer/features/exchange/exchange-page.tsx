import { Button } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsOpen, useScopes } from '../../records/use-records.ts'
import { useBlobStatus, useProfile, useSyncStatus, useWorkspace } from '../../records/workspace.tsx'
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
  const { sync } = useWorkspace()
  const status = useSyncStatus()
  const { account } = useProfile()
  const scopes = useScopes()
  const held = useMemo(() => heldIn(scopes), [scopes])
  const departed = useDepartures()
  const blobs = useBlobStatus()
  const isOpen = useIsOpen()
  // Before the visits have been read none of them is here.
  const leftFiles = isOpen ? leftFilesOf(blobs, new Set(scopes.map(({ scope }) => scope)), departed.departures) : []
  return (
    <Screen>
      <PageHeader
        title={t('exchange.title')}
        sub={t(`exchange.state.${stateOf(account !== null, status)}`)}
        // Before the first sign-in there is nobody to send as.
        actions={
          account &&
          status.problem !== 'device-revoked' && (
            <Button leftSection={<IconSend {...SMALL_ICON} />} loading={status.phase === 'running'} onClick={() => void sync.syncNow()}>
              {t('exchange.sendNow')}
            </Button>
          )
        }
      />
      <ReceiptRow held={held} leftFiles={leftFiles} />
      <Columns
        main={{ label: t('exchange.title'), content: <Main held={held} leftFiles={leftFiles} departed={departed} /> }}
        rail={{ label: t('exchange.rail'), content: <Rail held={held} /> }}
      />
    </Screen>
  )
}

function stateOf(isSignedIn: boolean, { phase, problem }: SyncStatus): 'signedOut' | 'lost' | 'reached' | 'waiting' {
  if (!isSignedIn || problem === 'sign-in-needed') return 'signedOut'
  if (problem === 'device-revoked') return 'lost'
  return phase === 'reached' && problem === null ? 'reached' : 'waiting'
}

type MainProps = { readonly held: Held; readonly leftFiles: readonly LeftFiles[]; readonly departed: Departed }

function Main({ held, leftFiles, departed }: MainProps) {
  const { t } = useTranslation()
  const status = useSyncStatus()
  const { account } = useProfile()
  const scopes = useScopes()
  const owned = scopes.filter(({ live }) => live.state.role === 'owner').map(({ scope }) => scope)
  const problem = account && status.problem !== null && status.phase !== 'running' ? status.problem : null
  return (
    <>
      <Departures departed={departed} />
      <OverdueNotice waiting={held.waiting} />
      {isClockWrong(status) && <Notice tone="owe">{t('sync.clockWrong')}</Notice>}
      {problem !== null && (
        <Notice>
          {t(`sync.problem.${problem}`)} {t(`sync.todo.${problem}`)}
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

function Rail({ held }: { readonly held: Held }) {
  const { account } = useProfile()
  const returned = held.reviewed.filter(({ verdict }) => verdict.state === 'returned')
  return (
    <>
      {returned.length > 0 && <ReturnedList returned={returned} />}
      <PacksPanel />
      <AccountPanel />
      {account && <OwnLaptops />}
      <ReceivedList received={held.received} />
    </>
  )
}
