import { NativeSelect, Switch } from '@mantine/core'
import { MEETING_STATES, type Meeting, type MeetingState } from '@shared/domain/meeting.ts'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { AutosaveField, AutosaveSelect } from '../../records/autosave-field.tsx'
import { FieldGrid } from '../../records/field-row.tsx'
import { EditorFields } from '../../records/for-editors.tsx'
import { RecordListField } from '../../records/record-list-field.tsx'
import { RecordPicker } from '../../records/record-picker.tsx'
import { PageSaveState, SaveStatusProvider } from '../../records/save-status.tsx'
import { useCommit } from '../../records/use-commit.ts'
import { useRecords } from '../../records/use-records.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { ZoneSelect } from '../../records/zone-select.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { organizationChanges, setTimes, stateChange } from './meeting-commands.ts'
import { TimesField, timesOfParts, useTimeParts } from './meeting-times.tsx'
import classes from './meeting-form.module.css'

type FactsPanelProps = {
  readonly meeting: Meeting
  /** The field to begin with: a missing part of a memo leads here. */
  readonly field: string | null
  readonly zone: string
  readonly onClose: () => void
}

/** Every fact of a meeting; each saves itself. */
export function MeetingFactsPanel({ meeting, field, zone, onClose }: FactsPanelProps) {
  const { t } = useTranslation()
  useEffect(() => {
    if (field === null) return undefined
    // The drawer takes the focus first, when it has come in.
    const timer = setTimeout(() => document.getElementById(`meeting-${field}`)?.focus(), 250)
    return () => clearTimeout(timer)
  }, [field])
  return (
    <Dialog kind="panel" width={34} title={t('meeting.facts')} isOpen onClose={onClose}>
      <SaveStatusProvider>
        <div className={classes.facts}>
          <EditorFields scope={meeting.scope}>
            <WhatFields meeting={meeting} />
            <WhenFields meeting={meeting} zone={zone} />
            <WhereFields meeting={meeting} />
            <ResultFields meeting={meeting} />
          </EditorFields>
          <div className={classes.foot}>
            <PageSaveState zone={zone} />
            <TextButton onClick={onClose}>{t('meeting.toNotes')}</TextButton>
          </div>
        </div>
      </SaveStatusProvider>
    </Dialog>
  )
}

const refOf = ({ scope, id }: Meeting) => ({ scope, kind: 'meeting' as const, id })

function WhatFields({ meeting }: { readonly meeting: Meeting }) {
  const { t } = useTranslation()
  const record = refOf(meeting)
  const commit = useCommit(meeting.scope)
  const links = useRecords(meeting.scope, 'meetingOrganization')
  const organizationIds = links.flatMap((link) =>
    link.meetingId === meeting.id && link.organizationId !== null ? [link.organizationId] : [],
  )
  return (
    <>
      <AutosaveField record={record} field="title" id="meeting-title" label={t('field.title')} value={meeting.title} isRequired />
      <AutosaveField record={record} field="subject" id="meeting-subject" label={t('field.subject')} value={meeting.subject} as="area" />
      <RecordListField
        id="meeting-their-side"
        scope={meeting.scope}
        kind="organization"
        label={t('agreement.organizations')}
        addLabel={t('agreement.addOrganization')}
        value={organizationIds}
        onChange={(ids) => void commit(organizationChanges(meeting.id, organizationIds, ids))}
      />
    </>
  )
}

function WhenFields({ meeting, zone }: { readonly meeting: Meeting; readonly zone: string }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const workspace = useWorkspace()
  const commit = useCommit(meeting.scope)
  const [parts, setParts] = useTimeParts(meeting)
  const [problem, setProblem] = useState<string>()
  const set = (fields: Readonly<Record<string, string | boolean | null>>): void => void commit([{ ...refOf(meeting), type: 'set', fields }])
  const change = async (next: typeof parts): Promise<void> => {
    setParts(next)
    const saved = await setTimes(workspace, meeting, timesOfParts(next, meeting))
    setProblem(saved.ok ? undefined : saved.error.code)
    if (saved.ok) setParts(null)
  }
  const states = MEETING_STATES.map((state) => ({ value: state, label: t(`value.${state}`) }))
  return (
    <>
      <div>
        <TimesField
          value={parts}
          problem={problem}
          idOf={(name) => `meeting-${name === 'start' ? 'date' : name}`}
          onChange={(next) => void change(next)}
        />
        {meeting.movedFrom !== null && (
          <p className={classes.moved}>
            {t('meeting.movedFrom', { when: `${formats.day(meeting.movedFrom, 'weekday')}, ${formats.time(meeting.movedFrom)}` })}
            <TextButton onClick={() => set({ movedFrom: null })}>{t('meeting.notMoved')}</TextButton>
          </p>
        )}
      </div>
      <FieldGrid>
        <ZoneSelect label={t('field.zone')} value={meeting.zone ?? zone} onChange={(next) => set({ zone: next })} />
        <NativeSelect
          label={t('field.state')}
          data={states}
          value={meeting.state ?? 'planned'}
          onChange={(event) => void commit([stateChange(meeting, event.currentTarget.value as MeetingState)])}
        />
      </FieldGrid>
      <Switch
        label={t('field.walkIn')}
        checked={meeting.walkIn === true}
        onChange={(event) => set({ walkIn: event.currentTarget.checked })}
      />
    </>
  )
}

function WhereFields({ meeting }: { readonly meeting: Meeting }) {
  const { t } = useTranslation()
  const commit = useCommit(meeting.scope)
  const record = refOf(meeting)
  const formats = ['in-person', 'online'] as const
  return (
    <>
      <FieldGrid>
        <AutosaveField record={record} field="place" id="meeting-place" label={t('field.place')} value={meeting.place} />
        <AutosaveSelect
          record={record}
          field="format"
          label={t('field.format')}
          value={meeting.format}
          noneLabel={t('value.empty')}
          options={formats.map((format) => ({ value: format, label: t(`value.${format}`) }))}
        />
        <AutosaveField
          record={record}
          field="spokenLanguages"
          label={t('field.spokenLanguages')}
          placeholder={t('meeting.languagesExample')}
          value={meeting.spokenLanguages}
        />
        <RecordPicker
          scope={meeting.scope}
          kind="contact"
          side="ours"
          label={t('field.leadContactId')}
          value={meeting.leadContactId}
          onChange={(leadContactId) => void commit([{ ...record, type: 'set', fields: { leadContactId } }])}
        />
      </FieldGrid>
    </>
  )
}

function ResultFields({ meeting }: { readonly meeting: Meeting }) {
  const { t } = useTranslation()
  const record = refOf(meeting)
  return (
    <>
      <AutosaveField
        record={record}
        field="summary"
        id="meeting-summary"
        label={t('field.summary')}
        description={t('meeting.summaryHint')}
        value={meeting.summary}
        as="area"
      />
      <AutosaveField record={record} field="nextStep" label={t('field.nextStep')} value={meeting.nextStep} as="area" />
      <AutosaveField
        record={record}
        field="comment"
        label={t('field.comment')}
        description={t('meeting.commentHint')}
        value={meeting.comment}
        as="area"
      />
    </>
  )
}
