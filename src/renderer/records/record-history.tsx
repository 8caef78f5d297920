import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import type { Json } from '@shared/lib/canonical-json.ts'
import type { Kind } from '@shared/domain/tables.ts'
import { canonicalJson } from '@shared/lib/canonical-json.ts'
import { DELETED } from '@shared/sync/cell.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { completeSince, readHistory } from '../db/history.ts'
import type { HistoryEntry } from '../db/history-entry.ts'
import type { StoredRecord } from '../db/stored-record.ts'
import { useFormats } from '../lib/use-formats.ts'
import { fetchHistory } from '../sync/record-history.ts'
import { Dialog } from '../ui/dialog.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { SMALL_ICON } from '../ui/icon-size.ts'
import { Notice } from '../ui/notice.tsx'
import { TextButton } from '../ui/text-button.tsx'
import { useToasts } from '../ui/toast.tsx'
import { Words } from '../ui/words.tsx'
import { commit } from './commit.ts'
import { useFieldWords } from './field-words.ts'
import { lossesOfRecord } from './losses.ts'
import { useAuthors } from './author-words.ts'
import { writtenAt } from './record-author.ts'
import classes from './record-history.module.css'
import { historySteps, isOfOthers, type HistoryStep } from './record-steps.ts'
import { useScope, useStoredRecord } from './use-records.ts'
import { usePreferences, useProfile, useWorkspace } from './workspace.tsx'
import { useMayEdit } from './may-write.ts'

type RecordHistoryProps = { readonly scope: string; readonly kind: Kind; readonly id: string }

/** A button that opens the history of a record beside its page. */
export function RecordHistoryButton(props: RecordHistoryProps & { readonly isText?: boolean }) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      {props.isText === true ? (
        <TextButton onClick={() => setIsOpen(true)}>{t('history.open')}</TextButton>
      ) : (
        <Button variant="default" leftSection={<IconHistory {...SMALL_ICON} />} onClick={() => setIsOpen(true)}>
          {t('history.open')}
        </Button>
      )}
      <Dialog kind="panel" title={t('history.title')} isOpen={isOpen} onClose={() => setIsOpen(false)}>
        {isOpen && <RecordHistory {...props} />}
      </Dialog>
    </>
  )
}

/** Who set which value when, from which laptop; the latest first. Any old value can be brought back. */
export function RecordHistory({ scope, kind, id }: RecordHistoryProps) {
  const { t } = useTranslation()
  const record = useStoredRecord(scope, kind, id)
  const entries = useHistory({ scope, id, rev: record?.rev })
  const live = useScope(scope)
  const steps = useMemo(() => entries && historySteps(entries, lossesOfRecord(live, id)), [entries, live, id])
  if (entries === undefined || steps === undefined) return null
  if (steps.length === 0) return <EmptyState isInline title={t('history.empty')} />
  return (
    <>
      <Reach entries={entries} />
      <ol className={classes.steps}>
        {steps.map((step) => (
          <Step key={step.stamp} step={step} scope={scope} record={record} />
        ))}
      </ol>
    </>
  )
}

/** How far back it goes: all that the ministry has, as of when it was asked; else what this laptop saw. */
function Reach({ entries }: { readonly entries: readonly HistoryEntry[] }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { ministryZone } = usePreferences()
  const { database } = useWorkspace()
  const since = completeSince(entries)
  const at = (time: number): string => `${formats.momentIn(ministryZone, time, database.host.now())} (${formats.city(ministryZone)})`
  return (
    <p className={classes.since}>
      {since === null ? t('history.sinceHere', { at: at(entries[0]?.storedAt ?? 0) }) : t('history.complete', { at: at(since) })}
    </p>
  )
}

/** Read again whenever the record has changed; the server's part comes in behind it where there is a network. */
function useHistory({ scope, id, rev }: { scope: string; id: string; rev: number | undefined }): readonly HistoryEntry[] | undefined {
  const { database, session } = useWorkspace()
  const { account } = useProfile()
  const [entries, setEntries] = useState<readonly HistoryEntry[]>()
  const [fetches, setFetches] = useState(0)
  useEffect(() => {
    let isGone = false
    void readHistory(database, id).then((read) => {
      if (!isGone) setEntries(read)
    })
    return () => {
      isGone = true
    }
  }, [database, id, rev, fetches])
  useEffect(() => {
    if (account === null) return
    // Without a network what is here stays on the screen, and says from when it is complete.
    void fetchHistory(database, session, { scope, id }).then((fetched) => {
      if (fetched.ok) setFetches((count) => count + 1)
    })
  }, [database, session, account, scope, id])
  return entries
}

