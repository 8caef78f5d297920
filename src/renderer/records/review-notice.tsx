import { Button } from '@mantine/core'
import { IconArrowBackUp, IconChecks } from '@tabler/icons-react'
import type { Kind } from '@shared/domain/tables.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../lib/now.tsx'
import { useFormats } from '../lib/use-formats.ts'
import { SMALL_ICON } from '../ui/icon-size.ts'
import { Notice } from '../ui/notice.tsx'
import { Words } from '../ui/words.tsx'
import { recordName } from './record-name.ts'
import { ReturnDialog } from './return-dialog.tsx'
import { verdictOn, type Verdict } from './reviews.ts'
import { usePlaceZone } from './use-place-zone.ts'
import { useScope, useStoredRecord } from './use-records.ts'
import { useReview } from './use-review.ts'

type ReviewNoticeProps = {
  readonly scope: string
  readonly kind: Kind
  readonly id: string
  /** True where the page is not the record's own. */
  readonly isNamed?: boolean
}

/** On the page of a record: what the ministry's desk remarked, and for a reviewer the way to accept or return it. */
export function ReviewNotice({ scope, kind, id, isNamed = false }: ReviewNoticeProps) {
  const live = useScope(scope)
  const record = useStoredRecord(scope, kind, id)
  const review = useReview(scope)
  const [isReturning, setIsReturning] = useState(false)
  const { t } = useTranslation()
  const { language } = useFormats()
  if (!record || isDead(record.cells)) return null
  const name = isNamed ? recordName(live, { kind, id }, language) || t(`kind.${kind}`) : null
  const verdict = verdictOn(live, record)
  const canReview = review !== null && record.receivedAt !== null && verdict?.isCurrent !== true
  return (
    <>
      {verdict && <VerdictNotice verdict={verdict} name={name} />}
      {canReview && (
        <Judge
          name={name}
          onAccept={() => void review([record], { state: 'accepted', remarks: null })}
          onReturn={() => setIsReturning(true)}
        />
      )}
      <ReturnDialog
        count={1}
        isOpen={isReturning}
        onClose={() => setIsReturning(false)}
        onReturn={(remarks) => void review?.([record], { state: 'returned', remarks })}
      />
    </>
  )
}

type VerdictNoticeProps = { readonly verdict: Verdict; readonly name: string | null }

function VerdictNotice({ verdict: { review, state, isCurrent }, name }: VerdictNoticeProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const zone = usePlaceZone()
  const now = useNow()
  // An acceptance stands in the receipt already; one that was overtaken says nothing any more.
  if (state === 'accepted' && (!isCurrent || review.remarks === null)) return null
  const when = review.at === null ? '' : formats.momentIn(zone, review.at, now)
  return (
    <Notice
      tone={!isCurrent ? 'info' : state === 'returned' ? 'owe' : 'agreed'}
      icon={state === 'returned' ? <IconArrowBackUp {...SMALL_ICON} /> : <IconChecks {...SMALL_ICON} />}
    >
      <strong>
        {t(state === 'returned' ? 'receipt.returned' : 'receipt.accepted')}
        {name !== null && ` · ${name}`}
      </strong>
      {review.remarks !== null && (
        <span style={{ whiteSpace: 'pre-wrap', display: 'block' }}>
          <Words>{review.remarks}</Words>
        </span>
      )}
      <small>
        {[review.byName ?? t('history.ministry'), when].filter(Boolean).join(', ')}
        {!isCurrent && ` · ${t('review.again')}`}
      </small>
    </Notice>
  )
}

type JudgeProps = { readonly name: string | null; readonly onAccept: () => void; readonly onReturn: () => void }

function Judge({ name, onAccept, onReturn }: JudgeProps) {
  const { t } = useTranslation()
  return (
    <Notice
      tone="info"
      actions={
        <>
          <Button variant="default" leftSection={<IconArrowBackUp {...SMALL_ICON} />} onClick={onReturn}>
            {t('review.return')}
          </Button>
          <Button leftSection={<IconChecks {...SMALL_ICON} />} onClick={onAccept}>
            {t('review.accept')}
          </Button>
        </>
      }
    >
      {name !== null && <strong>{name}</strong>}
      {t('review.waits')}
    </Notice>
  )
}
