import { useElementSize } from '@mantine/hooks'
import type { WrittenMemo } from '@memos/write-memo.ts'
import { useEffect, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../lib/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import classes from './memo.module.css'
import { previewHtml, type PreviewHtml, type PreviewView } from './preview-html.ts'
import { layOutPages } from './preview-pages.ts'

type MemoPreviewProps = {
  readonly memo: Pick<WrittenMemo, 'bytes'>
  readonly language: Language
  readonly name: string
  readonly view?: PreviewView
  /** How many pages were laid out. */
  readonly onPages?: (count: number) => void
}
/** What was drawn, and of which bytes: what was drawn of others is not shown. */
type Drawn = { readonly bytes: Uint8Array; readonly view: PreviewView; readonly page: PreviewHtml | Error }

/** The document as it will look, drawn from the bytes that are saved. */
export function MemoPreview({ memo: { bytes }, language, name, view = 'strip', onPages }: MemoPreviewProps) {
  const { t } = useTranslation()
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  useEffect(() => {
    let isCurrent = true
    const show = (page: PreviewHtml | Error): void => {
      if (isCurrent) setDrawn({ bytes, view, page })
    }
    previewHtml(bytes, language, view).then(show, (error: unknown) => show(error instanceof Error ? error : new Error(String(error))))
    return () => {
      isCurrent = false
    }
  }, [bytes, language, view])
  if (drawn?.bytes !== bytes || drawn.view !== view) return <Skeleton rows={16} />
  if (drawn.page instanceof Error) {
    return (
      <Notice tone="open">
        <strong>{t('memo.previewFailed')}</strong> {t('memo.previewFailedTodo')} {drawn.page.message}
      </Notice>
    )
  }
  return (
    <Paper
      page={drawn.page}
      title={t('memo.previewOf', { name })}
      onLoad={async (frame) => {
        if (view !== 'pages') return
        const pages = await layOutPages(frame)
        // A later document may have taken the place of this one.
        if (frame.defaultView !== null) onPages?.(pages)
      }}
    />
  )
}

type PaperProps = { readonly page: PreviewHtml; readonly title: string; readonly onLoad: (frame: Document) => Promise<void> }

/**
 * The frame runs no script, opens nothing and takes no pointer; `allow-same-origin` lets this page read how high it is, so that
 * the pane scrolls and keys stay with the screen. It is as wide as the paper and drawn smaller where the pane is narrow.
 */
function Paper({ page, title, onLoad }: PaperProps) {
  const { ref, width } = useElementSize()
  const [height, setHeight] = useState(0)
  const measure = async ({ currentTarget: { contentDocument: frame } }: SyntheticEvent<HTMLIFrameElement>): Promise<void> => {
    if (frame === null) return
    await onLoad(frame)
    // A frame that is gone meanwhile has no height.
    if (frame.defaultView !== null) setHeight(frame.documentElement.scrollHeight)
  }
  const scale = width === 0 ? 1 : Math.min(1, width / page.width)
  return (
    <div ref={ref} className={classes.desk}>
      <div className={classes.paper} style={{ width: page.width * scale, height: height * scale }}>
        <iframe
          title={title}
          sandbox="allow-same-origin"
          srcDoc={page.html}
          tabIndex={-1}
          onLoad={(event) => void measure(event)}
          style={{ width: page.width, height: Math.max(height, 1), transform: `scale(${scale})` }}
        />
      </div>
    </div>
  )
}
