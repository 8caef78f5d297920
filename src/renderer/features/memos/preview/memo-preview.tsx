import { useElementSize } from '@mantine/hooks'
import type { WrittenMemo } from '@memos/write-memo.ts'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../../lib/language.ts'
import { Notice } from '../../../ui/notice.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import classes from '../memo.module.css'
import type { DrawnDocument } from './draw-document.ts'
import { drawInWorker } from './draw-in-worker.ts'
import { fillPages } from './fill-pages.ts'
import { emptyPaper, PAPER_CLASS, paperWidth } from './paper.ts'
import type { PreviewView } from './preview-view.ts'

type MemoPreviewProps = {
  readonly memo: Pick<WrittenMemo, 'bytes'>
  readonly language: Language
  readonly name: string
  readonly view?: PreviewView
  /** How many pages were laid out. */
  readonly onPages?: (count: number) => void
}
/** What was drawn, and of which bytes: what was drawn of others is not shown. */
type Drawn = { readonly bytes: Uint8Array; readonly view: PreviewView; readonly document: DrawnDocument | Error }

/** The document as it will look, drawn from the bytes that are saved, beside the page. */
export function MemoPreview({ memo: { bytes }, language, name, view = 'strip', onPages }: MemoPreviewProps) {
  const { t } = useTranslation()
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  useEffect(() => {
    const given = new AbortController()
    const show = (document: DrawnDocument | Error): void => {
      if (!given.signal.aborted) setDrawn({ bytes, view, document })
    }
    drawInWorker({ bytes, view }, given.signal).then(show, (error: unknown) =>
      show(error instanceof Error ? error : new Error(String(error))),
    )
    return () => given.abort()
  }, [bytes, view])
  if (drawn?.bytes !== bytes || drawn.view !== view) return <Skeleton rows={16} />
  if (drawn.document instanceof Error) {
    return (
      <Notice tone="open">
        <strong>{t('memo.previewFailed')}</strong> {t('memo.previewFailedTodo')} {drawn.document.message}
      </Notice>
    )
  }
  return <Paper drawn={drawn.document} language={language} title={t('memo.previewOf', { name })} onPages={onPages} />
}

/** So many sheets more come into sight together. */
const SHOWN_AT_ONCE = 16

type PaperProps = {
  readonly drawn: DrawnDocument
  readonly language: Language
  readonly title: string
  readonly onPages: ((count: number) => void) | undefined
}

/**
 * The frame runs no script, opens nothing and takes no pointer; `allow-same-origin` lets this page fill it and read how high it is,
 * so that the pane scrolls and keys stay with the screen. It is as wide as the paper and drawn smaller where the pane is narrow.
 */
function Paper({ drawn, language, title, onPages }: PaperProps) {
  const { ref, width } = useElementSize()
  const [height, setHeight] = useState(0)
  const [isFull, setFull] = useState(false)
  const fill = async (frame: Document | null): Promise<void> => {
    const desk = frame?.querySelector<HTMLElement>(`.${PAPER_CLASS}`)
    if (!frame || !desk) return
    const measure = (): void => setHeight(frame.documentElement.scrollHeight)
    // The first sheet is seen at once; to grow with each would draw the page anew as often.
    const onSheet = (sheet: number): void => {
      if (sheet % SHOWN_AT_ONCE === 1) measure()
    }
    // A frame that is gone, or another document in it, is filled no further.
    const count = await fillPages({ drawn, desk, isCurrent: () => frame.defaultView !== null, onSheet })
    if (count === null) return
    measure()
    setFull(true)
    onPages?.(count)
  }
  const paper = paperWidth(drawn)
  const scale = width === 0 ? 1 : Math.min(1, width / paper)
  return (
    <div ref={ref} className={classes.desk} aria-busy={!isFull}>
      <div className={classes.paper} style={{ width: paper * scale, height: height * scale }}>
        <iframe
          title={title}
          sandbox="allow-same-origin"
          srcDoc={emptyPaper(drawn, language)}
          tabIndex={-1}
          onLoad={({ currentTarget }) => void fill(currentTarget.contentDocument)}
          style={{ width: paper, height: Math.max(height, 1), transform: `scale(${scale})` }}
        />
      </div>
    </div>
  )
}
