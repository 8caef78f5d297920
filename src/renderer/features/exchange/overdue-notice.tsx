import { useTranslation } from 'react-i18next'
import { useNow } from '../../lib/now.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { usePlaceZone } from '../../records/use-place-zone.ts'
import { overdueOf, type Waiting } from '../../records/waiting.ts'
import { ErrorNotice } from '../../ui/notice.tsx'

/** Red after three days: what only one laptop has is lost with it. */
export function OverdueNotice({ waiting }: { readonly waiting: readonly Waiting[] }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const zone = usePlaceZone()
  const now = useNow()
  const overdue = overdueOf(waiting, now)
  if (!overdue) return null
  return (
    <ErrorNotice
      what={t('exchange.overdue.what', { count: overdue.count, since: formats.momentIn(zone, overdue.since, now) })}
      safe={t('exchange.overdue.safe')}
      todo={t('exchange.overdue.todo')}
    />
  )
}
