import { Button } from '@mantine/core'
import { IconFileTypeDocx } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../lib/now.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { useKeys } from '../../lib/use-keys.tsx'
import { usePreferences } from '../../records/workspace.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import classes from './memo.module.css'
import type { MadeMemo } from './use-made-memo.ts'
import type { SavedMemo, Saving } from './use-save-memo.ts'

type MemoSaveProps = { readonly made: MadeMemo; readonly saving: Saving }

export function SaveButton({ made, saving }: MemoSaveProps) {
  const { t } = useTranslation()
  useKeys('memo', [{ combo: 'mod+shift+E', label: t('memo.save'), run: saving.save }])
  return (
    <Button
      leftSection={<IconFileTypeDocx {...SMALL_ICON} />}
      disabled={made.type !== 'written'}
      loading={saving.isWaiting && made.type === 'written'}
      onClick={saving.save}
    >
      {t('memo.save')}
    </Button>
  )
}

/** The name that the file gets, what became of it, and when this document was exported before. */
export function SavedFiles({ made, saving: { saved, exports } }: MemoSaveProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { ministryZone } = usePreferences()
  const now = useNow()
  return (
    <Section title={t('documents.exported')}>
      <dl className={classes.fileName}>
        <dt>{t('memo.fileName')}</dt>
        <dd>{made.type === 'written' ? made.memo.fileName : '…'}</dd>
      </dl>
      <div role="status">{saved?.type === 'saved' && <SavedNotice saved={saved} />}</div>
      {saved?.type === 'failed' && (
        <ErrorNotice
          what={t(saved.isDiskFull ? 'save.diskFull' : 'memo.saveFailed')}
          todo={saved.isDiskFull ? undefined : t('memo.saveFailedTodo')}
        />
      )}
      {exports.length > 0 && (
        <RowList label={t('documents.exported')}>
          {exports.slice(0, 5).map(({ at, fileName }) => (
            <ListRow
              key={`${at} ${fileName}`}
              wraps
              title={<span className={classes.exportName}>{fileName}</span>}
              sub={formats.momentIn(ministryZone, at, now)}
            />
          ))}
        </RowList>
      )}
    </Section>
  )
}

function SavedNotice({ saved: { name, path } }: { readonly saved: Extract<SavedMemo, { type: 'saved' }> }) {
  const { t } = useTranslation()
  return <Notice tone="agreed">{path === null ? t('memo.downloaded', { name }) : t('memo.savedTo', { path })}</Notice>
}
