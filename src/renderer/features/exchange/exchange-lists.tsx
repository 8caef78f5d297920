import { isKind } from '@shared/domain/tables.ts'
import { IconArrowBackUp, IconPaperclip } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Result } from '@shared/lib/result.ts'
import { isParkedByRole, type StoredRecord } from '../../db/stored-record.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { spoken, useCallWords } from '../../records/call-words.ts'
import { RecordLink } from '../../records/record-link.tsx'
import { recordName } from '../../records/record-name.ts'
import { useScope } from '../../records/use-records.ts'
import type { Waiting } from '../../records/waiting.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { handInParked } from '../../sync/hand-in.ts'
import { sendAgain } from '../../sync/send-again.ts'
import type { CallError } from '../../sync/transport.ts'
import { ReceiptLabel } from '../../ui/receipt-label.tsx'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { Words } from '../../ui/words.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { useToasts } from '../../ui/toast.tsx'
import classes from './exchange-lists.module.css'
import { useMoment } from './use-moment.ts'
import type { LeftFiles, Received, Refused, Reviewed } from './exchange-queries.ts'

const SHOWN_FIRST = 12

type WaitingListProps = {
  readonly waiting: readonly Waiting[]
  readonly leftFiles: readonly LeftFiles[]
  readonly hasReceived: boolean
  /** Something else stands on the page: refused, or handed in when its visit left. */
  readonly hasOther: boolean
}

export function WaitingList({ waiting, leftFiles, hasReceived, hasOther }: WaitingListProps) {
  const { t } = useTranslation()
  const at = useMoment()
  const count = waiting.length + leftFiles.length
  return (
    <Section title={t('exchange.waiting.title')} count={count}>
      {count === 0 && <p>{t(`exchange.waiting.${hasOther ? 'nothingElse' : hasReceived ? 'empty' : 'emptyNew'}`)}</p>}
      <Some of={waiting} label={t('exchange.waiting.title')}>
        {({ record, since, colleagueAt }) => (
          <RecordRow key={record.id} record={record} trailing={at(since)}>
            {colleagueAt === null ? <ReceiptLabel state="here" /> : <ReceiptLabel state="colleague" at={at(colleagueAt)} />}
          </RecordRow>
        )}
      </Some>
      {leftFiles.length > 0 && (
        <RowList label={t('exchange.leftFiles.list')}>
          {leftFiles.map((files) => (
            <LeftFilesRow key={files.scope} files={files} />
          ))}
        </RowList>
      )}
    </Section>
  )
}

/** Nobody can bring these bytes but this laptop, and the visit that names them is not here: no record stands for them. */
function LeftFilesRow({ files: { title, bytes } }: { readonly files: LeftFiles }) {
  const { t } = useTranslation()
  const formats = useFormats()
  return (
    <ListRow
      leading={<IconPaperclip {...SMALL_ICON} aria-hidden />}
      title={<Words>{title === '' ? t('exchange.leftFiles.unnamed') : t('exchange.leftFiles.of', { title })}</Words>}
      wraps
      sub={<span className={classes.reason}>{t('exchange.leftFiles.why', { size: formats.bytes(bytes) })}</span>}
      trailing={<ReceiptLabel state="here" />}
    />
  )
}

export function ReceivedList({ received }: { readonly received: readonly Received[] }) {
  const { t } = useTranslation()
  const at = useMoment()
  return (
    <Section title={t('exchange.received.title')} count={received.length}>
      {received.length === 0 && <p>{t('exchange.received.empty')}</p>}
      <Some of={received} label={t('exchange.received.title')}>
        {({ record, at: time }) => <RecordRow key={record.id} record={record} trailing={at(time)} />}
      </Some>
    </Section>
  )
}

/** What the ministry refused, with the reason and what can be done; it stays here and stops nothing else. */
export function ParkedList({ parked }: { readonly parked: readonly Refused[] }) {
  const { t } = useTranslation()
  return (
    <Section title={t('exchange.refused.title')} count={parked.length}>
      <p>{t('exchange.refused.sub')}</p>
      <Some of={parked} label={t('exchange.refused.title')}>
        {(refused) => <ParkedRow key={refused.record.id} refused={refused} />}
      </Some>
    </Section>
  )
}

