import { IconCalendarEvent } from '@tabler/icons-react'
import type { DueWindow } from '@shared/domain/due-window.ts'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../lib/use-formats.ts'
import { SMALL_ICON } from '../ui/icon-size.ts'
import { Tag } from '../ui/tag.tsx'
import { Words } from '../ui/words.tsx'
import classes from './due-label.module.css'
import { dueDaysText } from './due-text.ts'

type DueLabelProps = {
  readonly window: DueWindow | null
  readonly isOverdue?: boolean
  /** The days behind the words too. */ readonly isLong?: boolean
}

/** A deadline: the words as spoken lead, the days follow in grey, "overdue" is a word. Nothing when none was named. */
export function DueLabel({ window, isOverdue = false, isLong = false }: DueLabelProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  if (window === null) return null
  const days = dueDaysText(window.edtf, formats, t)
  const words = window.words.trim()
  return (
    <span className={classes.due} title={days}>
      <IconCalendarEvent {...SMALL_ICON} />
      {words !== '' && <Words>{words}</Words>}
      {days !== '' && (isLong || words === '') && <span className={classes.days}>{days}</span>}
      {isOverdue && <Tag tone="owe">{t('window.overdue')}</Tag>}
    </span>
  )
}
