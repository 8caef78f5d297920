import { Button, TextInput } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { useRouteSearch } from '../../lib/use-route.ts'
import { ForEditors } from '../../records/for-editors.tsx'
import { NameDialog } from '../../records/name-dialog.tsx'
import { useIsOpen, useScopes } from '../../records/use-records.ts'
import { usePreferences, useWorkspace } from '../../records/workspace.tsx'
import { Avatar, initialsOf } from '../../ui/avatar.tsx'
import { Columns } from '../../ui/columns.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FilterButton } from '../../ui/filter-button.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { PageHeader, Screen } from '../../ui/screen.tsx'
import { GroupHead, ListRow, RowList } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { Words } from '../../ui/words.tsx'
import { createContact, createOrganization } from './contact-commands.ts'
import { ContactPage } from './contact-page.tsx'
import classes from './directory-page.module.css'
import { directoryOf, scopeOf, searchDirectory, withoutTrashed, type Directory, type Entry } from './directory-queries.ts'
import { OrganizationPage } from './organization-page.tsx'

/** More rows than anyone scrolls; searching narrows them. */
const SHOWN = 200

type Chosen = { readonly kind: 'contact' | 'organization'; readonly id: string } | null

/** People and organizations over all visits on this laptop. */
export function DirectoryPage() {
  const { t } = useTranslation()
  const formats = useFormats()
  const [{ contact, organization }, setSearch] = useRouteSearch()
  const isOpen = useIsOpen()
  const scopes = useScopes()
  const visible = useMemo(() => withoutTrashed(scopes), [scopes])
  const directory = useMemo(() => directoryOf(visible, formats), [visible, formats])
  const [isNew, setIsNew] = useState<'contact' | 'organization' | null>(null)
  const place = useVisitAtHand() ?? ''
  const chosen: Chosen = contact ? { kind: 'contact', id: contact } : organization ? { kind: 'organization', id: organization } : null
  const choose = (entry: { readonly kind: 'contact' | 'organization'; readonly id: string }): void =>
    setSearch({ contact: null, organization: null, [entry.kind]: entry.id })
  const isEmpty = directory.people.length + directory.organizations.length === 0
  return (
    <Screen>
      <PageHeader
        title={t('directory.title')}
        actions={
          <ForEditors scope={place}>
            <Button variant="default" leftSection={<IconPlus {...SMALL_ICON} />} onClick={() => setIsNew('organization')}>
              {t('directory.newOrganization')}
            </Button>
            <Button leftSection={<IconPlus {...SMALL_ICON} />} onClick={() => setIsNew('contact')}>
              {t('directory.newContact')}
            </Button>
          </ForEditors>
        }
      />
      {!isOpen && isEmpty ? (
        <Skeleton />
      ) : isEmpty && chosen === null ? (
        <EmptyState
          title={t('directory.empty.title')}
          actions={
            <ForEditors scope={place}>
              <Button onClick={() => setIsNew('contact')}>{t('directory.newContact')}</Button>
            </ForEditors>
          }
        >
          {t('directory.empty.text')}
        </EmptyState>
      ) : (
        <Columns
          key={chosen === null ? 'list' : 'record'}
          startsWith={chosen === null ? 'list' : 'main'}
          list={{
            label: t('directory.list'),
            content: <DirectoryList directory={directory} chosen={chosen} />,
            width: 19,
            isPadded: false,
          }}
          main={{ label: t(chosen ? `kind.${chosen.kind}` : 'directory.title'), content: <ChosenRecord chosen={chosen} /> }}
        />
      )}
      <NewRecord kind={isNew} onClose={() => setIsNew(null)} onCreated={choose} />
    </Screen>
  )
}

