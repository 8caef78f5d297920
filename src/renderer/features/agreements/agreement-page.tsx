import { Button } from '@mantine/core'
import { isDead } from '@shared/sync/deletion.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePageTitle } from '../../lib/page-title.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { useRouteParam } from '../../lib/use-route.ts'
import { AgreementStage } from '../../records/agreement-stage.tsx'
import { AttachmentList } from '../../records/attachment-list.tsx'
import { DeletedNotice } from '../../records/deleted-notice.tsx'
import { DueLabel } from '../../records/due-label.tsx'
import { ForEditors } from '../../records/for-editors.tsx'
import { RecordHistory } from '../../records/record-history.tsx'
import { RecordLink, useGoTo } from '../../records/record-link.tsx'
import { RecordReceipt } from '../../records/record-receipt.tsx'
import { ReviewNotice } from '../../records/review-notice.tsx'
import { useDeleteRecord } from '../../records/use-delete-record.ts'
import { useIsOpen, useRecord, useRecords, useStoredRecord } from '../../records/use-records.ts'
import { VersionsNotice } from '../../records/versions-notice.tsx'
import { Columns } from '../../ui/columns.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { DescriptionList, type Description } from '../../ui/description-list.tsx'
import { PageHeader, Screen } from '../../ui/screen.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Words } from '../../ui/words.tsx'
import { AgreementForm } from './agreement-form.tsx'

/** One agreement: its form, what hangs on it, its history. */
export function AgreementPage() {
  const scope = useRouteParam('visitId')
  const id = useRouteParam('id')
  const { t } = useTranslation()
  const goTo = useGoTo()
  const isOpen = useIsOpen()
  const agreement = useRecord(scope, 'agreement', id)
  const stored = useStoredRecord(scope, 'agreement', id)
  const deleteRecord = useDeleteRecord()
  const [saves, setSaves] = useState(0)
  usePageTitle(agreement?.text ?? null)
  if (!agreement || !stored) return isOpen ? <EmptyState title={t('error.notFound')}>{t('error.notFoundTodo')}</EmptyState> : <Skeleton />
  const isDeleted = isDead(stored.cells)
  return (
    <Screen>
      <PageHeader
        title={<Words>{agreement.text ?? t('kind.agreement')}</Words>}
        sub={
          <span className="sn-facts">
            <AgreementStage status={agreement.status} />
            <RecordReceipt scope={scope} kind="agreement" id={id} isLong />
          </span>
        }
        actions={
          !isDeleted && (
            <ForEditors scope={scope}>
              <Button variant="default" onClick={() => void deleteRecord({ scope, kind: 'agreement', id })}>
                {t('agreement.delete')}
              </Button>
            </ForEditors>
          )
        }
      />
      <Columns
        main={{
          label: t('kind.agreement'),
          content: isDeleted ? (
            <DeletedNotice scope={scope} kind="agreement" id={id} />
          ) : (
            // A saved form begins anew with what is stored.
            <div style={{ maxWidth: '46rem', display: 'flex', flexDirection: 'column', gap: '1rem' }}>
              <ReviewNotice scope={scope} kind="agreement" id={id} />
              <VersionsNotice scope={scope} kind="agreement" id={id} />
              <AgreementForm
                key={saves}
                scope={scope}
                id={id}
                onSaved={() => setSaves(saves + 1)}
                onCancel={() => goTo(`/visit/${scope}/register`)}
              />
            </div>
          ),
        }}
        rail={{ label: t('history.title'), content: <Rail scope={scope} id={id} isDeleted={isDeleted} /> }}
      />
    </Screen>
  )
}

type RailProps = { readonly scope: string; readonly id: string; readonly isDeleted: boolean }

/** Where the agreement stands and what it is tied to, then who set what when. */
function Rail({ scope, id, isDeleted }: RailProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const agreement = useRecord(scope, 'agreement', id)
  const commitments = useRecords(scope, 'commitment').filter((one) => one.agreementId === id)
  const facts: Description[] = [
    ...(agreement?.meetingId
      ? [{ label: t('field.meetingId'), value: <RecordLink scope={scope} kind="meeting" id={agreement.meetingId} hasIcon={false} /> }]
      : []),
    ...(agreement?.window ? [{ label: t('field.window'), value: <DueLabel window={agreement.window} isLong /> }] : []),
    ...(agreement?.amount ? [{ label: t('field.amount'), value: formats.amount(agreement.amount) }] : []),
    ...commitments.map((one) => ({ label: t('kind.commitment'), value: <RecordLink scope={scope} kind="commitment" id={one.id} /> })),
  ]
  return (
    <>
      {facts.length > 0 && <DescriptionList items={facts} labelWidth={5.5} />}
      {!isDeleted && <AttachmentList to={{ scope, kind: 'agreement', id }} isFlush />}
      <Section title={t('history.title')}>
        <RecordHistory scope={scope} kind="agreement" id={id} />
      </Section>
    </>
  )
}
