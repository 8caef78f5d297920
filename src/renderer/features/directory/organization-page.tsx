import { displayName } from '@shared/domain/person-name.ts'
import { ORGANIZATION_TYPES, type Organization } from '@shared/domain/organization.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { useTranslation } from 'react-i18next'
import { usePageTitle } from '../../lib/page-title.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { AgreementStage } from '../../records/agreement-stage.tsx'
import { AutosaveField, AutosaveSelect } from '../../records/autosave-field.tsx'
import { DueLabel } from '../../records/due-label.tsx'
import { FieldGrid } from '../../records/field-row.tsx'
import { EditorFields, ReadOnlyNotice } from '../../records/for-editors.tsx'
import { RecordTitle } from '../../records/record-link.tsx'
import { RecordPicker } from '../../records/record-picker.tsx'
import { SaveStatusProvider } from '../../records/save-status.tsx'
import { useCommit } from '../../records/use-commit.ts'
import { useRecord, useScope, useStoredRecord } from '../../records/use-records.ts'
import { Avatar, initialsOf } from '../../ui/avatar.tsx'
import { MarkChip } from '../../ui/mark-chip.tsx'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { DirectoryHead } from './directory-head.tsx'
import classes from './directory-page.module.css'
import { linksOfOrganization, postWords, withParts, type OrganizationLinks } from './directory-queries.ts'

type PageProps = { readonly scope: string; readonly id: string }

/** An organization: what it is, who belongs to it, and what came out of meeting it. */
export function OrganizationPage({ scope, id }: PageProps) {
  const organization = useRecord(scope, 'organization', id)
  const stored = useStoredRecord(scope, 'organization', id)
  const live = useScope(scope)
  usePageTitle(organization?.name ?? null)
  if (!organization || !stored) return null
  const links = linksOfOrganization(live, id)
  return (
    <SaveStatusProvider>
      <div className={classes.body}>
        <ReadOnlyNotice scope={scope} />
        <OrganizationHead organization={organization} isInTrash={isDead(stored.cells)} />
        {!isDead(stored.cells) && (
          <>
            <EditorFields scope={scope}>
              <OrganizationFacts organization={organization} />
            </EditorFields>
            <OrganizationPeople scope={scope} links={links} />
            <OrganizationMeetings scope={scope} links={links} />
            <OrganizationOutcomes scope={scope} links={links} />
          </>
        )}
      </div>
    </SaveStatusProvider>
  )
}

function OrganizationHead({ organization, isInTrash }: { readonly organization: Organization; readonly isInTrash: boolean }) {
  const { t } = useTranslation()
  const { scope, id } = organization
  return (
    <DirectoryHead
      record={{ scope, kind: 'organization', id }}
      avatar={<Avatar isSquare size={44} initials={initialsOf(organization.shortName ?? organization.name ?? '')} />}
      title={organization.name}
      words={[organization.nativeName, organization.type && t(`value.${organization.type}`), organization.city]}
      isInTrash={isInTrash}
    />
  )
}

function OrganizationFacts({ organization }: { readonly organization: Organization }) {
  const { t } = useTranslation()
  const { scope, id } = organization
  const live = useScope(scope)
  const commit = useCommit(scope)
  const record = { scope, kind: 'organization', id } as const
  const line = (field: 'nativeName' | 'shortName' | 'country' | 'city' | 'website') => (
    <AutosaveField record={record} field={field} label={t(`field.${field}`)} value={organization[field]} />
  )
  return (
    <Section title={t('organization.facts')}>
      <div className={classes.stack}>
        <AutosaveField record={record} field="name" label={t('field.name')} value={organization.name} isRequired />
        <FieldGrid>
          {line('nativeName')}
          {line('shortName')}
          <AutosaveSelect
            record={record}
            field="type"
            label={t('field.type')}
            value={organization.type}
            noneLabel={t('value.empty')}
            options={ORGANIZATION_TYPES.map((type) => ({ value: type, label: t(`value.${type}`) }))}
          />
          <RecordPicker
            scope={scope}
            kind="organization"
            label={t('field.parentId')}
            value={organization.parentId}
            without={withParts(live, id)}
            onChange={(parentId) => void commit([{ type: 'set', kind: 'organization', id, fields: { parentId } }])}
          />
          {line('city')}
          {line('country')}
        </FieldGrid>
        {line('website')}
        <AutosaveField record={record} field="about" label={t('field.about')} value={organization.about} as="area" />
      </div>
    </Section>
  )
}

