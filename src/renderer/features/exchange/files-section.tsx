import { Switch } from '@mantine/core'
import { blobsOf } from '@shared/domain/attachment.ts'
import { useTranslation } from 'react-i18next'
import { recordsOf, type LiveScope } from '../../db/live.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { useScopes } from '../../records/use-records.ts'
import { useBlobStatus, useWorkspace } from '../../records/workspace.tsx'
import { blobKey, type BlobStatus } from '../../sync/blob-status.ts'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { Words } from '../../ui/words.tsx'

/** Bytes of attachments, visit by visit: what is still to be sent, and whether the files are fetched ahead. */
export function FilesSection() {
  const { t } = useTranslation()
  const formats = useFormats()
  const { blobs } = useWorkspace()
  const status = useBlobStatus()
  const visits = useScopes()
    .map(({ scope, live }) => ({ scope, title: recordsOf(live, 'visit')[0]?.title ?? '', ...filesIn(scope, live, status) }))
    .filter(({ files }) => files > 0)
  if (visits.length === 0) return null
  return (
    <Section title={t('attachment.title')}>
      <RowList label={t('attachment.title')}>
        {visits.map(({ scope, title, files, bytes, toSend, bytesToSend }) => (
          <ListRow
            key={scope}
            title={<Words>{title}</Words>}
            sub={[
              t('exchange.files.all', { count: files, size: formats.bytes(bytes) }),
              toSend === 0 ? t('exchange.files.sent') : t('exchange.files.toSend', { count: toSend, size: formats.bytes(bytesToSend) }),
            ].join(' · ')}
            trailing={
              <Switch
                size="sm"
                label={t('exchange.files.keep')}
                aria-label={t('exchange.files.keepOf', { title })}
                checked={status.keepOffline.has(scope)}
                onChange={(event) => void blobs.keepOffline(scope, event.currentTarget.checked)}
              />
            }
          />
        ))}
      </RowList>
    </Section>
  )
}

/** Equal files count once, as they are sent once. */
function filesIn(scope: string, live: LiveScope, { held, local }: BlobStatus) {
  const named = new Map(recordsOf(live, 'attachment').flatMap((one) => blobsOf(one).map((blob) => [blob.hash, blob] as const)))
  const files = [...named.values()].filter(({ isThumbnail }) => !isThumbnail)
  const toSend = [...named.values()].filter(({ hash }) => {
    const blob = local.get(blobKey(scope, hash))
    return blob?.isWhole === true && blob.heldAt === null && !held.has(blobKey(scope, hash))
  })
  const sum = (list: readonly { readonly size: number }[]): number => list.reduce((total, { size }) => total + size, 0)
  return {
    files: files.length,
    bytes: sum(files),
    toSend: toSend.filter(({ isThumbnail }) => !isThumbnail).length,
    bytesToSend: sum(toSend),
  }
}
