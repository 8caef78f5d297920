import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { ForEditors } from '../../records/for-editors.tsx'
import { RecordHistoryButton } from '../../records/record-history.tsx'
import { RecordIcon } from '../../records/record-link.tsx'
import { recordName } from '../../records/record-name.ts'
import { recoveredOf } from '../../records/recovered.ts'
import { useRestoreRecord } from '../../records/restore-notice.tsx'
import { useIsOpen, useScope, useScopes } from '../../records/use-records.ts'
import { Pane } from '../../ui/columns.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader, Screen } from '../../ui/screen.tsx'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'
import { RecoveredSection } from './recovered-section.tsx'
import { trashGroups, type TrashItem } from './trash-queries.ts'
import { useDeletionWords } from './use-deletion-words.ts'

/** Everything deleted on this laptop's visits; nothing here goes away by itself. */
export function TrashPage() {
  const { t } = useTranslation()
  const scopes = useScopes()
  const isOpen = useIsOpen()
  const groups = trashGroups(scopes)
  const recovered = scopes.flatMap(({ scope, live }) => recoveredOf(scope, live))
  return (
    <Screen>
      <PageHeader title={t('trash.title')} {...(groups.length > 0 ? { sub: t('trash.sub') } : {})} />
      <Pane label={t('trash.list')}>
        {!isOpen && groups.length === 0 && <Skeleton />}
        {isOpen && groups.length === 0 && (
          <EmptyState title={t('trash.empty.title')} actions={<TextButton href="#/visits">{t('trash.back')}</TextButton>}>
            {t('trash.empty.text')}
          </EmptyState>
        )}
        {recovered.length > 0 && <RecoveredSection items={recovered} />}
        {groups.map(({ kind, items }) => (
          <Section key={kind} title={t(`trash.kind.${kind}`)} count={items.length}>
            <RowList>
              {items.map((item) => (
                <TrashRow key={item.id} item={item} />
              ))}
            </RowList>
          </Section>
        ))}
      </Pane>
    </Screen>
  )
}

function TrashRow({ item }: { readonly item: TrashItem }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const restore = useRestoreRecord()
  const live = useScope(item.scope)
  const { author, when } = useDeletionWords(item.scope, item.stamp)
  const name = recordName(live, item, formats.language) || t(`kind.${item.kind}`)
  const visit = item.kind === 'visit' ? '' : recordName(live, { kind: 'visit', id: item.scope }, formats.language)
  const facts = [author, when, visit, item.together > 0 ? t('trash.with', { count: item.together }) : '']
  return (
    <ListRow
      leading={<RecordIcon scope={item.scope} kind={item.kind} id={item.id} />}
      title={<Words>{name}</Words>}
      sub={facts.filter(Boolean).join(' · ')}
      trailing={
        <>
          <RecordHistoryButton isText scope={item.scope} kind={item.kind} id={item.id} />
          <ForEditors scope={item.scope}>
            <TextButton label={t('trash.restoreOf', { name })} onClick={() => void restore(item)}>
              {t('trash.restore')}
            </TextButton>
          </ForEditors>
        </>
      }
    />
  )
}
