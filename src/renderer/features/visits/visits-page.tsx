import { Button, Menu, ActionIcon } from '@mantine/core'
import { IconDots, IconFileImport, IconPlus, IconRoute, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormats, type Formats } from '../../lib/use-formats.ts'
import { useRouteSearch } from '../../lib/use-route.ts'
import { NewVisitForm } from '../../records/new-visit-form.tsx'
import { useGoTo } from '../../records/record-link.tsx'
import { useDeleteRecord } from '../../records/use-delete-record.ts'
import { useIsOpen, useScopes } from '../../records/use-records.ts'
import { useSample } from '../../records/use-sample.ts'
import { useVisitImport } from '../../records/visit-import.tsx'
import { usePreferences, useWorkspace } from '../../records/workspace.tsx'
import { Avatar, initialsOf } from '../../ui/avatar.tsx'
import { Pane } from '../../ui/columns.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { PageHeader, Screen } from '../../ui/screen.tsx'
import { ListRow, RowList } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tag } from '../../ui/tag.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Words } from '../../ui/words.tsx'
import { visitRows, visitsInTrash, type VisitRow } from './visits-queries.ts'

/** All visits on this laptop; new, from a file, and the sample. */
export function VisitsPage() {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const scopes = useScopes()
  const isOpen = useIsOpen()
  const [search, changeSearch] = useRouteSearch()
  const isNew = search['new'] !== undefined
  const setIsNew = (isOpen: boolean): void => changeSearch({ new: isOpen ? '1' : null })
  const rows = visitRows(scopes)
  const inTrash = visitsInTrash(scopes)
  const open = (visitId: string): void => goTo(`/visit/${visitId}`)
  const file = useVisitImport(open)
  const sample = useSample(open)
  return (
    <Screen>
      <PageHeader
        title={t('visits.title')}
        sub={inTrash > 0 ? <a href="#/trash">{t('visits.inTrash', { count: inTrash })}</a> : undefined}
        actions={
          <>
            <Button variant="default" leftSection={<IconFileImport {...SMALL_ICON} />} onClick={file.choose}>
              {t('visits.import')}
            </Button>
            <Button leftSection={<IconPlus {...SMALL_ICON} />} onClick={() => setIsNew(true)}>
              {t('visits.new')}
            </Button>
          </>
        }
      />
      <Pane label={t('visits.list')}>
        {sample.hasFailed && <ErrorNotice what={t('start.failed')} safe={t('visitFile.nothingWritten')} />}
        {!isOpen && rows.length === 0 && <Skeleton />}
        {isOpen && rows.length === 0 && (
          <EmptyState
            title={t('visits.empty.title')}
            actions={
              <>
                <Button onClick={() => setIsNew(true)}>{t('visits.new')}</Button>
                <TextButton onClick={sample.load}>{t('visits.sample')}</TextButton>
                <TextButton href="#/exchange">{t('start.join')}</TextButton>
              </>
            }
          >
            {t('visits.empty.text')}
          </EmptyState>
        )}
        {rows.length > 0 && (
          <>
            <RowList label={t('visits.list')}>
              {rows.map((row) => (
                <VisitListRow key={row.visit.id} row={row} />
              ))}
            </RowList>
            <div data-no-print>
              <Button variant="default" leftSection={<IconRoute {...SMALL_ICON} />} loading={sample.isLoading} onClick={sample.load}>
                {t(sample.isHere ? 'visits.openSample' : 'visits.sample')}
              </Button>
            </div>
          </>
        )}
      </Pane>
      {file.element}
      <Dialog title={t('visits.new')} isOpen={isNew} onClose={() => setIsNew(false)}>
        {isNew && <NewVisitForm onCreated={open} onCancel={() => setIsNew(false)} />}
      </Dialog>
    </Screen>
  )
}

function VisitListRow({ row: { visit, meetings, agreements, isSample } }: { readonly row: VisitRow }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { currentVisit } = usePreferences()
  const workspace = useWorkspace()
  const remove = useDeleteRecord()
  const moveToTrash = async (): Promise<void> => {
    const isGone = await remove({ scope: visit.id, kind: 'visit', id: visit.id })
    if (isGone && currentVisit === visit.id) await workspace.setPreferences({ currentVisit: null })
  }
  const title = visit.title ?? t('visits.untitled')
  const facts = [visit.city, datesOf(visit, formats) ?? t('visits.noDates'), t('visits.count.meetings', { count: meetings })]
  if (agreements > 0) facts.push(t('visits.count.agreements', { count: agreements }))
  return (
    <ListRow
      leading={<Avatar isSquare initials={initialsOf(title)} />}
      title={<Words>{title}</Words>}
      isStrong
      sub={facts.filter(Boolean).join(' · ')}
      href={`#/visit/${visit.id}`}
      trailing={
        <>
          {isSample && <Tag>{t('visits.isSample')}</Tag>}
          {currentVisit === visit.id && <Tag tone="theirs">{t('visits.current')}</Tag>}
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={`${t('visits.more')}: ${title}`}>
                <IconDots {...SMALL_ICON} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconTrash {...SMALL_ICON} />} onClick={() => void moveToTrash()}>
                {t('visits.delete')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      }
    />
  )
}

/** "3–7 March 2025"; undefined where no day is said. */
function datesOf({ startDay, endDay }: VisitRow['visit'], formats: Formats): string | undefined {
  if (startDay && endDay) return formats.dayRange(startDay, endDay, 'long')
  const day = startDay ?? endDay
  return day === null ? undefined : formats.day(day, 'long')
}
