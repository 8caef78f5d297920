import { Button } from '@mantine/core'
import { isOverdue } from '@shared/domain/commitment.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePageTitle } from '../../lib/page-title.tsx'
import { useRouteParam } from '../../lib/use-route.ts'
import { useMinistryToday } from '../../records/anchor-day.ts'
import { DeletedNotice } from '../../records/deleted-notice.tsx'
import { DueLabel } from '../../records/due-label.tsx'
import { ForEditors } from '../../records/for-editors.tsx'
import { RecordHistory } from '../../records/record-history.tsx'
import { useGoTo } from '../../records/record-link.tsx'
import { RecordReceipt } from '../../records/record-receipt.tsx'
import { ReviewNotice } from '../../records/review-notice.tsx'
import { useDeleteRecord } from '../../records/use-delete-record.ts'
import { useIsOpen, useRecord, useStoredRecord } from '../../records/use-records.ts'
import { VersionsNotice } from '../../records/versions-notice.tsx'
import { Columns } from '../../ui/columns.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { MarkWord } from '../../ui/mark-chip.tsx'
import { PageHeader, Screen } from '../../ui/screen.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Words } from '../../ui/words.tsx'
import { CommitmentForm } from './commitment-form.tsx'

const NOTHING_KNOWN = { meetingId: null, agreementId: null, direction: null }

/** One commitment: its form and its history. */
export function CommitmentPage() {
  const scope = useRouteParam('visitId')
  const id = useRouteParam('id')
  const { t } = useTranslation()
  const goTo = useGoTo()
  const isOpen = useIsOpen()
  const commitment = useRecord(scope, 'commitment', id)
  const stored = useStoredRecord(scope, 'commitment', id)
  const deleteRecord = useDeleteRecord()
  const today = useMinistryToday()
  const [saves, setSaves] = useState(0)
  usePageTitle(commitment?.text ?? null)
  if (!commitment || !stored) return isOpen ? <EmptyState title={t('error.notFound')}>{t('error.notFoundTodo')}</EmptyState> : <Skeleton />
  const isDeleted = isDead(stored.cells)
  return (
    <Screen>
      <PageHeader
        title={<Words>{commitment.text ?? t('kind.commitment')}</Words>}
        sub={
          <span className="sn-facts">
            {commitment.direction && (
              <MarkWord mark={commitment.direction === 'we-owe' ? 'owe' : 'theirs'}>{t(`value.${commitment.direction}`)}</MarkWord>
            )}
            <DueLabel window={commitment.window} isOverdue={isOverdue(commitment, today)} isLong />
            <RecordReceipt scope={scope} kind="commitment" id={id} isLong />
          </span>
        }
        actions={
          !isDeleted && (
            <ForEditors scope={scope}>
              <Button variant="default" onClick={() => void deleteRecord({ scope, kind: 'commitment', id })}>
                {t('commitment.delete')}
              </Button>
            </ForEditors>
          )
        }
      />
      <Columns
        main={{
          label: t('kind.commitment'),
          content: isDeleted ? (
            <DeletedNotice scope={scope} kind="commitment" id={id} />
          ) : (
            // A saved form begins anew with what is stored.
            <div style={{ maxWidth: '42rem', display: 'flex', flexDirection: 'column', gap: '1rem' }}>
              <ReviewNotice scope={scope} kind="commitment" id={id} />
              <VersionsNotice scope={scope} kind="commitment" id={id} />
              <CommitmentForm
                key={saves}
                scope={scope}
                id={id}
                begin={NOTHING_KNOWN}
                onSaved={() => setSaves(saves + 1)}
                onCancel={() => goTo(`/visit/${scope}/register`)}
              />
            </div>
          ),
        }}
        rail={{
          label: t('history.title'),
          content: (
            <Section title={t('history.title')}>
              <RecordHistory scope={scope} kind="commitment" id={id} />
            </Section>
          ),
        }}
      />
    </Screen>
  )
}
