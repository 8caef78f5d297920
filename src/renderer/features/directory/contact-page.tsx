import { Checkbox } from '@mantine/core'
import type { Contact } from '@shared/domain/contact.ts'
import { displayName } from '@shared/domain/person-name.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { useTranslation } from 'react-i18next'
import { usePageTitle } from '../../lib/page-title.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { AutosaveField, AutosaveSelect } from '../../records/autosave-field.tsx'
import { FieldGrid } from '../../records/field-row.tsx'
import { EditorFields, ReadOnlyNotice } from '../../records/for-editors.tsx'
import { RecordTitle } from '../../records/record-link.tsx'
import { SaveStatusProvider } from '../../records/save-status.tsx'
import { saveField } from '../../records/save-field.ts'
import { useAutosave } from '../../records/use-autosave.ts'
import { useRecord, useScope, useScopes, useStoredRecord } from '../../records/use-records.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { Avatar, initialsOf } from '../../ui/avatar.tsx'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { ContactNames } from './contact-names.tsx'
import { ContactPosts } from './contact-posts.tsx'
import { DirectoryHead } from './directory-head.tsx'
import classes from './directory-page.module.css'
import { meetingsOfContact, postWords, withoutTrashed } from './directory-queries.ts'

type PageProps = { readonly scope: string; readonly id: string }

/** A person: names by script, posts, how to reach them, and where they were met. */
export function ContactPage({ scope, id }: PageProps) {
  const contact = useRecord(scope, 'contact', id)
  const stored = useStoredRecord(scope, 'contact', id)
  const { language } = useFormats()
  usePageTitle(contact ? displayName(contact, language) || null : null)
  if (!contact || !stored) return null
  return (
    <SaveStatusProvider>
      <div className={classes.body}>
        <ReadOnlyNotice scope={scope} />
        <ContactHead contact={contact} isInTrash={isDead(stored.cells)} />
        {!isDead(stored.cells) && (
          <EditorFields scope={scope}>
            <ContactNames contact={contact} />
            <ContactPosts contact={contact} />
            <ContactDetails contact={contact} />
          </EditorFields>
        )}
        <ContactMeetings contact={contact} />
      </div>
    </SaveStatusProvider>
  )
}

function ContactHead({ contact, isInTrash }: { readonly contact: Contact; readonly isInTrash: boolean }) {
  const { language } = useFormats()
  const { scope, id } = contact
  const live = useScope(scope)
  const visit = useRecord(scope, 'visit', scope)
  const name = displayName(contact, language)
  // The head of a delegation who is deleted leads it no longer; Undo brings both back.
  const also = visit?.headContactId === id ? [{ type: 'set', kind: 'visit', id: scope, fields: { headContactId: null } } as const] : []
  return (
    <DirectoryHead
      record={{ scope, kind: 'contact', id }}
      avatar={<Avatar size={44} tone={contact.side === 'ours' ? 'ours' : 'other'} initials={initialsOf(name)} />}
      title={name}
      words={[postWords(live, contact)]}
      isInTrash={isInTrash}
      also={also}
    />
  )
}

function ContactDetails({ contact }: { readonly contact: Contact }) {
  const { t } = useTranslation()
  const { scope, id } = contact
  const record = { scope, kind: 'contact', id } as const
  return (
    <Section title={t('contact.details')}>
      <div className={classes.stack}>
        <FieldGrid>
          <AutosaveSelect
            record={record}
            field="side"
            label={t('field.side')}
            value={contact.side}
            options={(['theirs', 'ours'] as const).map((side) => ({ value: side, label: t(`value.${side}`) }))}
          />
          <AutosaveField record={record} field="honorific" label={t('field.honorific')} value={contact.honorific} />
          <AutosaveSelect
            record={record}
            field="addressAs"
            label={t('field.addressAs')}
            value={contact.addressAs}
            noneLabel={t('contact.addressAnyone')}
            options={(['mr', 'ms'] as const).map((one) => ({ value: one, label: t(`value.${one}`) }))}
          />
          <AutosaveField record={record} field="email" label={t('field.email')} value={contact.email} />
          <AutosaveField record={record} field="phone" label={t('field.phone')} value={contact.phone} />
        </FieldGrid>
        <AutosaveField record={record} field="remark" label={t('field.remark')} value={contact.remark} as="area" />
        <PrivateCheck contact={contact} />
      </div>
    </Section>
  )
}

function PrivateCheck({ contact }: { readonly contact: Contact }) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const save = (value: string | null) =>
    saveField(workspace, { scope: contact.scope, kind: 'contact', id: contact.id }, { field: 'isPrivate', value: value !== null })
  const autosave = useAutosave({ value: contact.isPrivate === true ? 'yes' : null, save })
  return (
    <Checkbox
      label={t('contact.private')}
      checked={autosave.text !== ''}
      onChange={(event) => {
        autosave.change(event.currentTarget.checked ? 'yes' : '')
        void autosave.flush()
      }}
    />
  )
}

function ContactMeetings({ contact }: { readonly contact: Contact }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const met = meetingsOfContact(withoutTrashed(useScopes()), contact.id)
  return (
    <Section title={t('contact.metBefore')} count={met.length}>
      {met.length === 0 ? (
        <p className={classes.nothing}>{t('contact.neverMet')}</p>
      ) : (
        <RowList>
          {met.map(({ scope, meeting, participant }) => (
            <ListRow
              key={meeting.id}
              leading={
                <span className={classes.date}>
                  {meeting.start === null ? t('organization.noDate') : formats.day(meeting.start, 'short')}
                </span>
              }
              title={<RecordTitle kind="meeting" title={meeting.title} />}
              trailing={[
                participant?.roleWords ?? (participant?.role && t(`value.${participant.role}`)),
                meeting.state && t(`value.${meeting.state}`),
              ]
                .filter(Boolean)
                .join(' · ')}
              href={`#/visit/${scope}/meeting/${meeting.id}`}
            />
          ))}
        </RowList>
      )}
    </Section>
  )
}
