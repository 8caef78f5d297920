import { Loader } from '@mantine/core'
import type { Attachment } from '@shared/domain/attachment.ts'
import { IconFile, IconFileTypePdf, IconMicrophone, IconPaperclip, IconPhoto, IconTrash } from '@tabler/icons-react'
import { useEffectEvent, useLayoutEffect, useMemo, useRef, useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../lib/use-formats.ts'
import { SMALL_ICON } from '../ui/icon-size.ts'
import { TextButton } from '../ui/text-button.tsx'
import { Words } from '../ui/words.tsx'
import type { AttachedTo } from './attach-file.ts'
import { attachmentsOf, stateOf } from './attachment-queries.ts'
import { AttachmentViewer } from './attachment-viewer.tsx'
import item from '../ui/list-item.module.css'
import classes from './attachments.module.css'
import { ForEditors } from './for-editors.tsx'
import { useMayEdit } from './may-write.ts'
import { useAttach } from './use-attach.ts'
import { useAttachmentWords } from './use-attachment-words.ts'
import { useBlobAddress } from './use-blob-address.ts'
import { useDeleteRecord } from './use-delete-record.ts'
import { useRecords } from './use-records.ts'
import { useBlobStatus, useWorkspace } from './workspace.tsx'

type AttachmentListProps = {
  readonly to: AttachedTo
  /** True among sections whose heads have no mark before them. */
  readonly isFlush?: boolean
}

/** Photos, scans, documents and recordings of a meeting or an agreement: by button, dropped, or pasted anywhere on its page. */
export function AttachmentList({ to, isFlush = false }: AttachmentListProps) {
  const { t } = useTranslation()
  const { live } = useWorkspace()
  const { scope, kind, id } = to
  const records = useRecords(scope, 'attachment')
  const attachments = useMemo(
    () => attachmentsOf({ kind, id }, records, live.store.getState().scopes[scope]),
    [live, scope, kind, id, records],
  )
  const mayEdit = useMayEdit(scope)
  const { attach, isBusy } = useAttach(to)
  const [opened, setOpened] = useState<string | null>(null)
  const [isOver, setIsOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  usePastedFiles((files) => void attach(files))
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setIsOver(false)
    void attach([...event.dataTransfer.files])
  }
  return (
    <section
      // A meeting's stand beside the panel of one of its agreements: two regions of one page have two names.
      aria-label={kind === 'meeting' ? t('attachment.title') : `${t('attachment.title')}: ${t(`kind.${kind}`)}`}
      className={`${classes.section} ${isFlush ? classes.flush : ''} ${isOver ? classes.over : ''}`}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <h3 className={classes.head}>
        {!isFlush && <IconPaperclip {...SMALL_ICON} aria-hidden />}
        {t('attachment.title')}
        <span className={classes.count}>{attachments.length}</span>
        <span className={classes.add} data-no-print>
          {!mayEdit ? null : isBusy ? (
            <Loader size="xs" role="status" aria-label={t('attachment.storing')} />
          ) : (
            <TextButton onClick={() => input.current?.click()}>{t('attachment.attach')}</TextButton>
          )}
        </span>
      </h3>
      <ul className={classes.list}>
        {attachments.map((one) => (
          <AttachmentRow key={one.id} attachment={one} onOpen={() => setOpened(one.id)} />
        ))}
      </ul>
      <ForEditors scope={scope}>
        <p className={classes.hint} data-no-print>
          {t('attachment.hint')}
        </p>
      </ForEditors>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('attachment.attach')}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          // The same file may be chosen again after its record went to the trash.
          event.currentTarget.value = ''
          void attach(files)
        }}
      />
      {opened !== null && <AttachmentViewer attachments={attachments} id={opened} onShow={setOpened} onClose={() => setOpened(null)} />}
    </section>
  )
}

/** Lists that stand on the screen, the one that came last above the others: a form beside a page is where a person is. */
const standing: symbol[] = []

/** A picture in the clipboard is attached; text that brings a picture along, as from a table, stays text. */
function usePastedFiles(onFiles: (files: File[]) => void): void {
  const [own] = useState(() => Symbol('list'))
  const take = useEffectEvent((event: ClipboardEvent) => {
    const data = event.clipboardData
    if (standing.at(-1) !== own) return
    if (!data || data.files.length === 0 || data.types.includes('text/plain')) return
    event.preventDefault()
    onFiles([...data.files])
  })
  // With the list, not after it: what is pasted in between would go to the list below.
  useLayoutEffect(() => {
    const listen = (event: ClipboardEvent): void => take(event)
    standing.push(own)
    document.addEventListener('paste', listen)
    return () => {
      standing.splice(standing.indexOf(own), 1)
      document.removeEventListener('paste', listen)
    }
  }, [own])
}

function AttachmentRow({ attachment, onOpen }: { readonly attachment: Attachment; readonly onOpen: () => void }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const deleteRecord = useDeleteRecord()
  const words = useAttachmentWords()
  const status = useBlobStatus()
  const { scope, id, size, caption, isInternal } = attachment
  const name = attachment.name ?? t('kind.attachment')
  return (
    <li className={`${classes.row} ${item.item}`}>
      <Thumbnail attachment={attachment} />
      <span className={item.body}>
        <button type="button" data-print className={item.open} onClick={onOpen}>
          <span className={classes.name} title={caption ?? name}>
            <Words>{caption ?? name}</Words>
          </span>
        </button>
        <span className={item.meta}>
          {caption !== null && <span className={classes.name}>{name}</span>}
          {size !== null && <span>{formats.bytes(size)}</span>}
          {isInternal === false && <span>{t('attachment.released')}</span>}
          <span>{words(stateOf(attachment, status))}</span>
        </span>
      </span>
      <ForEditors scope={scope}>
        <button
          type="button"
          className={item.remove}
          aria-label={t('attachment.remove', { name })}
          title={t('meeting.toTrash')}
          onClick={() => void deleteRecord({ scope, kind: 'attachment', id })}
        >
          <IconTrash {...SMALL_ICON} />
        </button>
      </ForEditors>
    </li>
  )
}

function Thumbnail({ attachment }: { readonly attachment: Attachment }) {
  const { scope, thumbnailHash, mediaType } = attachment
  const address = useBlobAddress({ scope, hash: thumbnailHash, mediaType: 'image/jpeg' })
  return (
    <span className={classes.thumbnail} aria-hidden>
      {address === null ? <KindIcon mediaType={mediaType} /> : <img src={address} alt="" />}
    </span>
  )
}

function KindIcon({ mediaType }: { readonly mediaType: string | null }) {
  const look = { size: 20, stroke: 1.5 }
  if (mediaType?.startsWith('image/')) return <IconPhoto {...look} />
  if (mediaType?.startsWith('audio/')) return <IconMicrophone {...look} />
  return mediaType === 'application/pdf' ? <IconFileTypePdf {...look} /> : <IconFile {...look} />
}
