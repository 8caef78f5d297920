import { Button, Progress } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Template } from '../../db/templates.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { readDetails } from './document-drafts.ts'
import { requestOf, type MemoChoice } from './memo-choice.ts'
import classes from './memo.module.css'
import { SaveOutcome, type Outcome } from './save-outcome.tsx'
import { useAskWorker } from './use-ask-worker.ts'
import { letterheadOf } from './use-templates.ts'
import { visitFilesOf } from './visit-files.ts'

type SetExportProps = {
  readonly scope: string
  readonly choice: MemoChoice
  readonly ids: readonly string[]
  readonly isAll: boolean
  readonly templates: readonly Template[]
}

/** Several documents in one go, each with what was said of it, as an archive. */
export function SetExport({ scope, choice, ids, isAll, templates }: SetExportProps) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const { ask, percent, cancel } = useAskWorker()
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const fail = (todo: string): void => setOutcome({ isOk: false, what: t('memo.failed'), safe: t('memo.failedSafe'), todo })
  const make = async (): Promise<void> => {
    setOutcome(null)
    await workspace.closing.flush()
    const files = await visitFilesOf(workspace, scope, choice)
    const { file } = files
    const letterhead = letterheadOf(templates, choice)?.bytes
    const requests = await Promise.all(
      ids.map(async (subjectId) =>
        requestOf(files, { ...choice, subjectId }, await readDetails(workspace.database, scope, { ...choice, subjectId })),
      ),
    )
    const items = requests.flatMap((options) => (options === null ? [] : [{ options, letterhead }]))
    const { visit, version } = file
    const languages = [choice.language, choice.secondLanguage].filter(Boolean).join('-')
    const parts = [visit.code ?? 'visit', choice.kind, isAll ? 'all' : 'chosen', languages, visit.startDay, version && `v${version}`]
    const reply = await ask({ type: 'set', file, items, archive: `${parts.filter(Boolean).join('_')}.zip` })
    if (reply.type === 'failed') return fail(reply.message)
    if (reply.type !== 'packed') return
    const { bytes, fileName } = reply
    const saved = await workspace.desktop.saveFile({ suggestedName: fileName, bytes, mediaType: 'application/zip' })
    if (!saved.ok) fail(t('memo.saveFailedTodo'))
    else if (saved.value !== null) setOutcome({ isOk: true, words: t('documents.setSaved', { name: saved.value.path ?? fileName }) })
  }
  return (
    <div className={classes.set}>
      {percent === null ? (
        <Button variant="default" fullWidth onClick={() => void make()}>
          {t('documents.exportSet', { count: ids.length })}
        </Button>
      ) : (
        <>
          <Progress size="xs" value={percent} aria-label={t('memo.making')} transitionDuration={0} />
          <TextButton onClick={cancel}>{t('ui.cancel')}</TextButton>
        </>
      )}
      <SaveOutcome outcome={outcome} />
    </div>
  )
}
