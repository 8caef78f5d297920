import { Button } from '@mantine/core'
import { IconFileTypeDocx, IconPlus } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPrinting } from '../../lib/use-is-printing.ts'
import { useRouteParam, useRouteSearch } from '../../lib/use-route.ts'
import { useMinistryToday } from '../../records/anchor-day.ts'
import { ForEditors } from '../../records/for-editors.tsx'
import { useRecordPanel } from '../../records/record-panel.tsx'
import { useIsOpen, useScope } from '../../records/use-records.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { FilterMenu } from '../../ui/filter-button.tsx'
import { PageHeader, Screen } from '../../ui/screen.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { RegisterBoard } from './register-board.tsx'
import { EmptyRegister } from './register-empty.tsx'
import { filterOf, lookOf, narrowed, ofSign, VIEWS, type View } from './register-filter.ts'
import classes from './register.module.css'
import {
  countMarks,
  GROUPINGS,
  groupItems,
  namedIn,
  registerItems,
  sortItems,
  type Grouping,
  type RegisterItem,
} from './register-queries.ts'
import { RegisterTable } from './register-table.tsx'
import { RegisterTimeline } from './register-timeline.tsx'
import { RegisterToolbar } from './register-toolbar.tsx'
import { useRowGroups } from './use-row-groups.tsx'

const USUAL_GROUP: Readonly<Record<View, Grouping>> = { table: 'programme', board: 'stage', timeline: 'direction' }

/** Agreements and commitments of a visit as table, board and timeline. */
export function RegisterPage() {
  const { t } = useTranslation()
  const scope = useRouteParam('visitId')
  const isOpen = useIsOpen()
  const live = useScope(scope)
  const today = useMinistryToday()
  const items = useMemo(() => registerItems(live, today), [live, today])
  if (!live?.isOpen) return isOpen ? <EmptyState title={t('error.notFound')}>{t('error.notFoundTodo')}</EmptyState> : <Skeleton />
  return items.length === 0 ? <EmptyRegister scope={scope} /> : <FilledRegister scope={scope} items={items} today={today} />
}

type FilledRegisterProps = { readonly scope: string; readonly items: readonly RegisterItem[]; readonly today: string }

function FilledRegister({ scope, items, today }: FilledRegisterProps) {
  const { t } = useTranslation()
  const [search, changeSearch] = useRouteSearch()
  const isPrinting = useIsPrinting()
  const filter = filterOf(search)
  const { view, group, sort, isDown } = lookOf(search)
  const inFilter = narrowed(items, filter, today)
  const shown = sortItems(ofSign(inFilter, filter), sort, isDown)
  // Paper has no room to drag: every view prints as the table.
  const drawn = isPrinting ? 'table' : view
  const grouping = group ?? USUAL_GROUP[view === 'board' ? 'table' : view]
  const groups = useRowGroups(groupItems(shown, grouping), grouping)
  const onSort = (key: string): void =>
    changeSearch(sort !== key ? { sort: key, order: null } : isDown ? { sort: null, order: null } : { sort: key, order: 'down' })
  return (
    <div className={classes.page} data-print-flow>
      <Screen>
        <PageHeader
          title={t('place.register')}
          actions={<HeaderActions scope={scope} view={view} group={grouping} onChange={changeSearch} />}
        />
        <RegisterToolbar
          filter={filter}
          counts={countMarks(inFilter)}
          organizations={namedIn(items, 'organizations')}
          programmes={namedIn(items, 'programmes')}
          onChange={changeSearch}
        />
        {shown.length === 0 && <NothingFits onClear={() => changeSearch(NO_FILTER)} />}
        {shown.length > 0 && drawn === 'table' && <RegisterTable scope={scope} groups={groups} sort={{ key: sort, isDown, onSort }} />}
        {shown.length > 0 && drawn === 'board' && <RegisterBoard scope={scope} items={shown} filter={filter} />}
        {shown.length > 0 && drawn === 'timeline' && <RegisterTimeline scope={scope} groups={groups} today={today} />}
      </Screen>
    </div>
  )
}

const NO_FILTER = { kind: null, direction: null, organization: null, window: null, stage: null, programme: null, open: null }

type HeaderActionsProps = {
  readonly scope: string
  readonly view: View
  readonly group: Grouping
  readonly onChange: (change: { view?: View; group?: string | null }) => void
}

function HeaderActions({ scope, view, group, onChange }: HeaderActionsProps) {
  const { t } = useTranslation()
  const openPanel = useRecordPanel()
  return (
    <>
      {view !== 'board' && (
        <FilterMenu
          label={t('register.groupedBy')}
          value={group}
          options={GROUPINGS.map((value) => ({ value, label: t(`register.groups.${value}`) }))}
          onChange={(next) => onChange({ group: next })}
        />
      )}
      <Segmented
        label={t('register.view')}
        value={view}
        options={VIEWS.map((value) => ({ value, label: t(`register.views.${value}`) }))}
        onChange={(next) => onChange({ view: next })}
      />
      <Button
        component="a"
        variant="default"
        href={`#/visit/${scope}/documents?kind=register`}
        leftSection={<IconFileTypeDocx {...SMALL_ICON} />}
      >
        {t('register.document')}
      </Button>
      <ForEditors scope={scope}>
        <Button
          variant="default"
          leftSection={<IconPlus {...SMALL_ICON} />}
          onClick={() => openPanel({ kind: 'commitment', scope, id: null })}
        >
          {t('kind.commitment')}
        </Button>
        <Button leftSection={<IconPlus {...SMALL_ICON} />} onClick={() => openPanel({ kind: 'agreement', scope, id: null })}>
          {t('kind.agreement')}
        </Button>
      </ForEditors>
    </>
  )
}

function NothingFits({ onClear }: { readonly onClear: () => void }) {
  const { t } = useTranslation()
  return (
    <div className={classes.nothing}>
      <EmptyState title={t('register.nothingFits')} actions={<TextButton onClick={onClear}>{t('register.clear')}</TextButton>} isInline />
    </div>
  )
}
