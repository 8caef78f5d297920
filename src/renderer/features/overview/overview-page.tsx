import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { useMinistryToday } from '../../records/anchor-day.ts'
import { useIsOpen, useScopes } from '../../records/use-records.ts'
import { Pane } from '../../ui/columns.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Figures, type Figure } from '../../ui/figure.tsx'
import { PageHeader, Screen } from '../../ui/screen.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { DuePlot } from './due-plot.tsx'
import { dueByMonth, sumOf, visitNumbers, type VisitNumbers } from './overview-queries.ts'
import classes from './overview.module.css'

/** All visits on this laptop in numbers, with the way into each register. */
export function OverviewPage() {
  const { t } = useTranslation()
  const formats = useFormats()
  const isOpen = useIsOpen()
  const scopes = useScopes()
  const today = useMinistryToday()
  const numbers = useMemo(() => visitNumbers(scopes, today), [scopes, today])
  const months = useMemo(() => dueByMonth(scopes), [scopes])
  const figures = useFigures(numbers)
  if (!isOpen) return <Skeleton />
  if (numbers.length === 0) {
    return <EmptyState title={t('shell.noVisit')} actions={<TextButton href="#/visits">{t('place.visits')}</TextButton>} />
  }
  return (
    <Screen>
      <PageHeader
        title={t('place.overview')}
        sub={t('overview.visits', { count: numbers.length })}
        below={<Figures label={t('overview.figures')} items={figures} />}
      />
      <Pane label={t('place.overview')}>
        <Section title={t('overview.due')} count={formats.number(months.reduce((sum, one) => sum + one.weOwe + one.theyOwe, 0))}>
          {months.length === 0 ? <p className={classes.hint}>{t('overview.nothingDue')}</p> : <DuePlot months={months} today={today} />}
        </Section>
        <Section title={t('place.visits')} count={formats.number(numbers.length)}>
          <VisitTable numbers={numbers} />
        </Section>
      </Pane>
    </Screen>
  )
}

/** With one visit each number opens its register; with more the table below says where they are. */
function useFigures(numbers: readonly VisitNumbers[]): Figure[] {
  const { t } = useTranslation()
  const sum = sumOf(numbers)
  const [only, another] = numbers
  const register = (query: string) => (only && !another ? { href: `#/visit/${only.visit.id}/register?${query}` } : {})
  return [
    { key: 'meetings', value: t('visit.figure.of', { held: sum.held, all: sum.meetings }), label: t('visit.figure.meetings') },
    {
      key: 'organizations',
      value: sum.organizations,
      label: t('visit.figure.organizations', { count: sum.organizations }),
      href: '#/directory',
    },
    {
      key: 'agreements',
      value: sum.agreements,
      label: t('visit.figure.agreements', { count: sum.agreements }),
      ...register('kind=agreement'),
    },
    { key: 'weOwe', value: sum.weOwe, label: t('visit.figure.weOwe'), ...register('direction=we-owe&open=yes') },
    { key: 'theyOwe', value: sum.theyOwe, label: t('visit.figure.theyOwe'), ...register('direction=they-owe&open=yes') },
    { key: 'overdue', value: sum.overdue, label: t('overview.overdue'), ...register('kind=commitment&window=overdue') },
  ]
}

type NumberColumn = {
  readonly key: string
  readonly title: string
  readonly numberOf: (one: VisitNumbers) => number
  readonly query: string
}

function VisitTable({ numbers }: { readonly numbers: readonly VisitNumbers[] }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const column = ({ key, title, numberOf, query }: NumberColumn): Column<VisitNumbers> => ({
    key,
    title,
    align: 'end',
    width: '13%',
    cell: (one) => {
      const number = formats.number(numberOf(one))
      if (numberOf(one) === 0) return number
      return (
        <a className={classes.number} href={`#/visit/${one.visit.id}/${query}`} aria-label={`${title}: ${number}`}>
          {number}
        </a>
      )
    },
  })
  const columns: readonly NumberColumn[] = [
    { key: 'meetings', title: t('place.meetings'), numberOf: (one) => one.meetings, query: 'meetings' },
    { key: 'agreements', title: t('mark.agreed'), numberOf: (one) => one.agreements, query: 'register?kind=agreement' },
    { key: 'weOwe', title: t('mark.owe'), numberOf: (one) => one.weOwe, query: 'register?direction=we-owe&open=yes' },
    { key: 'theyOwe', title: t('mark.theirs'), numberOf: (one) => one.theyOwe, query: 'register?direction=they-owe&open=yes' },
    {
      key: 'overdue',
      title: t('register.windows.overdue'),
      numberOf: (one) => one.overdue,
      query: 'register?kind=commitment&window=overdue',
    },
  ]
  return (
    <DataTable
      label={t('place.visits')}
      first={{ title: t('kind.visit'), text: ({ visit }) => visit.title ?? t('visits.untitled') }}
      columns={columns.map(column)}
      groups={[{ key: 'all', title: '', rows: numbers }]}
      rowKey={({ visit }) => visit.id}
      rowHref={({ visit }) => `#/visit/${visit.id}`}
    />
  )
}
