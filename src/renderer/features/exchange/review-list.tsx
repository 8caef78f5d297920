import { Button, Checkbox } from '@mantine/core'
import { IconEyeQuestion } from '@tabler/icons-react'
import { isKind } from '@shared/domain/tables.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StoredRecord } from '../../db/stored-record.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { recordName } from '../../records/record-name.ts'
import { RecordLink } from '../../records/record-link.tsx'
import { ReturnDialog } from '../../records/return-dialog.tsx'
import type { Judgement } from '../../records/reviews.ts'
import { useReview } from '../../records/use-review.ts'
import { useRecord, useScope } from '../../records/use-records.ts'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'
import type { ToReview } from './exchange-queries.ts'
import { useMoment } from './use-moment.ts'
import { useVouchers } from './use-vouchers.ts'
import classes from './exchange-lists.module.css'

const SHOWN_FIRST = 12

/** For a reviewer: what of one visit was received and not judged yet. One or several are accepted or returned at once. */
export function ReviewList({ scope, entries }: { readonly scope: string; readonly entries: readonly ToReview[] }) {
  const { t } = useTranslation()
  const visit = useRecord(scope, 'visit', scope)
  const review = useReview(scope)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isReturning, setIsReturning] = useState(false)
  const [isWhole, setIsWhole] = useState(false)
  const records = entries.map(({ record }) => record).filter(({ id }) => chosen.has(id))
  const shown = isWhole ? entries : entries.slice(0, SHOWN_FIRST)
  const vouchers = useVouchers(shown.map(({ record }) => record))
  const choose = (ids: readonly string[], isChosen: boolean): void =>
    setChosen((before) => new Set(isChosen ? [...before, ...ids] : [...before].filter((id) => !ids.includes(id))))
  const judge = async (judgement: Judgement): Promise<void> => {
    if (await review?.(records, judgement)) setChosen(new Set())
  }
  const all = entries.map(({ record }) => record.id)
  return (
    <Section
      title={
        <>
          {t('review.title')} · <Words>{visit?.title ?? t('kind.visit')}</Words>
        </>
      }
      count={entries.length}
    >
      <div className={classes.judge}>
        <Checkbox
          label={t('review.all')}
          checked={records.length === entries.length}
          indeterminate={records.length > 0 && records.length < entries.length}
          onChange={(event) => {
            choose(all, event.currentTarget.checked)
            // Whoever accepts all of it sees all of it, and whose word it is.
            setIsWhole(true)
          }}
        />
        <Button variant="default" disabled={records.length === 0} onClick={() => setIsReturning(true)}>
          {records.length === 0 ? t('review.return') : t('review.returnCount', { count: records.length })}
        </Button>
        <Button disabled={records.length === 0} onClick={() => void judge({ state: 'accepted', remarks: null })}>
          {records.length === 0 ? t('review.accept') : t('review.acceptCount', { count: records.length })}
        </Button>
      </div>
      <RowList label={t('review.title')}>
        {shown.map((entry) => (
          <ReviewRow
            key={entry.record.id}
            entry={entry}
            vouchers={vouchers.get(entry.record.id) ?? []}
            isChosen={chosen.has(entry.record.id)}
            onChoose={(isChosen) => choose([entry.record.id], isChosen)}
          />
        ))}
      </RowList>
      {shown.length < entries.length && (
        <TextButton onClick={() => setIsWhole(true)}>{t('exchange.more', { count: entries.length - shown.length })}</TextButton>
      )}
      <ReturnDialog
        count={records.length}
        isOpen={isReturning}
        onClose={() => setIsReturning(false)}
        onReturn={(remarks) => void judge({ state: 'returned', remarks })}
      />
    </Section>
  )
}

type ReviewRowProps = {
  readonly entry: ToReview
  readonly vouchers: readonly string[]
  readonly isChosen: boolean
  readonly onChoose: (isChosen: boolean) => void
}

function ReviewRow({ entry: { record, at, isAgain }, vouchers, isChosen, onChoose }: ReviewRowProps) {
  const moment = useMoment()
  const name = useName(record)
  const { kind, id, scope } = record
  if (!isKind(kind)) return null
  return (
    <ListRow
      leading={<Checkbox aria-label={name} checked={isChosen} onChange={(event) => onChoose(event.currentTarget.checked)} />}
      title={<RecordLink scope={scope} kind={kind} id={id} />}
      {...(isAgain || vouchers.length > 0 ? { sub: <ReviewSub isAgain={isAgain} vouchers={vouchers} /> } : {})}
      trailing={moment(at)}
    />
  )
}

/** Whose word it is stands where it is judged, not only in the record's history. */
function ReviewSub({ isAgain, vouchers }: { readonly isAgain: boolean; readonly vouchers: readonly string[] }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const names = formats.list(vouchers.map((name) => (name === '' ? t('history.otherLaptop') : name)))
  return (
    <span className={classes.reason}>
      {isAgain && <span>{t('review.changed')} </span>}
      {vouchers.length > 0 && (
        <span className={classes.hearsay}>
          <IconEyeQuestion {...SMALL_ICON} aria-hidden /> {t('review.notProven', { name: names })}
        </span>
      )}
    </span>
  )
}

function useName({ kind, id, scope }: StoredRecord): string {
  const { t } = useTranslation()
  const { language } = useFormats()
  const live = useScope(scope)
  if (!isKind(kind)) return ''
  return recordName(live, { kind, id }, language) || t(`kind.${kind}`)
}