function ParkedRow({ refused: { record, links } }: { readonly refused: Refused }) {
  const { t } = useTranslation()
  const { language } = useFormats()
  const workspace = useWorkspace()
  const live = useScope(record.scope)
  const toasts = useToasts()
  const callWords = useCallWords()
  const at = useMoment()
  const { kind, id, scope, parked } = record
  if (!isKind(kind) || !parked) return null
  const name = recordName(live, { kind, id }, language)
  const tell = (done: Result<null, CallError>): void => {
    if (!done.ok) toasts.warn(spoken(callWords(done.error.code)))
  }
  const { handedInAt } = parked
  const words = [
    handedInAt === undefined ? t(`exchange.refused.reason.${parked.reason}`) : t('exchange.refused.handedIn', { at: at(handedInAt) }),
    ...(links.length === 0 ? [] : [t('exchange.refused.links', { count: links.length })]),
  ].join(' ')
  const sendAllAgain = async (): Promise<void> => {
    for (const one of [record, ...links]) tell(await sendAgain(workspace, one))
  }
  return (
    <ListRow
      title={<RecordLink scope={scope} kind={kind} id={id} />}
      sub={<span className={classes.reason}>{words}</span>}
      // What was written on a lost laptop is with the owner already: here nothing is left to do.
      trailing={
        parked.reason !== 'revoked-device' && (
          <>
            {isParkedByRole(record) && handedInAt === undefined && (
              <TextButton
                onClick={() => void handInParked(workspace, [record, ...links]).then(tell)}
                label={`${t('exchange.refused.handIn')}: ${name}`}
              >
                {t('exchange.refused.handIn')}
              </TextButton>
            )}{' '}
            <TextButton onClick={() => void sendAllAgain()} label={`${t(`exchange.refused.do.${parked.reason}`)}: ${name}`}>
              {t(`exchange.refused.do.${parked.reason}`)}
            </TextButton>
          </>
        )
      }
    />
  )
}

/** What the ministry's desk sent back, with its words. Editing it is the answer. */
export function ReturnedList({ returned }: { readonly returned: readonly Reviewed[] }) {
  const { t } = useTranslation()
  const at = useMoment()
  return (
    <Section
      title={
        <span className={classes.returned}>
          <IconArrowBackUp {...SMALL_ICON} /> {t('receipt.returned')}
        </span>
      }
      count={returned.length}
    >
      <Some of={returned} label={t('receipt.returned')}>
        {({ record, verdict: { review } }) => (
          <RecordRow
            key={record.id}
            record={record}
            sub={
              <span className={classes.reason}>
                {review.remarks !== null && <Words>{review.remarks}</Words>}{' '}
                <span>{[review.byName, review.at === null ? null : at(review.at)].filter(Boolean).join(', ')}</span>
              </span>
            }
          />
        )}
      </Some>
    </Section>
  )
}

export function RevivedList({ revived }: { readonly revived: readonly StoredRecord[] }) {
  const { t } = useTranslation()
  return (
    <Section title={t('exchange.revived.title')} count={revived.length}>
      <p>{t('exchange.revived.sub')}</p>
      <Some of={revived} label={t('exchange.revived.title')}>
        {(record) => <RecordRow key={record.id} record={record} />}
      </Some>
    </Section>
  )
}

type RecordRowProps = {
  readonly record: StoredRecord
  readonly sub?: ReactNode
  readonly trailing?: ReactNode
  readonly children?: ReactNode
}

function RecordRow({ record, sub, trailing, children }: RecordRowProps) {
  const { kind, id, scope } = record
  if (!isKind(kind)) return null
  return (
    <ListRow
      title={<RecordLink scope={scope} kind={kind} id={id} />}
      {...(sub === undefined ? {} : { sub })}
      trailing={
        <>
          {trailing} {children}
        </>
      }
    />
  )
}

type SomeProps<T> = { readonly of: readonly T[]; readonly label: string; readonly children: (one: T) => ReactNode }

/** The first dozen, and the rest on demand. */
function Some<T>({ of: all, label, children }: SomeProps<T>) {
  const { t } = useTranslation()
  const [isWhole, setIsWhole] = useState(false)
  const shown = isWhole ? all : all.slice(0, SHOWN_FIRST)
  if (all.length === 0) return null
  return (
    <>
      <RowList label={label}>{shown.map(children)}</RowList>
      {shown.length < all.length && (
        <TextButton onClick={() => setIsWhole(true)}>{t('exchange.more', { count: all.length - shown.length })}</TextButton>
      )}
    </>
  )
}
