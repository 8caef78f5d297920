import { Button, Progress } from '@mantine/core'
import type { WrittenMemo } from '@memos/write-memo.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../lib/language.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { MemoChoice } from './memo-choice.ts'
import { MemoPreview } from './preview/memo-preview.tsx'
import { PREVIEW_VIEWS, type PreviewView } from './preview/preview-view.ts'
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
      {made.type === 'written' && <WrittenPreview memo={made.memo} language={choice.language} />}
    </div>
  )
}

/** As pages, or as one strip that is nothing but the text. */
function WrittenPreview({ memo, language }: { readonly memo: WrittenMemo; readonly language: Language }) {
  const { t } = useTranslation()
  const [view, setView] = useState<PreviewView>('pages')
  const [pages, setPages] = useState(0)
  return (
    <>
      <div className={classes.views}>
        <span className={classes.why}>{view === 'pages' ? pages > 0 && t('memo.pages', { count: pages }) : t('memo.strip')}</span>
        <Segmented
          label={t('memo.view')}
          value={view}
          options={PREVIEW_VIEWS.map((value) => ({ value, label: t(`memo.views.${value}`) }))}
          onChange={setView}
        />
      </div>
      <MemoPreview memo={memo} language={language} name={memo.fileName} view={view} onPages={setPages} />
    </>
  )
}