type StepProps = { readonly step: HistoryStep; readonly scope: string; readonly record: StoredRecord | undefined }

function Step({ step, scope, record }: StepProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { ministryZone } = usePreferences()
  const { database } = useWorkspace()
  const authors = useAuthors(scope)
  const when = formats.momentIn(ministryZone, writtenAt(step.stamp), database.host.now())
  return (
    <li className={classes.step}>
      <p className={classes.head}>
        <span>{authors.words(step.stamp)}</span>
        <span className={classes.when}>
          {when} {formats.city(ministryZone)}
        </span>
      </p>
      <Way step={step} />
      {step.fields.map(({ field, value, isLost }) =>
        field === DELETED ? (
          <p key={field}>{value === null ? t('history.restored') : t('history.deleted')}</p>
        ) : (
          <FieldStep key={field} field={field} value={value} isLost={isLost} scope={scope} record={record} />
        ),
      )}
    </li>
  )
}

/** From which laptop, and who brought it where that was somebody else: then, whether the laptop's own signature came along. */
function Way({ step: { laptop, broughtBy, isProven } }: { readonly step: HistoryStep }) {
  const { t } = useTranslation()
  const name = broughtBy?.owner ?? t('history.otherLaptop')
  const proof = isProven && laptop ? t('history.proven', { laptop: laptop.name }) : t('history.notProven', { name })
  const words = [
    ...(laptop ? [t('history.from', { laptop: laptop.name })] : []),
    ...(broughtBy ? [t('history.pushedBy', { name })] : []),
    ...(isOfOthers({ laptop, broughtBy }) ? [proof] : []),
  ]
  return words.length === 0 ? null : <p className={classes.way}>{words.join(' · ')}</p>
}

type FieldStepProps = {
  readonly field: string
  readonly value: Json
  readonly isLost: boolean
  readonly scope: string
  readonly record: StoredRecord | undefined
}

function FieldStep({ field, value, isLost, scope, record }: FieldStepProps) {
  const { t } = useTranslation()
  const words = useFieldWords(scope)
  const workspace = useWorkspace()
  const toasts = useToasts()
  const [isFailed, setIsFailed] = useState(false)
  const line = useRef<HTMLDivElement>(null)
  const isNow = canonicalJson(record?.cells[field]?.value ?? null) === canonicalJson(value)
  const mayEdit = useMayEdit(scope)
  const canUse = mayEdit && record !== undefined && !isNow && !isDead(record.cells) && !WRITTEN_BY_PROGRAM.has(field)
  const bringBack = async (): Promise<void> => {
    if (!record) return
    const written = await commit(workspace, scope, [{ type: 'set', kind: record.kind, id: record.id, fields: { [field]: value } }])
    setIsFailed(!written.ok)
    if (!written.ok) return
    // The button goes with what it did.
    line.current?.focus()
    toasts.say(t('history.restoredValue'))
  }
  return (
    <div ref={line} tabIndex={-1} className={classes.field}>
      <span className={classes.label}>{words.label(field)}</span>
      <span className={value === null ? classes.none : classes.value}>
        <Words>{words.value(field, value)}</Words>
      </span>
      {isNow && <span className={classes.now}>{t('history.current')}</span>}
      {isLost && !isNow && <span className={classes.lost}>{t('history.lost')}</span>}
      {canUse && (
        <TextButton label={t('history.useOf', { field: words.label(field) })} onClick={() => void bringBack()}>
          {t('history.use')}
        </TextButton>
      )}
      {isFailed && <Notice tone="danger">{t('save.failed')}</Notice>}
    </div>
  )
}

/** What follows from other actions and is not set by hand. */
const WRITTEN_BY_PROGRAM = new Set(['bodyEdited', 'bodySchema', 'authorId', 'origin', 'personId', 'devices', 'by', 'at', 'seen'])
