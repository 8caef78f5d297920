import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { RecordTitle } from '../../records/record-link.tsx'
import { MarkCount } from '../../ui/mark-chip.tsx'
import { StateDot, type DotShape } from '../../ui/state-dot.tsx'
import { Tag } from '../../ui/tag.tsx'
import { Words } from '../../ui/words.tsx'
import classes from './day.module.css'
import { placeSpan, type ProgrammeMeeting } from './day-queries.ts'

type MeetingBlockProps = {
  readonly scope: string
  readonly one: ProgrammeMeeting
  readonly isNext?: boolean
  readonly isOpenEnded?: boolean
  readonly zones: { readonly place: string; readonly ministry: string }
}

/** A meeting of the programme: held is sunken with a tick, next tinted, planned an outline with a ring, cancelled struck with the word. */
export function MeetingBlock({ scope, one, isNext = false, isOpenEnded = false, zones }: MeetingBlockProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { meeting, organizations } = one
  const state = meeting.state ?? 'planned'
  const span = placeSpan(meeting, zones.place)
  const [, ministry] = span === null ? [] : formats.inZones({ ...span, zone: zones.place, otherZone: zones.ministry })
  const times = span === null ? '' : formats.timeRange(span.start, span.end)
  const looks = [classes.block, classes[isNext ? 'next' : state], isOpenEnded ? classes.openEnded : '']
  return (
    <div className={looks.join(' ')}>
      <span className={classes.sign}>
        <StateDot shape={isNext ? 'dot' : DOTS[state]} label={t(isNext ? 'shell.next' : `value.${state}`)} />
      </span>
      <div className={classes.words}>
        <a
          className={classes.blockTitle}
          href={`#/visit/${scope}/meeting/${meeting.id}`}
          title={[meeting.title, times, ministry && `${ministry.city} ${ministry.times}`].filter(Boolean).join(' · ')}
        >
          <RecordTitle kind="meeting" title={meeting.title} />
        </a>
        {meeting.subject !== null && meeting.subject !== '' && (
          <span className={classes.subject}>
            <Words>{meeting.subject}</Words>
          </span>
        )}
        <span className={classes.meta}>{[times, organizations.join(', '), meeting.place].filter(Boolean).join(' · ')}</span>
      </div>
      <span className={classes.counts}>
        {state === 'cancelled' && <Tag>{t('value.cancelled')}</Tag>}
        <MarkCount mark="agreed" count={one.agreed} />
        <MarkCount mark="owe" count={one.owe} />
        <MarkCount mark="theirs" count={one.theirs} />
        <MarkCount mark="open" count={one.open} />
        {state === 'held' && one.notes === 0 && <Tag tone="owe">{t('visit.withoutNote')}</Tag>}
      </span>
    </div>
  )
}

const DOTS: Readonly<Record<'planned' | 'held' | 'cancelled', DotShape>> = { planned: 'ring', held: 'tick', cancelled: 'cross' }
