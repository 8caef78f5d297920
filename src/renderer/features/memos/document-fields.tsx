import { Checkbox, NativeSelect, TextInput, Textarea } from '@mantine/core'
import { GROUPINGS, type Grouping, type MemoEdits, type Signatory } from '@memos/content/request.ts'
import { useTranslation } from 'react-i18next'
import { DateField } from '../../ui/date-field.tsx'
import { hasContents, type MemoChoice, type MemoDetails } from './memo-choice.ts'
import classes from './memo.module.css'

type DocumentFieldsProps = {
  readonly organizations: readonly Named[]
  readonly choice: MemoChoice
  readonly details: MemoDetails
  readonly onChange: (details: MemoDetails) => void
}

/** An organization with its name in the language of the interface. */
export type Named = { readonly id: string; readonly name: string }

/** Where a missing part of the paper is filled in: `document-registrationNumber`. */
export const fieldId = (field: keyof MemoEdits): string => `document-${field}`

/** What the paper says beside the records: kept on this laptop for this document, as it is typed. */
export function DocumentFields({ choice, details, organizations, onChange }: DocumentFieldsProps) {
  const { t } = useTranslation()
  const edits = details.edits ?? {}
  const edit = (change: MemoEdits): void => onChange({ ...details, edits: { ...edits, ...change } })
  const text = (field: 'title' | 'registrationNumber' | 'salutation' | 'contact' | 'executor' | 'marking') => (
    <TextInput
      id={fieldId(field)}
      size="xs"
      label={t(`documents.fields.${field}`)}
      value={edits[field] ?? ''}
      onChange={(event) => edit({ [field]: event.currentTarget.value })}
    />
  )
  return (
    <div className={classes.choices}>
      {text('title')}
      <div className={classes.pair}>
        {text('registrationNumber')}
        <DateField
          id={fieldId('documentDay')}
          label={t('documents.fields.documentDay')}
          value={edits.documentDay ?? null}
          onChange={(day) => edit({ documentDay: day ?? '' })}
        />
      </div>
      <Textarea
        size="xs"
        autosize
        minRows={1}
        maxRows={5}
        label={t('documents.fields.addressee')}
        value={edits.addressee ?? ''}
        onChange={(event) => edit({ addressee: event.currentTarget.value })}
      />
      {choice.kind === 'letter' && text('salutation')}
      <Person who="signatory" person={edits.signatory} onChange={(signatory) => edit({ signatory })} />
      {choice.preset === 'bayonnoma' && <Person who="secretary" person={edits.secretary} onChange={(secretary) => edit({ secretary })} />}
      {choice.preset === 'road-map' && <Person who="approver" person={edits.approver} onChange={(approver) => edit({ approver })} />}
      {choice.kind === 'letter' && text('contact')}
      {text('executor')}
      <Textarea
        size="xs"
        autosize
        minRows={1}
        maxRows={8}
        label={t('documents.fields.distribution')}
        description={t('documents.aLineEach')}
        value={(edits.distribution ?? []).join('\n')}
        onChange={(event) => edit({ distribution: event.currentTarget.value.split('\n') })}
      />
      {choice.audience === 'internal' && text('marking')}
      {choice.kind === 'register' && <RegisterFields details={details} organizations={organizations} onChange={onChange} />}
      {hasContents(choice) && (
        <Checkbox
          size="xs"
          label={t('documents.pageNumbers')}
          checked={details.pageNumbers ?? false}
          onChange={(event) => onChange({ ...details, pageNumbers: event.currentTarget.checked })}
        />
      )}
      <Checkbox
        size="xs"
        label={t('documents.draft')}
        checked={details.isDraft ?? false}
        onChange={(event) => onChange({ ...details, isDraft: event.currentTarget.checked })}
      />
    </div>
  )
}

function RegisterFields({ details, organizations, onChange }: Omit<DocumentFieldsProps, 'choice'>) {
  const { t } = useTranslation()
  const { organizationId: _, ...others } = details
  return (
    <>
      <NativeSelect
        size="xs"
        label={t('documents.grouping')}
        data={GROUPINGS.map((value) => ({ value, label: t(`documents.groupings.${value}`) }))}
        value={details.grouping ?? 'organization'}
        onChange={(event) => onChange({ ...details, grouping: event.currentTarget.value as Grouping })}
      />
      <NativeSelect
        size="xs"
        label={t('documents.ofOrganization')}
        data={[{ value: '', label: t('documents.ofEverybody') }, ...organizations.map(({ id, name }) => ({ value: id, label: name }))]}
        value={details.organizationId ?? ''}
        onChange={(event) => {
          const organizationId = event.currentTarget.value
          onChange(organizationId === '' ? others : { ...others, organizationId })
        }}
      />
    </>
  )
}

type PersonProps = {
  readonly who: 'signatory' | 'secretary' | 'approver'
  readonly person: Signatory | undefined
  readonly onChange: (person: Signatory) => void
}

function Person({ who, person, onChange }: PersonProps) {
  const { t } = useTranslation()
  const { name = '', post = '' } = person ?? {}
  return (
    <div className={classes.pair}>
      <TextInput
        id={fieldId(who)}
        size="xs"
        label={t(`documents.fields.${who}`)}
        value={name}
        onChange={(event) => onChange({ name: event.currentTarget.value, post })}
      />
      <TextInput
        size="xs"
        label={t(`documents.fields.${who}Post`)}
        value={post}
        onChange={(event) => onChange({ name, post: event.currentTarget.value })}
      />
    </div>
  )
}
