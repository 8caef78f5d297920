import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { ForEditors } from '../../records/for-editors.tsx'
import { RecordIcon } from '../../records/record-link.tsx'
import { recordName } from '../../records/record-name.ts'
import type { Recovered } from '../../records/recovered.ts'
import { useRestoreRecord } from '../../records/restore-notice.tsx'
import { useDeleteRecord } from '../../records/use-delete-record.ts'
import { useScope } from '../../records/use-records.ts'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'
import { useDeletionWords } from './use-deletion-words.ts'

/** What was written under something that somebody else had deleted: to bring that back, or to let this go too. */
export function RecoveredSection({ items }: { readonly items: readonly Recovered[] }) {
  const { t } = useTranslation()
  return (
    <Section title={t('trash.recovered.title')} count={items.length}>
      <RowList>
        {items.map((item) => (
          <RecoveredRow key={item.id} item={item} />
        ))}
      </RowList>
    </Section>
  )
}

function RecoveredRow({ item }: { readonly item: Recovered }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const restore = useRestoreRecord()
  const remove = useDeleteRecord()
  const { scope, kind, id } = item
  const live = useScope(scope)
  const { author, when } = useDeletionWords(scope, item.stamp)
  const name = recordName(live, item, formats.language) || t(`kind.${kind}`)
  const owner = recordName(live, item.owner, formats.language) || t(`kind.${item.owner.kind}`)
  return (
    <ListRow
      leading={<RecordIcon scope={scope} kind={kind} id={id} />}
      title={<Words>{name}</Words>}
      sub={t('trash.recovered.where', { owner, author, when })}
      trailing={
        <ForEditors scope={scope}>
          <TextButton onClick={() => void restore({ scope, ...item.owner })}>{t('trash.restoreOf', { name: owner })}</TextButton>
          <TextButton label={t('trash.recovered.deleteOf', { name })} onClick={() => void remove({ scope, kind, id })}>
            {t('trash.recovered.delete')}
          </TextButton>
        </ForEditors>
      }
    />
  )
}
