import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../lib/now.tsx'
import { zoneClock } from '../../lib/zone-time.ts'
import { RecordPicker } from '../../records/record-picker.tsx'
import { useMayEdit } from '../../records/may-write.ts'
import { fieldOf, SaveForm } from '../../records/save-form.tsx'
import { useRecord } from '../../records/use-records.ts'
import { usePreferences, useWorkspace } from '../../records/workspace.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { createMeeting, newMeetingProblems, type NewMeeting } from './meeting-commands.ts'
import { partsOfTimes, TimesField, timesOfParts } from './meeting-times.tsx'

type NewMeetingDialogProps = {
  readonly scope: string
  readonly kind: 'planned' | 'walk-in'
  readonly onCreated: (meetingId: string) => void
  readonly onClose: () => void
}

/** A meeting begins with a title; a walk-in is now, at the visit's place. */
export function NewMeetingDialog({ scope, kind, onCreated, onClose }: NewMeetingDialogProps) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const mayEdit = useMayEdit(scope)
  const visit = useRecord(scope, 'visit', scope)
  const { ministryZone } = usePreferences()
  const zone = visit?.zone ?? ministryZone
  const now = useNow()
  const [began] = useState<NewMeeting>(() => ({
    title: '',
    organizationId: null,
    start: kind === 'walk-in' ? zoneClock(zone).localAt(now) : null,
    end: null,
    zone,
    walkIn: kind === 'walk-in',
  }))
  const labels = {
    title: t('field.title'),
    organizationId: t('field.organizationId'),
    start: t('field.start'),
    end: t('field.end'),
    zone: t('field.zone'),
    walkIn: t('field.walkIn'),
  }
  const title = t(kind === 'walk-in' ? 'meeting.newWalkIn' : 'meeting.newPlanned')
  return (
    <Dialog title={title} isOpen onClose={onClose} width={36}>
      <SaveForm
        mayEdit={mayEdit}
        draftId={`meeting:new:${scope}:${kind}`}
        label={title}
        stored={began}
        fieldLabels={labels}
        saveLabel={t('meeting.add')}
        check={newMeetingProblems}
        save={(_changed, values) => createMeeting(workspace, scope, values)}
        onSaved={onCreated}
        onCancel={onClose}
      >
        {(form) => (
          <>
            <TextInput
              {...fieldOf(form, labels, 'title')}
              placeholder={t('meeting.titleExample')}
              withAsterisk
              data-autofocus
              onChange={(event) => form.set('title', event.currentTarget.value)}
            />
            <RecordPicker {...fieldOf(form, labels, 'organizationId')} scope={scope} kind="organization" />
            <TimesField
              idOf={form.fieldId}
              value={partsOfTimes(form.values)}
              problem={undefined}
              onChange={(parts) => {
                const times = timesOfParts(parts, form.values)
                form.set('start', times.start)
                form.set('end', times.end)
              }}
            />
          </>
        )}
      </SaveForm>
    </Dialog>
  )
}
