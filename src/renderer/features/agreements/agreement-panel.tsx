import { useTranslation } from 'react-i18next'
import { AttachmentList } from '../../records/attachment-list.tsx'
import { ForEditors } from '../../records/for-editors.tsx'
import { PanelNotices } from '../../records/panel-notices.tsx'
import { RecordHistoryButton } from '../../records/record-history.tsx'
import type { PanelProps } from '../../records/record-panel.tsx'
import { useDeleteRecord } from '../../records/use-delete-record.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import classes from './agreement-panel.module.css'
import { AgreementForm } from './agreement-form.tsx'

/** The form of an agreement beside a screen. */
export function AgreementPanel({ target, onClose }: PanelProps) {
  const { t } = useTranslation()
  const deleteRecord = useDeleteRecord()
  const { scope, id, meetingId = null } = target
  const remove = async (): Promise<void> => {
    if (id !== null && (await deleteRecord({ scope, kind: 'agreement', id }))) onClose()
  }
  return (
    <Dialog kind="panel" width={42} title={t(id === null ? 'agreement.new' : 'kind.agreement')} isOpen onClose={onClose}>
      <PanelNotices scope={scope} kind="agreement" id={id} onClose={onClose} />
      <AgreementForm
        scope={scope}
        id={id}
        meetingId={meetingId}
        onSaved={onClose}
        onCancel={onClose}
        more={
          id !== null && (
            <span className={classes.more}>
              <RecordHistoryButton scope={scope} kind="agreement" id={id} isText />
              <ForEditors scope={scope}>
                <TextButton isDanger onClick={() => void remove()}>
                  {t('agreement.delete')}
                </TextButton>
              </ForEditors>
            </span>
          )
        }
      />
      {id !== null && (
        <div className={classes.files}>
          <AttachmentList to={{ scope, kind: 'agreement', id }} isFlush />
        </div>
      )}
    </Dialog>
  )
}
