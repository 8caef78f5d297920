import { Button, Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { MemoChoice } from './memo-choice.ts'
import { MemoPreview } from './memo-preview.tsx'
import classes from './memo.module.css'
import type { MadeMemo } from './use-made-memo.ts'

type DocumentPreviewProps = { readonly made: MadeMemo; readonly choice: MemoChoice; readonly onRetry: () => void }

/** The document as it will look, or why there is none. */
export function DocumentPreview({ made, choice, onRetry }: DocumentPreviewProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.pane}>
      {made.type === 'making' && <Progress size="xs" value={made.percent} aria-label={t('memo.making')} transitionDuration={0} />}
      {made.type === 'making' && <Skeleton rows={16} />}
      {made.type === 'no-subject' && <EmptyState title={t('memo.noMeeting')}>{t('memo.noMeetingTodo')}</EmptyState>}
      {made.type === 'failed' && (
        <ErrorNotice
          what={t('memo.failed')}
          safe={t('memo.failedSafe')}
          todo={t('memo.failedTodo', { detail: made.message })}
          actions={
            <Button variant="default" onClick={onRetry}>
              {t('save.retry')}
            </Button>
          }
        />
      )}
      {made.type === 'written' && <MemoPreview memo={made.memo} language={choice.language} name={made.memo.fileName} />}
    </div>
  )
}
