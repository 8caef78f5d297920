import type { Kind } from '@shared/domain/tables.ts'
import { useNow } from '../lib/now.tsx'
import { useFormats } from '../lib/use-formats.ts'
import { ReceiptIcon, ReceiptLabel } from '../ui/receipt-label.tsx'
import { receiptOf } from './receipt.ts'
import { usePlaceZone } from './use-place-zone.ts'
import { useScope, useStoredRecord } from './use-records.ts'

type RecordReceiptProps = {
  readonly scope: string
  readonly kind: Kind
  readonly id: string
  /** True on the record's own page: the full words. */
  readonly isLong?: boolean
  /** True on a card: a sign with a name, and nothing where the ministry has all of it. */
  readonly isIcon?: boolean
}

/** Where one record is: on this laptop, with a colleague, received by the ministry, returned, accepted. */
export function RecordReceipt({ scope, kind, id, isLong = false, isIcon = false }: RecordReceiptProps) {
  const formats = useFormats()
  const zone = usePlaceZone()
  const now = useNow()
  const live = useScope(scope)
  const record = useStoredRecord(scope, kind, id)
  if (!record) return null
  const receipt = receiptOf(record, live)
  if (isIcon) return receipt.state === 'received' || receipt.state === 'accepted' ? null : <ReceiptIcon state={receipt.state} />
  return (
    <ReceiptLabel
      state={receipt.state}
      isLong={isLong}
      {...('at' in receipt && receipt.at !== null
        ? { at: formats.momentIn(zone, receipt.at, now), isToday: formats.isToday(zone, receipt.at, now) }
        : {})}
    />
  )
}
