import type { Visit } from '@shared/domain/visit.ts'
import { useTranslation } from 'react-i18next'
import { recordById } from '../../db/live.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { useNow } from '../../lib/now.tsx'
import { dayIn, zoneClock } from '../../lib/zone-time.ts'
import { dueDaysText } from '../../records/due-text.ts'
import { recordName } from '../../records/record-name.ts'
import { RecordTitle } from '../../records/record-link.tsx'
import { useScope } from '../../records/use-records.ts'
import { usePreferences } from '../../records/workspace.tsx'
import { MarkChip } from '../../ui/mark-chip.tsx'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { Tag } from '../../ui/tag.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import classes from './visit-page.module.css'
import { dueNext, openQuestions, type DueItem } from './visit-queries.ts'

/** A column's worth; the register has the rest. */
const SHOWN = 10

/** What is owed in either direction, the nearest end first. */
export function VisitDue({ visit }: { readonly visit: Visit }) {
  const { t } = useTranslation()
  const { ministryZone } = usePreferences()
  const today = dayIn(zoneClock(ministryZone), useNow())
  const due = dueNext(useScope(visit.id), today)
  return (
    <Section
      title={t('visit.due')}
      count={due.length}
      action={<TextButton href={`#/visit/${visit.id}/register`}>{t('place.register')}</TextButton>}
    >
      {due.length === 0 ? (
        <p className={classes.nothing}>{t('visit.dueNothing')}</p>
      ) : (
        <RowList>
          {due.slice(0, SHOWN).map((item) => (
            <DueRow key={item.commitment.id} item={item} visitId={visit.id} />
          ))}
        </RowList>
      )}
      {due.length > SHOWN && (
        <TextButton href={`#/visit/${visit.id}/register`}>{t('visit.organizationsMore', { count: due.length - SHOWN })}</TextButton>
      )}
    </Section>
  )
}

function DueRow({ item: { commitment, isLate }, visitId }: { readonly item: DueItem; readonly visitId: string }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const live = useScope(visitId)
  const organization = commitment.organizationId ? recordById(live, 'organization', commitment.organizationId) : undefined
  // The words lead; the days that they mean stand on the commitment's own page.
  const window = commitment.window?.words || dueDaysText(commitment.window?.edtf ?? null, formats, t) || t('visit.noWindow')
  return (
    <ListRow
      wraps
      leading={<MarkChip mark={commitment.direction === 'they-owe' ? 'theirs' : 'owe'} />}
      title={<RecordTitle kind="commitment" title={commitment.text} />}
      sub={[organization?.shortName ?? organization?.name, window].filter(Boolean).join(', ')}
      trailing={isLate ? <Tag tone="owe">{t('visit.overdue')}</Tag> : undefined}
      href={`#/visit/${visitId}/commitment/${commitment.id}`}
    />
  )
}

/** Questions that nobody has answered, with the meeting where they were asked. */
export function VisitQuestions({ visit }: { readonly visit: Visit }) {
  const { t } = useTranslation()
  const { language } = useFormats()
  const live = useScope(visit.id)
  const questions = openQuestions(live)
  return (
    <Section title={t('visit.questions')} count={questions.length}>
      {questions.length === 0 ? (
        <p className={classes.nothing}>{t('visit.questionsNothing')}</p>
      ) : (
        <RowList>
          {questions.map((question) => (
            <ListRow
              key={question.id}
              wraps
              leading={<MarkChip mark="open" />}
              title={<RecordTitle kind="openQuestion" title={question.text} />}
              {...(question.meetingId
                ? {
                    sub: recordName(live, { kind: 'meeting', id: question.meetingId }, language),
                    href: `#/visit/${visit.id}/meeting/${question.meetingId}`,
                  }
                : {})}
            />
          ))}
        </RowList>
      )}
    </Section>
  )
}
