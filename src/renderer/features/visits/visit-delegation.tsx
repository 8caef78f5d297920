import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Contact } from '@shared/domain/contact.ts'
import { displayName } from '@shared/domain/person-name.ts'
import type { Visit } from '@shared/domain/visit.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { recordById } from '../../db/live.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { ForEditors } from '../../records/for-editors.tsx'
import { RecordTitle } from '../../records/record-link.tsx'
import { useDeleteRecord } from '../../records/use-delete-record.ts'
import { useScope } from '../../records/use-records.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { Avatar, initialsOf } from '../../ui/avatar.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { Tag } from '../../ui/tag.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { NameDialog } from '../../records/name-dialog.tsx'
import { addDelegate, setHead, withoutHead } from './visit-commands.ts'
import classes from './visit-page.module.css'
import { delegation } from './visit-queries.ts'

/** Who travels: contacts of our side, the head first. */
export function VisitDelegation({ visit }: { readonly visit: Visit }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const workspace = useWorkspace()
  const live = useScope(visit.id)
  const [isAdding, setIsAdding] = useState(false)
  const nameOf = (contact: Contact): string => displayName(contact, formats.language)
  const people = delegation(live, visit, (a, b) => formats.compareNames({ name: nameOf(a) }, { name: nameOf(b) }))
  const add = async (name: string): Promise<boolean> => (await addDelegate(workspace, visit, { name, isFirst: people.length === 0 })).ok
  return (
    <Section
      title={t('visit.delegation')}
      count={people.length}
      action={
        <ForEditors scope={visit.id}>
          <TextButton onClick={() => setIsAdding(true)}>{t('visit.add')}</TextButton>
        </ForEditors>
      }
    >
      {people.length === 0 ? (
        <p className={classes.nothing}>{t('visit.delegationNothing')}</p>
      ) : (
        <RowList>
          {people.map((contact) => (
            <DelegateRow key={contact.id} contact={contact} visit={visit} />
          ))}
        </RowList>
      )}
      <NameDialog
        title={t('visit.addDelegate')}
        label={t('field.name')}
        saveLabel={t('visit.add')}
        isOpen={isAdding}
        onClose={() => setIsAdding(false)}
        onSave={add}
      />
    </Section>
  )
}

function DelegateRow({ contact, visit }: { readonly contact: Contact; readonly visit: Visit }) {
  const { t } = useTranslation()
  const { language } = useFormats()
  const workspace = useWorkspace()
  const live = useScope(visit.id)
  const remove = useDeleteRecord()
  const name = displayName(contact, language)
  const shown = name === '' ? t('kind.contact') : name
  const isHead = contact.id === visit.headContactId
  const [post] = contact.posts ?? []
  const organization = post?.organizationId ? recordById(live, 'organization', post.organizationId) : undefined
  const words = [post?.title, organization?.shortName ?? organization?.name].filter(Boolean).join(', ')
  return (
    <ListRow
      leading={<Avatar tone="ours" initials={initialsOf(name)} />}
      title={<RecordTitle kind="contact" title={name} />}
      {...(words === '' ? {} : { sub: words })}
      href={`#/directory?contact=${contact.id}`}
      trailing={
        <>
          {isHead ? (
            <Tag tone="theirs">{t('visit.isHead')}</Tag>
          ) : (
            <ForEditors scope={visit.id}>
              <TextButton label={t('visit.makeHeadOf', { name: shown })} onClick={() => void setHead(workspace, visit.id, contact.id)}>
                {t('visit.makeHead')}
              </TextButton>
            </ForEditors>
          )}
          <ForEditors scope={visit.id}>
            <ActionIcon
              size="sm"
              aria-label={t('visit.removeDelegate', { name: shown })}
              onClick={() => void remove({ scope: visit.id, kind: 'contact', id: contact.id, also: isHead ? withoutHead(visit.id) : [] })}
            >
              <IconX {...SMALL_ICON} />
            </ActionIcon>
          </ForEditors>
        </>
      }
    />
  )
}
