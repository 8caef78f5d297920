import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Contact } from '@shared/domain/contact.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AutosaveText } from '../../records/autosave-text.tsx'
import { ForEditors } from '../../records/for-editors.tsx'
import { RecordPicker } from '../../records/record-picker.tsx'
import { useWorkspace } from '../../records/workspace.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { Section } from '../../ui/section.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { savePost } from './contact-commands.ts'
import classes from './directory-page.module.css'

/** What the person is and where: any number of posts, each with its organization. */
export function ContactPosts({ contact }: { readonly contact: Contact }) {
  const { t } = useTranslation()
  const [isAdding, setIsAdding] = useState(false)
  const stored = contact.posts ?? []
  // A new post is a row on the screen until something is said in it: an empty one is not worth a record's history.
  const rows = isAdding ? [...stored, { title: '', organizationId: null }] : stored
  return (
    <Section
      title={t('contact.posts')}
      action={
        <ForEditors scope={contact.scope}>
          <TextButton onClick={() => setIsAdding(true)}>{t('contact.addPost')}</TextButton>
        </ForEditors>
      }
    >
      {rows.length === 0 && <p className={classes.nothing}>{t('contact.noPosts')}</p>}
      {rows.map((post, index) => (
        // Posts have no ids; their order is their identity.
        // oxlint-disable-next-line react/no-array-index-key
        <PostRow key={index} contact={contact} index={index} post={post} onSaid={() => setIsAdding(false)} />
      ))}
    </Section>
  )
}

type PostRowProps = {
  readonly contact: Contact
  readonly index: number
  readonly post: { readonly title: string; readonly organizationId: string | null }
  readonly onSaid: () => void
}

function PostRow({ contact, index, post, onSaid }: PostRowProps) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const number = index + 1
  const save = async (change: { title: string } | { organizationId: string | null } | null) => {
    const saved = await savePost(workspace, contact, { index, post: change })
    if (saved.ok) onSaid()
    return saved
  }
  return (
    <div className={classes.post} role="group" aria-label={t('contact.post', { number })}>
      <AutosaveText
        label={t('contact.postTitle')}
        placeholder={t('contact.postTitle')}
        value={post.title || null}
        save={(text) => save({ title: text ?? '' })}
      />
      <RecordPicker
        scope={contact.scope}
        kind="organization"
        label={t('kind.organization')}
        isLabelHidden
        placeholder={t('kind.organization')}
        value={post.organizationId}
        onChange={(organizationId) => void save({ organizationId })}
      />
      <ForEditors scope={contact.scope}>
        <ActionIcon aria-label={t('contact.removePost', { number })} onClick={() => void save(null)}>
          <IconX {...SMALL_ICON} />
        </ActionIcon>
      </ForEditors>
    </div>
  )
}
