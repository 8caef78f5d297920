import type { MemoNotice } from '@memos/content/notices.ts'
import { useTranslation } from 'react-i18next'
import { recordPath } from '../../records/record-place.ts'
import { useScope } from '../../records/use-records.ts'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { TextButton } from '../../ui/text-button.tsx'

type DocumentNoticesProps = { readonly scope: string; readonly notices: readonly MemoNotice[] }

/** What whoever sends the document should know: too long a summary, a letter of two pages. Nothing where there is nothing to say. */
export function DocumentNotices({ scope, notices }: DocumentNoticesProps) {
  const { t } = useTranslation()
  const live = useScope(scope)
  if (notices.length === 0) return null
  return (
    <Section title={t('documents.notices.title')} count={notices.length}>
      <RowList label={t('documents.notices.title')}>
        {notices.map(({ what, count = 0, kind, id, of = '' }) => (
          <ListRow
            key={`${what} ${id ?? ''}`}
            wraps
            title={t(`documents.notices.what.${what}`, { number: count })}
            {...(kind === undefined || id === undefined
              ? {}
              : { sub: <TextButton href={`#${recordPath(scope, { kind, id }, live)}`}>{of === '' ? t(`kind.${kind}`) : of}</TextButton> })}
          />
        ))}
      </RowList>
    </Section>
  )
}
