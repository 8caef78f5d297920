import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isKind } from '@shared/domain/tables.ts'
import { fingerprintOf } from '@shared/sync/pack-proof.ts'
import type { LiveScope } from '../../db/live.ts'
import type { StoredRecord } from '../../db/stored-record.ts'
import { useNow } from '../../lib/now.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { recordName } from '../../records/record-name.ts'
import { useScope } from '../../records/use-records.ts'
import { usePlaceZone } from '../../records/use-place-zone.ts'
import type { PackPreview } from '../../sync/take-pack.ts'
import { Notice } from '../../ui/notice.tsx'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'
import { groupsOf, isNothingNew, scopeWith } from './pack-preview-model.ts'
import classes from './packs.module.css'

type PackPreviewStepProps = {
  readonly preview: PackPreview
  readonly isJoining: boolean
  /** The person has compared the digits already, before the pack came. */
  readonly isMakerKnown?: boolean
  readonly onAccept: () => void
  readonly onCancel: () => void
}

/** Who made the pack, and what accepting it would do, record by record. */
export function PackPreviewStep({ preview, isJoining, isMakerKnown = false, onAccept, onCancel }: PackPreviewStepProps) {
  const { t } = useTranslation()
  const { scope } = preview.pack.manifest
  const live = useScope(scope)
  const groups = useMemo(() => groupsOf(preview), [preview])
  const naming = useMemo(() => scopeWith(live, preview), [live, preview])
  return (
    <>
      <Maker preview={preview} isKnown={isMakerKnown || preview.acquaintance === 'known'} />
      <div className={classes.groups}>
        <Group title={t('packs.preview.new')} records={groups.fresh} naming={naming} />
        <Group title={t('packs.preview.changed')} records={groups.changed} naming={naming} />
        <Group title={t('packs.preview.versions')} note={t('packs.preview.versionsNote')} records={groups.versions} naming={naming} />
        <Group title={t('packs.preview.held')} note={t('packs.preview.heldNote')} records={groups.held} naming={naming} />
        {groups.unreadable > 0 && <p>{t('packs.preview.unreadable', { count: groups.unreadable })}</p>}
        {groups.unknown > 0 && <p>{t('packs.preview.unknown', { count: groups.unknown })}</p>}
        {groups.same > 0 && <p>{t('packs.preview.same', { count: groups.same })}</p>}
      </div>
      <div className={classes.actions}>
        {isNothingNew(preview) ? (
          <Button onClick={onCancel}>{t('packs.done')}</Button>
        ) : (
          <>
            <Button onClick={onAccept} loading={isJoining}>
              {t('packs.preview.accept')}
            </Button>
            <Button variant="default" onClick={onCancel}>
              {t('ui.cancel')}
            </Button>
          </>
        )}
      </div>
    </>
  )
}

function Maker({ preview, isKnown }: { readonly preview: PackPreview; readonly isKnown: boolean }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const zone = usePlaceZone()
  const now = useNow()
  const { author, title, createdAt } = preview.pack.manifest
  const at = (time: number): string => formats.momentIn(zone, time, now)
  const name = author.name === '' ? author.deviceName : author.name
  // A laptop may call itself by its owner's name, and a person may have said none.
  const who = [...new Set([name, author.deviceName])].filter((part) => part !== '')
  return (
    <>
      <p className={classes.maker}>
        <strong>
          <Words>{title === '' ? t('kind.visit') : title}</Words>
        </strong>
        <br />
        {t('packs.preview.from', { who: who.join(', '), at: at(createdAt) })}
      </p>
      {!isKnown && !preview.isOwn && (
        <Notice tone="open">
          {t('packs.preview.stranger', { name })} <span className={classes.bigDigits}>{fingerprintOf(author.key)}</span>
        </Notice>
      )}
      {preview.isOwn && <Notice>{t('packs.preview.own')}</Notice>}
      {preview.acceptedAt !== null && <Notice>{t('packs.preview.again', { at: at(preview.acceptedAt) })}</Notice>}
      {preview.acceptedAt === null && preview.laterFrom !== null && (
        <Notice>{t('packs.preview.older', { at: at(preview.laterFrom) })}</Notice>
      )}
      {preview.acceptedAt === null && isNothingNew(preview) && <Notice>{t('packs.preview.nothing')}</Notice>}
    </>
  )
}

const SHOWN_FIRST = 8

type GroupProps = {
  readonly title: string
  readonly note?: string
  readonly records: readonly StoredRecord[]
  readonly naming: LiveScope
}

function Group({ title, note, records, naming }: GroupProps) {
  const { t } = useTranslation()
  const { language } = useFormats()
  const [isWhole, setIsWhole] = useState(false)
  if (records.length === 0) return null
  const shown = isWhole ? records : records.slice(0, SHOWN_FIRST)
  return (
    <Section title={title} count={records.length} level={3}>
      {note !== undefined && <p className={classes.hint}>{note}</p>}
      <RowList label={title}>
        {shown.map(({ id, kind }) => {
          const name = isKind(kind) ? recordName(naming, { kind, id }, language) : ''
          const label = isKind(kind) ? t(`kind.${kind}`) : kind
          return <ListRow key={id} title={name === '' ? label : name} {...(name === '' ? {} : { trailing: label })} />
        })}
      </RowList>
      {shown.length < records.length && (
        <TextButton onClick={() => setIsWhole(true)}>{t('exchange.more', { count: records.length - shown.length })}</TextButton>
      )}
    </Section>
  )
}
