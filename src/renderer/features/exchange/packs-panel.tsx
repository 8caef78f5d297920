import { Button } from '@mantine/core'
import { IconPackageExport, IconPackageImport } from '@tabler/icons-react'
import { useEffect, useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { readPackLog, type PackEntry } from '../../db/pack-log.ts'
import { useNow } from '../../lib/now.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { usePlaceZone } from '../../records/use-place-zone.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { LanSection } from './lan-section.tsx'
import { MakePack } from './make-pack-dialog.tsx'
import { useOpenPack } from './open-pack-dialog.tsx'
import { OwnDigits } from './own-digits.tsx'
import { usePackVisits } from './pack-visits.ts'
import classes from './packs.module.css'

/** Exchange with a colleague where there is no network: packs out, packs in, and what became of them. */
export function PacksPanel() {
  const { t } = useTranslation()
  const visits = usePackVisits()
  const [isMaking, setIsMaking] = useState(false)
  const [changes, setChanges] = useState(0)
  const onChange = (): void => setChanges((count) => count + 1)
  const open = useOpenPack(onChange)
  const [isOver, setIsOver] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setIsOver(false)
    const [file] = event.dataTransfer.files
    if (file) open.take(file)
  }
  const waiting = visits.reduce((sum, visit) => sum + visit.waiting, 0)
  return (
    <div
      className={`${classes.drop} ${isOver ? (classes.over ?? '') : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <Section title={t('packs.title')}>
        <p className={classes.why}>{t('packs.why')}</p>
        <div className={classes.buttons}>
          {visits.length > 0 && (
            <Button variant="default" leftSection={<IconPackageExport {...SMALL_ICON} />} onClick={() => setIsMaking(true)}>
              {waiting === 0 ? t('packs.makeAll') : t('packs.makeOf', { count: waiting })}
            </Button>
          )}
          <Button variant="default" leftSection={<IconPackageImport {...SMALL_ICON} />} onClick={open.choose}>
            {t('packs.open')}
          </Button>
        </div>
        <p className={classes.hint}>{t('packs.dropHint')}</p>
        <LanSection onChange={onChange} />
        <PackList changes={changes} />
        <OwnDigits />
      </Section>
      {isMaking && <MakePack visits={visits} onClose={() => setIsMaking(false)} onSaved={onChange} />}
      {open.element}
    </div>
  )
}

function PackList({ changes }: { readonly changes: number }) {
  const { t } = useTranslation()
  const { database } = useWorkspace()
  const formats = useFormats()
  const zone = usePlaceZone()
  const now = useNow()
  const [log, setLog] = useState<readonly PackEntry[]>([])
  useEffect(() => {
    let isGone = false
    void readPackLog(database).then((entries) => {
      if (!isGone) setLog(entries)
    })
    return () => {
      isGone = true
    }
  }, [database, changes])
  if (log.length === 0) return null
  return (
    <RowList label={t('packs.list')}>
      {log.slice(0, 12).map((entry) => (
        <ListRow
          key={entry.pack}
          title={entry.fileName}
          wraps
          sub={<PackSub entry={entry} />}
          trailing={t(entry.direction === 'out' ? 'packs.outAt' : 'packs.inAt', { at: formats.momentIn(zone, entry.at, now) })}
        />
      ))}
    </RowList>
  )
}

function PackSub({ entry }: { readonly entry: PackEntry }) {
  const { t } = useTranslation()
  if (entry.joined < entry.pages) return t('packs.unfinished', { done: entry.joined, total: entry.pages })
  const from = entry.from && (entry.from.name === '' ? entry.from.deviceName : entry.from.name)
  return [from, t('packs.records', { count: entry.records })].filter(Boolean).join(' · ')
}
