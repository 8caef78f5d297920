import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { Programme } from '@shared/domain/programme.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../lib/now.tsx'
import { usePageTitle } from '../../lib/page-title.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { useRouteParam } from '../../lib/use-route.ts'
import { dayIn, zoneClock } from '../../lib/zone-time.ts'
import { AgreementStage } from '../../records/agreement-stage.tsx'
import { AutosaveField } from '../../records/autosave-field.tsx'
import { DueWindowInput } from '../../records/due-window-input.tsx'
import { EditorFields, ForEditors } from '../../records/for-editors.tsx'
import { RecordHistoryButton } from '../../records/record-history.tsx'
import { RecordTitle, useGoTo } from '../../records/record-link.tsx'
import { RecordPicker } from '../../records/record-picker.tsx'
import { RestoreNotice } from '../../records/restore-notice.tsx'
import { RecordReceipt } from '../../records/record-receipt.tsx'
import { PageSaveState, SaveStatusProvider } from '../../records/save-status.tsx'
import { useCommit } from '../../records/use-commit.ts'
import { useDeleteRecord } from '../../records/use-delete-record.ts'
import { useIsOpen, useRecord, useScope, useStoredRecord } from '../../records/use-records.ts'
import { usePreferences } from '../../records/workspace.tsx'
import { Columns } from '../../ui/columns.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { PageHeader, Screen } from '../../ui/screen.tsx'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { linkAgreement, unlinkAgreement } from './programme-commands.ts'
import classes from './programme-page.module.css'
import { feedingAgreements } from './programme-queries.ts'

/** An event or project, and the agreements that feed it. */
export function ProgrammePage() {
  const { t } = useTranslation()
  const visitId = useRouteParam('visitId')
  const id = useRouteParam('id')
  const isOpen = useIsOpen()
  const programme = useRecord(visitId, 'programme', id)
  const stored = useStoredRecord(visitId, 'programme', id)
  usePageTitle(programme?.name ?? null)
  if (!programme || !stored) return isOpen ? <EmptyState title={t('programme.gone')} /> : <Skeleton />
  return (
    <SaveStatusProvider key={id}>
      <OpenProgramme programme={programme} isInTrash={isDead(stored.cells)} />
    </SaveStatusProvider>
  )
}

function OpenProgramme({ programme, isInTrash }: { readonly programme: Programme; readonly isInTrash: boolean }) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const remove = useDeleteRecord()
  const { scope, id } = programme
  const visit = useRecord(scope, 'visit', scope)
  const moveToTrash = async (): Promise<void> => {
    if (await remove({ scope, kind: 'programme', id })) goTo(`/visit/${scope}`)
  }
  return (
    <Screen>
      <PageHeader
        title={programme.name ?? t('kind.programme')}
        sub={
          <span className="sn-facts">
            <PageSaveState zone={visit?.zone ?? null} />
            <RecordReceipt scope={scope} kind="programme" id={id} isLong />
          </span>
        }
        actions={
          <>
            <RecordHistoryButton scope={scope} kind="programme" id={id} />
            {!isInTrash && (
              <ForEditors scope={scope}>
                <Button variant="default" leftSection={<IconTrash {...SMALL_ICON} />} onClick={() => void moveToTrash()}>
                  {t('programme.delete')}
                </Button>
              </ForEditors>
            )}
          </>
        }
      />
      <Columns
        main={{
          label: programme.name ?? t('kind.programme'),
          content: isInTrash ? (
            <RestoreNotice scope={scope} kind="programme" id={id} words={t('programme.inTrash')} />
          ) : (
            <ProgrammeFacts programme={programme} />
          ),
        }}
        rail={{ label: t('organization.agreements'), content: <FeedingAgreements programme={programme} />, width: 26 }}
      />
    </Screen>
  )
}

function ProgrammeFacts({ programme }: { readonly programme: Programme }) {
  const { t } = useTranslation()
  const { scope, id } = programme
  const { ministryZone } = usePreferences()
  const visit = useRecord(scope, 'visit', scope)
  const now = useNow()
  const commit = useCommit(scope)
  const record = { scope, kind: 'programme', id } as const
  // "in April" was said during the visit; without its dates, today is the best guess.
  const anchor = visit?.startDay ?? dayIn(zoneClock(ministryZone), now)
  return (
    <div className={classes.facts}>
      <EditorFields scope={scope}>
        <AutosaveField record={record} field="name" label={t('field.name')} value={programme.name} isRequired />
        <DueWindowInput
          label={t('field.window')}
          value={programme.window}
          anchor={anchor}
          onChange={(window) => void commit([{ type: 'set', kind: 'programme', id, fields: { window } }])}
        />
        <AutosaveField record={record} field="place" label={t('field.place')} value={programme.place} />
        <AutosaveField record={record} field="about" label={t('field.about')} value={programme.about} as="area" />
      </EditorFields>
    </div>
  )
}

function FeedingAgreements({ programme }: { readonly programme: Programme }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { scope, id } = programme
  const live = useScope(scope)
  const commit = useCommit(scope)
  const agreements = feedingAgreements(live, id)
  return (
    <Section title={t('programme.feeding')} count={formats.number(agreements.length)}>
      {agreements.length === 0 ? (
        <p className={classes.nothing}>{t('programme.nothing')}</p>
      ) : (
        <RowList>
          {agreements.map((agreement) => (
            <ListRow
              key={agreement.id}
              wraps
              title={<RecordTitle kind="agreement" title={agreement.text} />}
              sub={<AgreementStage status={agreement.status} />}
              href={`#/visit/${scope}/agreement/${agreement.id}`}
              trailing={
                <ForEditors scope={scope}>
                  <TextButton
                    label={t('programme.unlink', { name: agreement.text ?? '' })}
                    onClick={() => void commit(unlinkAgreement(id, agreement.id))}
                  >
                    {t('programme.unlinkShort')}
                  </TextButton>
                </ForEditors>
              }
            />
          ))}
        </RowList>
      )}
      <ForEditors scope={scope}>
        <div className={classes.link} data-no-print>
          <RecordPicker
            scope={scope}
            kind="agreement"
            label={t('programme.link')}
            isLabelHidden
            placeholder={t('programme.link')}
            value={null}
            without={agreements.map((one) => one.id)}
            onChange={(agreementId) => agreementId !== null && void commit(linkAgreement(id, agreementId))}
          />
        </div>
      </ForEditors>
    </Section>
  )
}
