import type { Meeting } from '@shared/domain/meeting.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useWorkspace } from '../../records/workspace.tsx'
import { Dialog, Form, FormActions } from '../../ui/dialog.tsx'
import { moveMeeting } from './meeting-commands.ts'
import { movedEnd, TimesField, timesOfParts, useTimeParts } from './meeting-times.tsx'

/** Another time for a planned meeting; when it was to be is kept. A later start takes the end with it. */
export function MoveMeetingDialog({ meeting, onClose }: { readonly meeting: Meeting; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const [parts, setParts] = useTimeParts(meeting)
  const [problem, setProblem] = useState<string>()
  const move = async (): Promise<void> => {
    const moved = await moveMeeting(workspace, meeting, timesOfParts(parts, meeting))
    if (moved.ok) onClose()
    else setProblem(moved.error.code)
  }
  return (
    <Dialog title={t('meeting.move')} isOpen onClose={onClose}>
      <Form label={t('meeting.move')} onSubmit={() => void move()}>
        <TimesField
          value={parts}
          problem={problem}
          onChange={(next) => setParts(next.to === parts.to ? { ...next, to: movedEnd(meeting, next) } : next)}
        />
        <FormActions saveLabel={t('meeting.moveHere')} onCancel={onClose} />
      </Form>
    </Dialog>
  )
}
