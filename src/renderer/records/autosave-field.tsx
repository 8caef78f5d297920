import { Autocomplete, NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { FieldOf, Kind } from '@shared/domain/tables.ts'
import { useId } from 'react'
import { languageOfText } from '../lib/language.ts'
import { useFormats } from '../lib/use-formats.ts'
import { ownEscape } from '../ui/own-escape.ts'
import { useMayEdit } from './may-write.ts'
import { useProblemWords } from './problem-words.ts'
import { saveField, type RecordRef } from './save-field.ts'
import { useAutosave } from './use-autosave.ts'
import { useWorkspace } from './workspace.tsx'

type AutosaveFieldProps<K extends Kind> = {
  readonly record: RecordRef<K>
  readonly field: FieldOf<K>
  readonly label: string
  /** What is stored in the field. */
  readonly value: string | null
  /** `area` grows with its text; `day` is a calendar day, `time` a local time of day. */
  readonly as?: 'line' | 'area' | 'day'
  readonly isRequired?: boolean
  readonly isLabelHidden?: boolean
  readonly placeholder?: string
  readonly description?: string
  /** Offered while typing; anything else may be typed too. */
  readonly suggestions?: readonly string[]
  readonly id?: string
  readonly autoFocus?: boolean
}

/**
 * A fact in words that saves itself on leaving the field or after 800 ms. In a line Esc takes back what was typed, and Enter saves it. An area may hold a
 * long text that nobody means to lose with a key: there Esc is not for the field.
 */
export function AutosaveField<K extends Kind>(props: AutosaveFieldProps<K>) {
  const { record, field, value, isRequired = false, as = 'line' } = props
  const problemWords = useProblemWords()
  const { language } = useFormats()
  const workspace = useWorkspace()
  const ownId = useId()
  const mayEdit = useMayEdit(record.scope)
  const autosave = useAutosave({ value, save: (next) => saveField(workspace, record, { field, value: next, isRequired }) })
  const takesBack = autosave.isEditing && as !== 'area'
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape' && takesBack) autosave.revert()
    if (event.key === 'Enter' && as !== 'area') void autosave.flush()
  }
  const shared = {
    id: props.id ?? ownId,
    label: props.isLabelHidden === true ? undefined : props.label,
    'aria-label': props.isLabelHidden === true ? props.label : undefined,
    description: props.description,
    placeholder: props.placeholder,
    value: autosave.text,
    lang: languageOfText(autosave.text, language),
    error: autosave.problem === null ? undefined : problemWords(autosave.problem),
    autoFocus: props.autoFocus,
    readOnly: !mayEdit,
    onBlur: () => void autosave.flush(),
    onKeyDown,
    ...ownEscape(takesBack),
    ...autosave.composition,
  }
  const onChange = (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>): void => autosave.change(event.currentTarget.value)
  if (as === 'area') return <Textarea {...shared} autosize minRows={2} maxRows={12} onChange={onChange} />
  if (props.suggestions) return <Autocomplete {...shared} data={[...props.suggestions]} onChange={autosave.change} />
  return <TextInput {...shared} type={as === 'day' ? 'date' : 'text'} onChange={onChange} />
}

type AutosaveSelectProps<K extends Kind> = {
  readonly record: RecordRef<K>
  readonly field: FieldOf<K>
  readonly label: string
  readonly value: string | null
  readonly options: readonly { readonly value: string; readonly label: string }[]
  /** What stands there when nothing is said; without it a choice cannot be taken back. */
  readonly noneLabel?: string
  readonly isLabelHidden?: boolean
  readonly id?: string
}

/** A fact chosen from a list; saved as soon as it is chosen. */
export function AutosaveSelect<K extends Kind>({
  record,
  field,
  label,
  value,
  options,
  noneLabel,
  isLabelHidden = false,
  id,
}: AutosaveSelectProps<K>) {
  const problemWords = useProblemWords()
  const workspace = useWorkspace()
  const mayEdit = useMayEdit(record.scope)
  const autosave = useAutosave({ value, save: (next) => saveField(workspace, record, { field, value: next }) })
  const data = [...(noneLabel === undefined ? [] : [{ value: '', label: noneLabel }]), ...options]
  return (
    <NativeSelect
      id={id}
      label={isLabelHidden ? undefined : label}
      aria-label={isLabelHidden ? label : undefined}
      data={data}
      disabled={!mayEdit}
      value={autosave.text}
      error={autosave.problem === null ? undefined : problemWords(autosave.problem)}
      onChange={(event) => {
        autosave.change(event.currentTarget.value)
        void autosave.flush()
      }}
    />
  )
}
