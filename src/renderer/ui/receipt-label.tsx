import { IconAlertTriangle, IconArrowBackUp, IconCheck, IconChecks, IconDeviceLaptop, IconGitFork, IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './chip.module.css'
import { SMALL_ICON } from './icon-size.ts'

/** What is proved about where something is. */
export type ReceiptState = 'here' | 'colleague' | 'received' | 'returned' | 'accepted' | 'choice' | 'failed'

type ReceiptLabelProps = {
  readonly state: ReceiptState
  /** The formatted time, for `colleague`, `received` and `accepted`. */
  readonly at?: string
  /** False where `at` names a day: "at 10:42", but not "at Tuesday". */
  readonly isToday?: boolean
  /** True: the full words ("Received by the ministry"); else the short ones of tables. */
  readonly isLong?: boolean
}

const ICONS = {
  here: IconDeviceLaptop,
  colleague: IconUsers,
  received: IconCheck,
  returned: IconArrowBackUp,
  accepted: IconChecks,
  choice: IconGitFork,
  failed: IconAlertTriangle,
}

/** Icon, word and time. Grey until accepted or in need of someone. */
export function ReceiptLabel({ state, at, isToday = true, isLong = false }: ReceiptLabelProps) {
  const words = useReceiptWords(state, { at, isToday, isLong })
  const Icon = ICONS[state]
  return (
    <span className={`${classes.receipt} ${classes[state] ?? ''}`}>
      <Icon {...SMALL_ICON} />
      <span className="sn-ellipsis" title={words}>
        {words}
      </span>
    </span>
  )
}

/** The sign alone, with its words for voices and on hover. */
export function ReceiptIcon({ state }: { readonly state: ReceiptState }) {
  const words = useReceiptWords(state, { at: undefined, isToday: true, isLong: true })
  const Icon = ICONS[state]
  return (
    <span className={`${classes.receipt} ${classes[state] ?? ''}`} role="img" aria-label={words} title={words}>
      <Icon {...SMALL_ICON} />
    </span>
  )
}

type Saying = { readonly at: string | undefined; readonly isToday: boolean; readonly isLong: boolean }

function useReceiptWords(state: ReceiptState, { at, isToday, isLong }: Saying): string {
  const { t } = useTranslation()
  if (state === 'here') return t('receipt.here')
  if (state === 'choice') return t('receipt.choice')
  if (state === 'failed') return isLong ? t('receipt.failed') : t('receipt.failedShort')
  if (state === 'returned') return isLong ? t('receipt.returned') : t('receipt.returnedShort')
  if (state === 'colleague') return at === undefined ? t('receipt.colleague') : t('receipt.colleagueAt', { at })
  if (state === 'accepted') return at === undefined ? t('receipt.accepted') : t('receipt.acceptedAt', { at })
  if (at === undefined) return isLong ? t('receipt.received') : t('receipt.receivedShort')
  if (isToday) return isLong ? t('receipt.receivedAt', { at }) : t('receipt.receivedShortAt', { at })
  return isLong ? t('receipt.receivedOn', { at }) : t('receipt.receivedShortOn', { at })
}
