import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { AutosaveField } from '../../records/autosave-field.tsx'
import { EditorFields, ForEditors } from '../../records/for-editors.tsx'
import { RecordHistoryButton } from '../../records/record-history.tsx'
import { PageSaveState, SaveStatusProvider } from '../../records/save-status.tsx'
import { useCommit } from '../../records/use-commit.ts'
import { useDeleteRecord } from '../../records/use-delete-record.ts'
import { useRecord } from '../../records/use-records.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import classes from './meeting-form.module.css'

type OpenQuestionPanelProps = { readonly scope: string; readonly id: string; readonly onClose: () => void }

/** An open question and its answer; each part saves itself. */
export function OpenQuestionPanel({ scope, id, onClose }: OpenQuestionPanelProps) {
  const { t } = useTranslation()
  const commit = useCommit(scope)
  const deleteRecord = useDeleteRecord()
  const question = useRecord(scope, 'openQuestion', id)
  if (!question) return null
  const record = { scope, kind: 'openQuestion' as const, id }
  const remove = async (): Promise<void> => {
    if (await deleteRecord({ scope, kind: 'openQuestion', id })) onClose()
  }
  return (
    <Dialog kind="panel" width={32} title={t('kind.openQuestion')} isOpen onClose={onClose}>
      <SaveStatusProvider>
        <div className={classes.facts}>
          <EditorFields scope={scope}>
            <AutosaveField record={record} field="text" label={t('meeting.question')} value={question.text} as="area" isRequired />
            <AutosaveField record={record} field="answer" label={t('field.answer')} value={question.answer} as="area" />
            <Switch
              label={t('field.isSettled')}
              checked={question.isSettled === true}
              onChange={(event) => void commit([{ ...record, type: 'set', fields: { isSettled: event.currentTarget.checked } }])}
            />
          </EditorFields>
          <div className={classes.foot}>
            <PageSaveState />
            <span style={{ display: 'flex', gap: '1rem' }}>
              <RecordHistoryButton {...record} isText />
              <ForEditors scope={scope}>
                <TextButton isDanger onClick={() => void remove()}>
                  {t('meeting.deleteQuestion')}
                </TextButton>
              </ForEditors>
            </span>
          </div>
        </div>
      </SaveStatusProvider>
    </Dialog>
  )
}
