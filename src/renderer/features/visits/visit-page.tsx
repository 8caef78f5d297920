import { Button } from '@mantine/core'
import { IconFileText, IconUsers } from '@tabler/icons-react'
import type { Visit } from '@shared/domain/visit.ts'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isDead } from '@shared/sync/deletion.ts'
import { usePageTitle } from '../../lib/page-title.tsx'
import { useFormats, type Formats } from '../../lib/use-formats.ts'
import { useRouteParam } from '../../lib/use-route.ts'
import { recordName } from '../../records/record-name.ts'
import { RestoreNotice } from '../../records/restore-notice.tsx'
import { useIsOpen, useRecord, useScope, useStoredRecord } from '../../records/use-records.ts'
import { Pane } from '../../ui/columns.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Figures, type Figure } from '../../ui/figure.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { PageHeader, Screen } from '../../ui/screen.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { RecoveredNotice } from './recovered-notice.tsx'
import { VisitDelegation } from './visit-delegation.tsx'
import { VisitDue, VisitQuestions } from './visit-due.tsx'
import { VisitFactsPanel, VisitFactsSection } from './visit-facts.tsx'
import { VisitFeeds } from './visit-feeds.tsx'
import { VisitMenu } from './visit-menu.tsx'
import classes from './visit-page.module.css'
import { VisitPeople } from './visit-people.tsx'
import { visitFigures, type VisitFigures } from './visit-queries.ts'
import { VisitWeek } from './visit-week.tsx'

/** One visit at a glance: what was done, what it feeds, what is due, who travels. */
export function VisitPage() {
  const { t } = useTranslation()
  const visitId = useRouteParam('visitId')
  const isOpen = useIsOpen()
  const visit = useRecord(visitId, 'visit', visitId)
  const stored = useStoredRecord(visitId, 'visit', visitId)
  usePageTitle(visit?.title ?? null)
  if (!visit || !stored) {
    if (!isOpen) return <Skeleton />
    return <EmptyState title={t('visit.gone')} actions={<TextButton href="#/visits">{t('trash.back')}</TextButton>} />
  }
  return <OpenVisit visit={visit} isInTrash={isDead(stored.cells)} key={visitId} />
}

type OpenVisitProps = { readonly visit: Visit; readonly isInTrash: boolean }

function OpenVisit({ visit, isInTrash }: OpenVisitProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const live = useScope(visit.id)
  const [panel, setPanel] = useState<'facts' | 'people' | null>(null)
  const figures = visitFigures(live)
  const head = visit.headContactId ? recordName(live, { kind: 'contact', id: visit.headContactId }, formats.language) : ''
  const sub = [visit.ministry, visit.city, datesOf(visit, formats)].filter(Boolean).join(', ')
  const lines = [sub, head && t('visit.head', { name: head })].filter(Boolean).join('. ')
  return (
    <Screen>
      <PageHeader
        title={visit.title ?? t('visits.untitled')}
        sub={lines === '' ? undefined : lines}
        actions={
          <>
            <VisitMenu visit={visit} />
            <Button variant="default" leftSection={<IconUsers {...SMALL_ICON} />} onClick={() => setPanel('people')}>
              {t('visit.people')}
            </Button>
            <Button component="a" href={`#/visit/${visit.id}/documents?kind=report`} leftSection={<IconFileText {...SMALL_ICON} />}>
              {t('visit.report')}
            </Button>
          </>
        }
        below={<Figures label={t('visit.figures')} items={figureItems(figures, visit.id, t)} />}
      />
      <Pane label={visit.title ?? t('visits.untitled')} isPadded={false}>
        {isInTrash && <RestoreNotice scope={visit.id} kind="visit" id={visit.id} words={t('visit.inTrash')} />}
        <RecoveredNotice scope={visit.id} />
        <VisitWeek visit={visit} />
        <div className={classes.columns} data-print-flow>
          <div className={classes.column}>
            <VisitFeeds visit={visit} />
          </div>
          <div className={classes.column}>
            <VisitDue visit={visit} />
            <VisitQuestions visit={visit} />
          </div>
          <div className={classes.column}>
            <VisitDelegation visit={visit} />
            <VisitFactsSection visit={visit} onEdit={() => setPanel('facts')} />
          </div>
        </div>
      </Pane>
      <VisitFactsPanel visit={visit} isOpen={panel === 'facts'} onClose={() => setPanel(null)} />
      <VisitPeople visit={visit} isOpen={panel === 'people'} onClose={() => setPanel(null)} />
    </Screen>
  )
}

/** Every figure opens the list that it counts. */
function figureItems(figures: VisitFigures, visitId: string, t: TFunction): Figure[] {
  const at = (path: string): string => `#/visit/${visitId}/${path}`
  const { held, meetings: all, organizations, agreements, commitments, openQuestions } = figures
  const items = [
    {
      key: 'meetings',
      value: all === 0 ? 0 : t('visit.figure.of', { held, all }),
      label: t('visit.figure.meetings'),
      href: at('meetings'),
    },
    { key: 'organizations', value: organizations, label: t('visit.figure.organizations', { count: organizations }), href: '#/directory' },
    {
      key: 'agreements',
      value: agreements,
      label: t('visit.figure.agreements', { count: agreements }),
      href: at('register?kind=agreement'),
    },
    {
      key: 'commitments',
      value: commitments,
      label: t('visit.figure.commitments', { count: commitments }),
      href: at('register?kind=commitment'),
    },
    { key: 'weOwe', value: figures.weOwe, label: t('visit.figure.weOwe'), href: at('register?direction=we-owe&open=yes') },
    { key: 'theyOwe', value: figures.theyOwe, label: t('visit.figure.theyOwe'), href: at('register?direction=they-owe&open=yes') },
  ]
  return [
    ...items,
    { key: 'questions', value: openQuestions, label: t('visit.figure.openQuestions', { count: openQuestions }) },
    { key: 'withoutNote', value: figures.withoutNote, label: t('visit.figure.withoutNote'), href: at('meetings') },
  ]
}

function datesOf({ startDay, endDay }: Visit, formats: Formats): string {
  if (startDay && endDay) return formats.dayRange(startDay, endDay, 'long')
  const day = startDay ?? endDay
  return day === null ? '' : formats.day(day, 'long')
}