function DirectoryList({ directory, chosen }: { readonly directory: Directory; readonly chosen: Chosen }) {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const [filter, setFilter] = useState<'all' | 'people' | 'organizations'>('all')
  const found = useMemo(() => searchDirectory(directory, query), [directory, query])
  const isNothing = (filter === 'organizations' || found.people.length === 0) && (filter === 'people' || found.organizations.length === 0)
  return (
    <>
      <div className={classes.tools} data-no-print>
        <TextInput
          type="search"
          aria-label={t('directory.search')}
          placeholder={t('directory.search')}
          leftSection={<IconSearch {...SMALL_ICON} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <div className={classes.filters}>
          {(['all', 'people', 'organizations'] as const).map((one) => (
            <FilterButton key={one} isOn={filter === one} onClick={() => setFilter(one)}>
              {t(`directory.filter.${one}`)}
            </FilterButton>
          ))}
        </div>
      </div>
      {filter !== 'organizations' && <EntryGroup title={t('directory.people')} entries={found.people} chosen={chosen} />}
      {filter !== 'people' && <EntryGroup title={t('directory.organizations')} entries={found.organizations} chosen={chosen} />}
      {isNothing && query !== '' && <p className={classes.listNote}>{t('directory.nothing', { query })}</p>}
    </>
  )
}

type EntryGroupProps = { readonly title: string; readonly entries: readonly Entry[]; readonly chosen: Chosen }

function EntryGroup({ title, entries, chosen }: EntryGroupProps) {
  const { t } = useTranslation()
  if (entries.length === 0) return null
  return (
    <>
      <GroupHead title={title} count={entries.length} />
      <RowList label={title}>
        {entries.slice(0, SHOWN).map((entry) => (
          <ListRow
            key={entry.id}
            isInPane
            isSelected={chosen?.id === entry.id}
            leading={
              <Avatar
                isSquare={entry.kind === 'organization'}
                tone={entry.kind === 'organization' ? 'neutral' : entry.isOurs ? 'ours' : 'other'}
                initials={initialsOf(entry.name)}
              />
            }
            title={entry.name === '' ? t(`kind.${entry.kind}`) : <Words>{entry.name}</Words>}
            {...(entry.sub === '' ? {} : { sub: entry.sub })}
            href={`#/directory?${entry.kind}=${entry.id}`}
          />
        ))}
      </RowList>
      {entries.length > SHOWN && <p className={classes.listNote}>{t('directory.more', { count: entries.length - SHOWN })}</p>}
    </>
  )
}

function ChosenRecord({ chosen }: { readonly chosen: Chosen }) {
  const { t } = useTranslation()
  const scopes = useScopes()
  if (chosen === null) return <EmptyState isInline title={t('directory.choose')} />
  const place = scopeOf(scopes, chosen.kind, chosen.id)
  if (!place) return <EmptyState isInline title={t('directory.gone')} />
  return chosen.kind === 'contact' ? (
    <ContactPage key={chosen.id} scope={place.scope} id={chosen.id} />
  ) : (
    <OrganizationPage key={chosen.id} scope={place.scope} id={chosen.id} />
  )
}

type NewRecordProps = {
  readonly kind: 'contact' | 'organization' | null
  readonly onClose: () => void
  readonly onCreated: (entry: { kind: 'contact' | 'organization'; id: string }) => void
}

/** Where a new record belongs: the current visit, else the only one. */
function useVisitAtHand(): string | undefined {
  const { currentVisit } = usePreferences()
  const scopes = withoutTrashed(useScopes())
  return scopes.find((one) => one.scope === currentVisit)?.scope ?? scopes[0]?.scope
}

function NewRecord({ kind, onClose, onCreated }: NewRecordProps) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const toasts = useToasts()
  const scope = useVisitAtHand()
  const create = async (name: string): Promise<boolean> => {
    if (scope === undefined || kind === null) {
      toasts.warn(t('directory.noVisit'))
      return false
    }
    const created = await (kind === 'contact' ? createContact : createOrganization)(workspace, scope, name)
    if (created.ok) onCreated({ kind, id: created.value })
    return created.ok
  }
  return (
    <NameDialog
      title={t(kind === 'organization' ? 'directory.newOrganization' : 'directory.newContact')}
      label={t('field.name')}
      saveLabel={t('directory.create')}
      isOpen={kind !== null}
      onClose={onClose}
      onSave={create}
    />
  )
}
