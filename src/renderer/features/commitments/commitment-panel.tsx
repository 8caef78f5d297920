import { useTranslation } from 'react-i18next'
import { ForEditors } from '../../records/for-editors.tsx'
import { PanelNotices } from '../../records/panel-notices.tsx'
import { RecordHistoryButton } from '../../records/record-history.tsx'
import type { PanelProps } from '../../records/record-panel.tsx'
import { useDeleteRecord } from '../../records/use-delete-record.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { CommitmentForm } from './commitment-form.tsx'

/** The form of a commitment beside a screen. */
export function CommitmentPanel({ target, onClose }: PanelProps) {
  const { t } = useTranslation()
  const deleteRecord = useDeleteRecord()
  const { scope, id, meetingId = null, agreementId = null, direction = null } = target
  const remove = async (): Promise<void> => {
    if (id !== null && (await deleteRecord({ scope, kind: 'commitment', id }))) onClose()
  }
  return (
    <Dialog kind="panel" width={38} title={t(id === null ? 'commitment.new' : 'kind.commitment')} isOpen onClose={onClose}>
      <PanelNotices scope={scope} kind="commitment" id={id} onClose={onClose} />
      <CommitmentForm
        scope={scope}
        id={id}
        begin={{ meetingId, agreementId, direction }}
        onSaved={onClose}
        onCancel={onClose}
        more={
          id !== null && (
            <span style={{ display: 'flex', gap: '1rem' }}>
              <RecordHistoryButton scope={scope} kind="commitment" id={id} isText />
              <ForEditors scope={scope}>
                <TextButton isDanger onClick={() => void remove()}>
                  {t('commitment.delete')}
                </TextButton>
              </ForEditors>
            </span>
          )
        }
      />
    </Dialog>
  )
}
