import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { TextButton } from '../../ui/text-button.tsx'
import classes from './day.module.css'
import type { ProgrammeMeeting } from './day-queries.ts'
import { MeetingBlock } from './meeting-block.tsx'

type UndatedMeetingsProps = {
  readonly scope: string
  readonly meetings: readonly ProgrammeMeeting[]
  /** True: the visit has no dates at all, and this list is its programme. */
  readonly isAlone: boolean
}

/** Meetings that nobody has given a date: open one to set it. */
export function UndatedMeetings({ scope, meetings, isAlone }: UndatedMeetingsProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  return (
    <section className={`${classes.undated} ${isAlone ? '' : classes.below}`} aria-labelledby="undated">
      <div className={classes.undatedHead}>
        <h2 id="undated">{t('day.undated')}</h2>
        <span>{formats.number(meetings.length)}</span>
        <span className={classes.action} data-no-print>
          <TextButton href={`#/visit/${scope}/meetings`}>{t('visit.toMeetings')}</TextButton>
        </span>
      </div>
      <p className={classes.hint}>{t('day.undatedText')}</p>
      <ol className={classes.cards}>
        {meetings.map((one) => (
          <li key={one.meeting.id}>
            <MeetingBlock scope={scope} one={one} zones={NO_ZONES} />
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Without a date there is nothing to turn into another zone. */
const NO_ZONES = { place: 'UTC', ministry: 'UTC' }
