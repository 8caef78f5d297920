import type { Visit } from '@shared/domain/visit.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LANGUAGE_NAMES, INTERFACE_LANGUAGES } from '../../lib/language.ts'
import { AutosaveField, AutosaveSelect } from '../../records/autosave-field.tsx'
import { useFieldWords } from '../../records/field-words.ts'
import { FieldGrid } from '../../records/field-row.tsx'
import { EditorFields } from '../../records/for-editors.tsx'
import { useMayEdit } from '../../records/may-write.ts'
import { useProblemWords } from '../../records/problem-words.ts'
import { RecordPicker } from '../../records/record-picker.tsx'
import { saveField } from '../../records/save-field.ts'
import { PageSaveState, SaveStatusProvider, useReportSave } from '../../records/save-status.tsx'
import { useAutosave } from '../../records/use-autosave.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { ZoneSelect } from '../../records/zone-select.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Section } from '../../ui/section.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'
import { saveVisitDay } from './visit-commands.ts'
import classes from './visit-page.module.css'

/** What the header does not say already: short facts in two columns, texts below each other. */
const SHORT = ['invitedBy', 'country', 'zone', 'notesLanguage'] as const
const LONG = ['purpose', 'legalBasis', 'summary', 'proposals', 'emergencyContact'] as const

/** The facts of the visit that somebody has said, to read. */
export function VisitFactsSection({ visit, onEdit }: { readonly visit: Visit; readonly onEdit: () => void }) {
  const { t } = useTranslation()
  const words = useFieldWords(visit.id)
  const mayEdit = useMayEdit(visit.id)
  const short = SHORT.filter((field) => visit[field] !== null)
  const long = LONG.filter((field) => visit[field] !== null)
  return (
    <Section title={t('visit.facts')} action={<TextButton onClick={onEdit}>{t(mayEdit ? 'visit.edit' : 'visit.allFacts')}</TextButton>}>
      {short.length > 0 && (
        <DescriptionList
          labelWidth={7.5}
          items={short.map((field) => ({ label: words.label(field), value: <Words>{words.value(field, visit[field])}</Words> }))}
        />
      )}
      {long.length > 0 && (
        <dl className={classes.long}>
          {long.map((field) => (
            <div key={field}>
              <dt>{words.label(field)}</dt>
              <dd>
                <Words>{words.value(field, visit[field])}</Words>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Section>
  )
}

type VisitFactsPanelProps = { readonly visit: Visit; readonly isOpen: boolean; readonly onClose: () => void }

/** All facts of the visit, each saved by itself. */
export function VisitFactsPanel({ visit, isOpen, onClose }: VisitFactsPanelProps) {
  const { t } = useTranslation()
  return (
    <Dialog kind="panel" title={t('visit.facts')} isOpen={isOpen} onClose={onClose} width={36}>
      {isOpen && (
        <SaveStatusProvider>
          <div className={classes.stack}>
            <PageSaveState zone={visit.zone} />
            <EditorFields scope={visit.id}>
              <VisitFacts visit={visit} />
            </EditorFields>
          </div>
        </SaveStatusProvider>
      )}
    </Dialog>
  )
}

function VisitFacts({ visit }: { readonly visit: Visit }) {
  const { t } = useTranslation()
  const words = useFieldWords(visit.id)
  const workspace = useWorkspace()
  const record = { scope: visit.id, kind: 'visit', id: visit.id } as const
  const line = (field: 'code' | 'ministry' | 'city' | 'country' | 'invitedBy' | 'emergencyContact') => (
    <AutosaveField record={record} field={field} label={words.label(field)} value={visit[field]} />
  )
  const area = (field: 'purpose' | 'legalBasis' | 'summary' | 'proposals') => (
    <AutosaveField record={record} field={field} label={words.label(field)} value={visit[field]} as="area" />
  )
  return (
    <>
      <AutosaveField record={record} field="title" label={words.label('title')} value={visit.title} isRequired />
      {line('ministry')}
      <FieldGrid>
        {line('city')}
        {line('country')}
        <VisitZone visit={visit} />
        {line('code')}
        <VisitDay visit={visit} field="startDay" />
        <VisitDay visit={visit} field="endDay" />
      </FieldGrid>
      <RecordPicker
        scope={visit.id}
        kind="contact"
        side="ours"
        label={words.label('headContactId')}
        value={visit.headContactId}
        onChange={(headContactId) => void saveField(workspace, record, { field: 'headContactId', value: headContactId })}
      />
      {area('purpose')}
      {line('invitedBy')}
      {area('legalBasis')}
      {area('summary')}
      {area('proposals')}
      {line('emergencyContact')}
      <AutosaveSelect
        record={record}
        field="notesLanguage"
        label={words.label('notesLanguage')}
        value={visit.notesLanguage}
        noneLabel={t('value.empty')}
        options={INTERFACE_LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] }))}
      />
    </>
  )
}

function VisitZone({ visit }: { readonly visit: Visit }) {
  const words = useFieldWords(visit.id)
  const problemWords = useProblemWords()
  const workspace = useWorkspace()
  const save = (zone: string | null) =>
    saveField(workspace, { scope: visit.id, kind: 'visit', id: visit.id }, { field: 'zone', value: zone })
  const autosave = useAutosave({ value: visit.zone, save })
  return (
    <ZoneSelect
      label={words.label('zone')}
      value={autosave.text === '' ? null : autosave.text}
      error={autosave.problem === null ? undefined : problemWords(autosave.problem)}
      onChange={(zone) => {
        autosave.change(zone ?? '')
        void autosave.flush()
      }}
    />
  )
}

function VisitDay({ visit, field }: { readonly visit: Visit; readonly field: 'startDay' | 'endDay' }) {
  const words = useFieldWords(visit.id)
  const problemWords = useProblemWords()
  const workspace = useWorkspace()
  const report = useReportSave(`visit-${field}`)
  const [problem, setProblem] = useState<string | null>(null)
  const save = async (day: string | null): Promise<void> => {
    const saved = await saveVisitDay(workspace, visit, { field, day })
    setProblem(saved.ok ? null : saved.error.code)
    if (saved.ok) report({ kind: 'saved', at: workspace.database.host.now() })
  }
  return (
    <DateField
      label={words.label(field)}
      value={visit[field]}
      error={problem === null ? undefined : problemWords(problem)}
      onChange={(day) => void save(day)}
    />
  )
}
