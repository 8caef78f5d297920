import { ActionIcon } from '@mantine/core'
import { MOST_POINTS, type Meeting, type Objective, type PreparedText } from '@shared/domain/meeting.ts'
import { IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AutosaveField } from '../../records/autosave-field.tsx'
import { AutosaveText } from '../../records/autosave-text.tsx'
import { EditorFields } from '../../records/for-editors.tsx'
import { PageSaveState, SaveStatusProvider } from '../../records/save-status.tsx'
import { useWorkspace } from '../../records/workspace.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { TextButton } from '../../ui/text-button.tsx'
import formClasses from './meeting-form.module.css'
import { pointsOf, saveObjective } from './prepare-commands.ts'
import classes from './prepare.module.css'

type PreparePanelProps = {
  readonly meeting: Meeting
  readonly zone: string
  /** The field to begin with. */
  readonly field: string
  readonly onClose: () => void
}

/** What a meeting is prepared with; each part saves itself, and none of it leaves in a document for the other side. */
export function PreparePanel({ meeting, zone, field, onClose }: PreparePanelProps) {
  const { t } = useTranslation()
  useEffect(() => {
    // The drawer takes the focus first, when it has come in.
    const timer = setTimeout(() => document.getElementById(`prepare-${field}`)?.focus(), 250)
    return () => clearTimeout(timer)
  }, [field])
  const area = (name: PreparedText) => <PreparedArea meeting={meeting} field={name} />
  return (
    <Dialog kind="panel" width={38} title={t('meeting.prepare')} isOpen onClose={onClose}>
      <SaveStatusProvider>
        <div className={formClasses.facts}>
          <p className={classes.hint}>{t('meeting.prepareHint')}</p>
          <EditorFields scope={meeting.scope}>
            <Objectives meeting={meeting} />
            {area('pointsToMake')}
            {area('ifRaised')}
            {area('questionsToAsk')}
            {area('theirPoints')}
            {area('backgroundToUse')}
            {area('backgroundNotToDisclose')}
            {area('gettingThere')}
            {area('dressAndGifts')}
          </EditorFields>
          <div className={formClasses.foot}>
            <PageSaveState zone={zone} />
            <TextButton onClick={onClose}>{t('meeting.toNotes')}</TextButton>
          </div>
        </div>
      </SaveStatusProvider>
    </Dialog>
  )
}

/** Texts that are lists of points; the others are prose. */
const BY_LINE: readonly PreparedText[] = ['pointsToMake', 'ifRaised', 'questionsToAsk', 'theirPoints']

function PreparedArea({ meeting, field }: { readonly meeting: Meeting; readonly field: PreparedText }) {
  const { t } = useTranslation()
  const count = field === 'pointsToMake' ? pointsOf(meeting.pointsToMake).length : 0
  return (
    <AutosaveField
      record={{ scope: meeting.scope, kind: 'meeting', id: meeting.id }}
      field={field}
      id={`prepare-${field}`}
      label={t(`field.${field}`)}
      value={meeting[field]}
      as="area"
      {...(BY_LINE.includes(field) ? { placeholder: t('meeting.oneALine') } : {})}
      {...(count > MOST_POINTS ? { description: t('meeting.tooManyPoints', { count, most: MOST_POINTS }) } : {})}
    />
  )
}

/** Numbered, each with what success looks like. Enter goes from the objective to its success and on to the next objective. */
function Objectives({ meeting }: { readonly meeting: Meeting }) {
  const { t } = useTranslation()
  const [added, setAdded] = useState(0)
  const stored = meeting.objectives ?? []
  // A row that says nothing is on the screen only; there is always one to begin with. It stays until what was said in it is
  // read back, so that the focus in it stays too.
  const rows = stored.length <= added ? [...stored, NOTHING] : stored
  const begin = (): void => {
    setAdded(stored.length)
    setTimeout(() => document.getElementById(objectiveId(stored.length))?.focus(), 0)
  }
  return (
    <fieldset className={classes.objectives}>
      <legend>{t('field.objectives')}</legend>
      {rows.map((objective, index) => (
        <ObjectiveRow
          // Objectives have no ids; their order is their identity.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          meeting={meeting}
          index={index}
          objective={objective}
          onRemoved={() => setAdded(0)}
          onNext={index < rows.length - 1 ? () => document.getElementById(objectiveId(index + 1))?.focus() : begin}
        />
      ))}
      <TextButton onClick={begin}>{t('meeting.addObjective')}</TextButton>
    </fieldset>
  )
}

const NOTHING: Objective = { text: '', success: null }
const objectiveId = (index: number): string => (index === 0 ? 'prepare-objectives' : `prepare-objective-${index}`)

type ObjectiveRowProps = {
  readonly meeting: Meeting
  readonly index: number
  readonly objective: Objective
  readonly onRemoved: () => void
  readonly onNext: () => void
}

function ObjectiveRow({ meeting, index, objective, onRemoved, onNext }: ObjectiveRowProps) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const number = index + 1
  const save = async (change: Partial<Objective> | null) => saveObjective(workspace, meeting, { index, objective: change })
  const remove = async (): Promise<void> => {
    const saved = await save(null)
    if (saved.ok) onRemoved()
  }
  return (
    <div className={classes.objective} role="group" aria-label={t('meeting.objective', { number })}>
      <span className={classes.number} aria-hidden>
        {number}
      </span>
      <AutosaveText
        id={objectiveId(index)}
        label={t('meeting.objective', { number })}
        placeholder={t('meeting.objectiveExample')}
        value={objective.text || null}
        save={(text) => save({ text: text ?? '' })}
        onEnter={() => document.getElementById(`prepare-success-${index}`)?.focus()}
      />
      <ActionIcon variant="subtle" aria-label={t('meeting.removeObjective', { number })} onClick={() => void remove()}>
        <IconX {...SMALL_ICON} />
      </ActionIcon>
      <AutosaveText
        id={`prepare-success-${index}`}
        label={t('meeting.successOf', { number })}
        placeholder={t('meeting.success')}
        value={objective.success}
        save={(success) => save({ success })}
        onEnter={onNext}
      />
    </div>
  )
}
