import { IconAlertTriangle, IconDeviceLaptop, IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './chip.module.css'
import { SMALL_ICON } from './icon-size.ts'
import { TextButton } from './text-button.tsx'

/** `saved` only after the store has confirmed the write; `editing` while something typed is not yet in it. */
export type SaveStatus =
  | { readonly kind: 'saved'; /** Formatted time of day; null when nothing was typed yet. */ readonly at: string | null }
  | { readonly kind: 'editing' }
  | { readonly kind: 'failed'; readonly reason: 'disk-full' | 'other'; readonly onRetry: () => void }

/** The words for typed and stored, exactly as everywhere else. A failure is an alert, the rest is quiet. */
export function SaveState({ status }: { readonly status: SaveStatus }) {
  const { t } = useTranslation()
  if (status.kind === 'failed') {
    return (
      <span className={`${classes.receipt} ${classes.failed}`} role="alert">
        <IconAlertTriangle {...SMALL_ICON} />
        {status.reason === 'disk-full' ? t('save.diskFull') : t('save.failed')}
        <TextButton onClick={status.onRetry}>{t('save.retry')}</TextButton>
      </span>
    )
  }
  const Icon = status.kind === 'editing' ? IconPencil : IconDeviceLaptop
  return (
    <span className={classes.receipt} role="status" data-save-state={status.kind}>
      <Icon {...SMALL_ICON} />
      {status.kind === 'editing' ? t('save.editing') : status.at === null ? t('save.saved') : t('save.savedAt', { at: status.at })}
    </span>
  )
}