type LinksProps = { readonly scope: string; readonly links: OrganizationLinks }

function OrganizationPeople({ scope, links: { people, parts } }: LinksProps) {
  const { t } = useTranslation()
  const { language } = useFormats()
  const live = useScope(scope)
  return (
    <>
      <Section title={t('organization.people')} count={people.length}>
        {people.length === 0 ? (
          <p className={classes.nothing}>{t('organization.noPeople')}</p>
        ) : (
          <RowList>
            {people.map((contact) => (
              <ListRow
                key={contact.id}
                leading={<Avatar tone={contact.side === 'ours' ? 'ours' : 'other'} initials={initialsOf(displayName(contact, language))} />}
                title={<RecordTitle kind="contact" title={displayName(contact, language)} />}
                sub={postWords(live, contact)}
                href={`#/directory?contact=${contact.id}`}
              />
            ))}
          </RowList>
        )}
      </Section>
      {parts.length > 0 && (
        <Section title={t('organization.parts')} count={parts.length}>
          <RowList>
            {parts.map((part) => (
              <ListRow
                key={part.id}
                title={<RecordTitle kind="organization" title={part.name} />}
                href={`#/directory?organization=${part.id}`}
              />
            ))}
          </RowList>
        </Section>
      )}
    </>
  )
}

function OrganizationMeetings({ scope, links: { meetings } }: LinksProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  return (
    <Section title={t('organization.meetings')} count={meetings.length}>
      {meetings.length === 0 ? (
        <p className={classes.nothing}>{t('organization.noMeetings')}</p>
      ) : (
        <RowList>
          {meetings.map((meeting) => (
            <ListRow
              key={meeting.id}
              leading={
                <span className={classes.date}>
                  {meeting.start === null ? t('organization.noDate') : formats.day(meeting.start, 'short')}
                </span>
              }
              title={<RecordTitle kind="meeting" title={meeting.title} />}
              trailing={meeting.state === null ? undefined : t(`value.${meeting.state}`)}
              href={`#/visit/${scope}/meeting/${meeting.id}`}
            />
          ))}
        </RowList>
      )}
    </Section>
  )
}

function OrganizationOutcomes({ scope, links: { agreements, commitments } }: LinksProps) {
  const { t } = useTranslation()
  return (
    <>
      <Section title={t('organization.agreements')} count={agreements.length}>
        {agreements.length === 0 ? (
          <p className={classes.nothing}>{t('organization.noAgreements')}</p>
        ) : (
          <RowList>
            {agreements.map((agreement) => (
              <ListRow
                key={agreement.id}
                wraps
                leading={<MarkChip mark="agreed" />}
                title={<RecordTitle kind="agreement" title={agreement.text} />}
                trailing={<AgreementStage status={agreement.status} />}
                href={`#/visit/${scope}/agreement/${agreement.id}`}
              />
            ))}
          </RowList>
        )}
      </Section>
      <Section title={t('organization.commitments')} count={commitments.length}>
        {commitments.length === 0 ? (
          <p className={classes.nothing}>{t('organization.noCommitments')}</p>
        ) : (
          <RowList>
            {commitments.map((commitment) => (
              <ListRow
                key={commitment.id}
                wraps
                leading={<MarkChip mark={commitment.direction === 'they-owe' ? 'theirs' : 'owe'} />}
                title={<RecordTitle kind="commitment" title={commitment.text} />}
                trailing={<DueLabel window={commitment.window} />}
                href={`#/visit/${scope}/commitment/${commitment.id}`}
              />
            ))}
          </RowList>
        )}
      </Section>
    </>
  )
}
