import { Button, Checkbox } from '@mantine/core'
import type { Attachment } from '@shared/domain/attachment.ts'
import { IconChevronLeft, IconChevronRight, IconDownload, IconFile, IconTrash } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readWhole } from '../db/blobs.ts'
import { isHeard, isShown, savedName, UNKNOWN_TYPE } from '../lib/file-type.ts'
import { useFormats } from '../lib/use-formats.ts'
import { blobKey } from '../sync/blob-status.ts'
import { Dialog } from '../ui/dialog.tsx'
import { SMALL_ICON } from '../ui/icon-size.ts'
import { useToasts } from '../ui/toast.tsx'
import { stateOf } from './attachment-queries.ts'
import item from '../ui/list-item.module.css'
import classes from './attachments.module.css'
import { AutosaveField } from './autosave-field.tsx'
import { EditorFields, ForEditors } from './for-editors.tsx'
import { saveField } from './save-field.ts'
import { useAttachmentWords } from './use-attachment-words.ts'
import { useBlobAddress } from './use-blob-address.ts'
import { useDeleteRecord } from './use-delete-record.ts'
import { useBlobStatus, useWorkspace } from './workspace.tsx'

type AttachmentViewerProps = {
  readonly attachments: readonly Attachment[]
  readonly id: string
  readonly onShow: (id: string) => void
  readonly onClose: () => void
}

/** One attachment: the picture where it is one, its caption, and a copy of it for other programs. Its bytes are fetched when it opens. */
export function AttachmentViewer({ attachments, id, onShow, onClose }: AttachmentViewerProps) {
  const { t } = useTranslation()
  const at = attachments.findIndex((one) => one.id === id)
  const attachment = attachments[at]
  if (!attachment) return null
  const [before, after] = [attachments[at - 1], attachments[at + 1]]
  return (
    <Dialog title={attachment.name ?? t('kind.attachment')} isOpen onClose={onClose} width={52}>
      <Opened key={id} attachment={attachment} onClose={onClose} />
      {attachments.length > 1 && (
        <div className={classes.pages}>
          <Button
            variant="default"
            leftSection={<IconChevronLeft {...SMALL_ICON} />}
            disabled={!before}
            onClick={() => before && onShow(before.id)}
          >
            {t('attachment.previous')}
          </Button>
          <Button
            variant="default"
            rightSection={<IconChevronRight {...SMALL_ICON} />}
            disabled={!after}
            onClick={() => after && onShow(after.id)}
          >
            {t('attachment.next')}
          </Button>
        </div>
      )}
    </Dialog>
  )
}

function Opened({ attachment, onClose }: { readonly attachment: Attachment; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const workspace = useWorkspace()
  const toasts = useToasts()
  const words = useAttachmentWords()
  const deleteRecord = useDeleteRecord()
  const status = useBlobStatus()
  const { scope, id, hash, mediaType, caption, isInternal, size } = attachment
  const name = attachment.name ?? t('kind.attachment')
  const record = { scope, kind: 'attachment', id } as const
  const blob = status.local.get(blobKey(scope, hash ?? ''))
  const isHere = blob?.isWhole === true && !blob.isDamaged
  const fetchIt = useEffectEvent(() => {
    if (isHere || hash === null) return
    // Where nobody has it the words under it say so; what is thrown is the laptop's own storage.
    workspace.blobs.want(scope, hash).catch(() => toasts.warn(`${t('sync.problem.storage')} ${t('sync.todo.storage')}`))
  })
  useEffect(() => fetchIt(), [id])
  const save = async (): Promise<void> => {
    const read = blob ? await readWhole(workspace.database, blob) : null
    if (!read?.ok) return toasts.warn(t('attachment.problem.damaged'))
    const saved = await workspace.desktop.saveFile({
      suggestedName: savedName(name, mediaType),
      bytes: read.value,
      mediaType: mediaType ?? UNKNOWN_TYPE,
    })
    if (!saved.ok) toasts.warn(t('attachment.notSaved', { name }))
  }
  return (
    <div className={classes.viewer}>
      {isHeard(mediaType) ? <Recording attachment={attachment} /> : <Picture attachment={attachment} />}
      <p className={item.meta} role="status">
        {size !== null && <span>{formats.bytes(size)}</span>}
        <span>{words(stateOf(attachment, status))}</span>
      </p>
      <EditorFields scope={scope}>
        <AutosaveField record={record} field="caption" label={t('field.caption')} value={caption} />
        <Checkbox
          label={t('attachment.released')}
          description={t('attachment.releasedWhy')}
          checked={isInternal === false}
          onChange={(event) => void saveField(workspace, record, { field: 'isInternal', value: !event.currentTarget.checked })}
        />
      </EditorFields>
      <div className={classes.actions}>
        <Button leftSection={<IconDownload {...SMALL_ICON} />} disabled={!isHere} onClick={() => void save()}>
          {t('attachment.save')}
        </Button>
        <ForEditors scope={scope}>
          <Button
            variant="default"
            leftSection={<IconTrash {...SMALL_ICON} />}
            onClick={() => {
              onClose()
              void deleteRecord(record)
            }}
          >
            {t('meeting.toTrash')}
          </Button>
        </ForEditors>
      </div>
    </div>
  )
}

function Recording({ attachment: { scope, hash, mediaType, caption, name } }: { readonly attachment: Attachment }) {
  const { t } = useTranslation()
  const address = useBlobAddress({ scope, hash, mediaType })
  const [isUnplayable, setIsUnplayable] = useState(false)
  if (address !== null && !isUnplayable) {
    return (
      // What was said in it stands in the meeting's notes; a recording brings no captions of its own.
      // oxlint-disable-next-line jsx-a11y/media-has-caption
      <audio className={classes.sound} controls src={address} aria-label={caption ?? name ?? ''} onError={() => setIsUnplayable(true)} />
    )
  }
  return <Nothing words={t(isUnplayable ? 'attachment.noPreview' : 'attachment.soundNotHere')} />
}

function Picture({ attachment }: { readonly attachment: Attachment }) {
  const { t } = useTranslation()
  const { scope, hash, thumbnailHash, mediaType, caption, name } = attachment
  const whole = useBlobAddress({ scope, hash, mediaType })
  const small = useBlobAddress({ scope, hash: thumbnailHash, mediaType: 'image/jpeg' })
  const address = whole ?? small
  if (address !== null) return <img className={classes.picture} src={address} alt={caption ?? name ?? ''} data-whole={whole !== null} />
  return <Nothing words={t(isShown(mediaType) ? 'attachment.notHere' : 'attachment.noPreview')} />
}

const Nothing = ({ words }: { readonly words: string }) => (
  <div className={classes.none}>
    <IconFile size={32} stroke={1.25} aria-hidden />
    <p>{words}</p>
  </div>
)
