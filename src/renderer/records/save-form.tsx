import type { DraftProblems } from '@shared/domain/draft.ts'
import type { Result } from '@shared/lib/result.ts'
import { useEffect, useId, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Form, FormActions } from '../ui/dialog.tsx'
import { FormProblems, Notice } from '../ui/notice.tsx'
import { TextButton } from '../ui/text-button.tsx'
import { Fields } from './fields.tsx'
import { applyEdits, editsAfter, fieldsChangedElsewhere, hasEdits, noEdits, type Edits } from './form-edits.ts'
import { useProblemWords } from './problem-words.ts'
import { useDraft } from './use-draft.ts'

export type FormApi<Values> = {
  readonly values: Values
  readonly set: <Field extends keyof Values & string>(field: Field, value: Values[Field]) => void
  /** What is wrong with a field, in words. */
  readonly problem: (field: keyof Values & string) => string | undefined
  /** The id to give to the field's input, so that a click on its problem goes there. */
  readonly fieldId: (field: string) => string
}

/** What an input is given of the form around it. */
export type FieldProps<Value> = {
  readonly id: string
  readonly label: string
  readonly value: Value
  readonly error: string | undefined
  readonly onChange: (value: Value) => void
}

export const fieldOf = <Values, Field extends keyof Values & string>(
  { values, set, problem, fieldId }: FormApi<Values>,
  labels: Readonly<Record<Field, string>>,
  field: Field,
): FieldProps<Values[Field]> => ({
  id: fieldId(field),
  label: labels[field],
  value: values[field],
  error: problem(field),
  onChange: (value) => set(field, value),
})

type SaveFormProps<Values, Saved> = {
  /** Names form and record, such as `agreement:<id>` or `agreement:new:<meeting>`. */
  readonly draftId: string
  readonly label: string
  /** What is stored now; it may change under the form when a colleague's edit arrives. */
  readonly stored: Values
  /** Whether it may be saved at all; what is typed already stays where it is. */
  readonly mayEdit?: boolean
  /** The name of each field, for problems and for what changed elsewhere. */
  readonly fieldLabels: Readonly<Record<keyof Values & string, string>>
  readonly saveLabel: string
  /** Field -> code of what is wrong; empty when it can be saved. */
  readonly check: (values: Values) => DraftProblems
  /** Gets only what was changed here. The error's code stands in the catalogue under `problem`. */
  readonly save: (changed: Partial<Values>, values: Values) => Promise<Result<Saved, string>>
  readonly onSaved: (saved: Saved) => void
  readonly onCancel: () => void
  readonly more?: ReactNode
  readonly children: (form: FormApi<Values>) => ReactNode
}

/**
 * A form that is saved by its button. What is typed before is kept and comes back after a crash, and only what was
 * changed here is written, so that a colleague's edit of another field stays.
 */
export function SaveForm<Values extends object, Saved>(props: SaveFormProps<Values, Saved>) {
  const draft = useDraft<Edits<Values>>(props.draftId)
  // Nothing may be typed before it is known whether something typed earlier comes back.
  return draft.recovered === undefined ? null : <OpenForm {...props} key={props.draftId} draft={{ ...draft, recovered: draft.recovered }} />
}

type OpenFormProps<Values, Saved> = SaveFormProps<Values, Saved> & {
  readonly draft: {
    readonly recovered: Edits<Values> | null
    readonly keep: (edits: Edits<Values>) => void
    readonly drop: () => Promise<void>
  }
}

function OpenForm<Values extends object, Saved>({ draft, ...props }: OpenFormProps<Values, Saved>) {
  const { t } = useTranslation()
  const problemWords = useProblemWords()
  const formId = useId()
  const [edits, setEdits] = useState<Edits<Values>>(draft.recovered ?? noEdits())
  const [isRecovered, setIsRecovered] = useState(draft.recovered !== null && hasEdits(draft.recovered))
  const [problems, setProblems] = useState<DraftProblems>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [isSaving, setIsSaving] = useState(false)
  const values = applyEdits(props.stored, edits)
  const { keep, drop } = draft
  useEffect(() => {
    if (hasEdits(edits)) keep(edits)
    else void drop()
  }, [edits, keep, drop])

  const set = <Field extends keyof Values & string>(field: Field, value: Values[Field]): void => {
    setEdits((held) => editsAfter(held, { field, value, stored: props.stored }))
    setProblems((held) => Object.fromEntries(Object.entries(held).filter(([path]) => path.split('.')[0] !== field)))
  }
  const form: FormApi<Values> = {
    values,
    set,
    fieldId: (field) => `${formId}-${field}`,
    problem: (field) => {
      const code = Object.entries(problems).find(([path]) => path.split('.')[0] === field)?.[1]
      return code === undefined ? undefined : problemWords(code)
    },
  }
  const save = async (): Promise<void> => {
    const found = props.check(values)
    setProblems(found)
    setFailure(null)
    if (isSaving || Object.keys(found).length > 0) return
    setIsSaving(true)
    const saved = await props.save(edits.changed, values)
    setIsSaving(false)
    if (!saved.ok) return setFailure(saved.error.code)
    props.onSaved(saved.value)
    await discard()
  }
  const discard = async (): Promise<void> => {
    setEdits(noEdits())
    setIsRecovered(false)
    setProblems({})
    await drop()
  }
  const problemList = Object.entries(problems).map(([path, code]) => {
    const field = (path.split('.')[0] ?? path) as keyof Values & string
    return { fieldId: form.fieldId(field), message: `${props.fieldLabels[field]}: ${problemWords(code)}` }
  })

  return (
    <Form label={props.label} onSubmit={() => void save()}>
      {isRecovered && (
        <Notice actions={<TextButton onClick={() => void discard()}>{t('form.discard')}</TextButton>}>{t('form.recovered')}</Notice>
      )}
      <ChangedElsewhere
        stored={props.stored}
        fieldLabels={props.fieldLabels}
        edits={edits}
        onTake={(field) => set(field, props.stored[field])}
      />
      <Fields mayEdit={props.mayEdit !== false}>{props.children(form)}</Fields>
      <FormProblems title={t('form.problems')} problems={problemList} />
      {failure !== null && <Notice tone="danger">{problemWords(failure)}</Notice>}
      {props.mayEdit === false ? (
        <ReadersEnd>{props.more}</ReadersEnd>
      ) : (
        <FormActions
          saveLabel={props.saveLabel}
          isSaving={isSaving}
          onCancel={() => void discard().then(props.onCancel)}
          more={props.more}
        />
      )}
    </Form>
  )
}

/** Why it cannot be saved, and what a reader has of it all the same. */
function ReadersEnd({ children }: { readonly children: ReactNode }) {
  const problemWords = useProblemWords()
  return (
    <>
      <Notice>{problemWords('read-only')}</Notice>
      {children}
    </>
  )
}

type ChangedElsewhereProps<Values> = Pick<SaveFormProps<Values, unknown>, 'stored' | 'fieldLabels'> & {
  readonly edits: Edits<Values>
  readonly onTake: (field: keyof Values & string) => void
}

/** A field that was edited here and, after that, changed by someone else: saving would overwrite what nobody here has seen. */
function ChangedElsewhere<Values extends object>({ stored, edits, fieldLabels, onTake }: ChangedElsewhereProps<Values>) {
  const { t } = useTranslation()
  return fieldsChangedElsewhere(edits, stored).map((field) => (
    <Notice key={field} tone="open" actions={<TextButton onClick={() => onTake(field)}>{t('form.takeTheirs')}</TextButton>}>
      {t('form.changedElsewhere', { field: fieldLabels[field] })}
    </Notice>
  ))
}
