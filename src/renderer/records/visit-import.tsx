import type { FileProblem } from '@shared/domain/visit-file-references.ts'
import { useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { restorationOfRecord } from '../db/cascade.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorNotice, Notice } from '../ui/notice.tsx'
import { TextButton } from '../ui/text-button.tsx'
import { useToasts } from '../ui/toast.tsx'
import { commit } from './commit.ts'
import { FileProblems } from './file-problems.tsx'
import { VisitDifferences } from './visit-differences.tsx'
import { importAsNew, parseVisitFileBytes, planImport, type ImportPlan } from './visit-exchange-file.ts'
import { useWorkspace } from './workspace.tsx'

/** Larger than any visit: a mistake, such as a video chosen by accident. */
const LARGEST_FILE = 100 * 1_048_576

type State =
  | { readonly step: 'idle' }
  | { readonly step: 'problems'; readonly name: string; readonly problems: readonly FileProblem[] }
  | { readonly step: 'trash'; readonly scope: string }
  | { readonly step: 'same'; readonly scope: string }
  | { readonly step: 'compare'; readonly plan: Extract<ImportPlan, { type: 'compare' }> }
  | { readonly step: 'failed'; readonly code: string }

type VisitImport = {
  /** Asks for a file. */
  readonly choose: () => void
  /** The hidden input and the dialog; put it once on the screen. */
  readonly element: ReactNode
}

/**
 * Opening a visit file: all of it in one write, or a list of what is wrong with it. A file whose visit is here opens the
 * comparison instead. @param onOpened gets the visit's id
 */
export function useVisitImport(onOpened: (visitId: string) => void): VisitImport {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const input = useRef<HTMLInputElement>(null)
  const [state, setState] = useState<State>({ step: 'idle' })
  const close = (): void => setState({ step: 'idle' })
  const opened = (visitId: string): void => {
    close()
    onOpened(visitId)
  }
  const read = async (file: File): Promise<void> => {
    if (file.size > LARGEST_FILE) return setState({ step: 'problems', name: file.name, problems: [{ path: '', code: 'too-large' }] })
    const parsed = parseVisitFileBytes(new Uint8Array(await file.arrayBuffer()))
    if (!parsed.ok) return setState({ step: 'problems', name: file.name, problems: parsed.problems })
    const plan = await planImport(workspace, parsed.file)
    if (plan.type === 'in-trash') return setState({ step: 'trash', scope: plan.scope })
    if (plan.type === 'compare' && plan.differences.length === 0) return setState({ step: 'same', scope: plan.scope })
    if (plan.type === 'compare') return setState({ step: 'compare', plan })
    const imported = await importAsNew(workspace, plan.file)
    return imported.ok ? opened(imported.value) : setState({ step: 'failed', code: imported.error.code })
  }
  const element = (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={t('visitFile.choose')}
        data-visit-file
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          // The same file may be chosen again after it was mended.
          event.currentTarget.value = ''
          if (file) void read(file)
        }}
      />
      <Dialog title={t('visitFile.title')} isOpen={state.step !== 'idle'} onClose={close} width={state.step === 'compare' ? 56 : 40}>
        <ImportStep state={state} onOpened={opened} onChoose={() => input.current?.click()} />
      </Dialog>
    </>
  )
  return { choose: () => input.current?.click(), element }
}

type ImportStepProps = { readonly state: State; readonly onOpened: (visitId: string) => void; readonly onChoose: () => void }

function ImportStep({ state, onOpened, onChoose }: ImportStepProps) {
  const { t } = useTranslation()
  switch (state.step) {
    case 'idle':
      return null
    case 'problems':
      return <FileProblems name={state.name} problems={state.problems} onChoose={onChoose} />
    case 'same':
      return (
        <Notice actions={<TextButton onClick={() => onOpened(state.scope)}>{t('visitFile.open')}</TextButton>}>
          {t('visitFile.same')}
        </Notice>
      )
    case 'trash':
      return <InTrash scope={state.scope} onOpened={onOpened} />
    case 'compare':
      return <VisitDifferences plan={state.plan} onDone={onOpened} />
    case 'failed':
      return (
        <ErrorNotice what={t(state.code === 'disk-full' ? 'save.diskFull' : 'visitFile.notWritten')} safe={t('visitFile.nothingWritten')} />
      )
  }
}

function InTrash({ scope, onOpened }: { readonly scope: string; readonly onOpened: (visitId: string) => void }) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const toasts = useToasts()
  const restore = async (): Promise<void> => {
    const live = workspace.live.store.getState().scopes[scope]
    if (!live) return
    const written = await commit(workspace, scope, restorationOfRecord(live, 'visit', scope))
    if (written.ok) onOpened(scope)
    else toasts.warn(t('save.failed'))
  }
  return (
    <Notice actions={<TextButton onClick={() => void restore()}>{t('visitFile.restore')}</TextButton>}>{t('visitFile.inTrash')}</Notice>
  )
}
