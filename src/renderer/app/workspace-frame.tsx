import { lazy, Suspense, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../lib/use-keys.tsx'
import { redo, undo } from '../records/commit.ts'
import { useProblemWords } from '../records/problem-words.ts'
import { RecordPanelProvider, type PanelForms } from '../records/record-panel.tsx'
import { useWorkspace } from '../records/workspace.tsx'
import { useToasts } from '../ui/toast.tsx'

/** The forms that open beside any screen; features may not know each other, so the app hands them over. */
const PANELS: PanelForms = {
  agreement: lazy(async () => ({ default: (await import('../features/agreements/agreement-panel.tsx')).AgreementPanel })),
  commitment: lazy(async () => ({ default: (await import('../features/commitments/commitment-panel.tsx')).CommitmentPanel })),
}

/** What every screen inside the frame can count on: forms beside it, and undo of what was done to records. */
export function WorkspaceFrame({ children }: { readonly children: ReactNode }) {
  useUndoKeys()
  return (
    <Suspense>
      <RecordPanelProvider forms={PANELS}>{children}</RecordPanelProvider>
    </Suspense>
  )
}

/** Ctrl+Z and Ctrl+Shift+Z for records; in a field or a note the same keys belong to the text. */
function useUndoKeys(): void {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const toasts = useToasts()
  const problemWords = useProblemWords()
  const run = async (step: typeof undo | typeof redo, hasSteps: boolean): Promise<void> => {
    if (!hasSteps) return
    const done = await step(workspace)
    if (done.ok) toasts.say(t(step === redo ? 'keys.redone' : 'keys.undone'))
    else toasts.warn(problemWords(done.error.code))
  }
  useKeys('undo', [
    { combo: 'mod+Z', label: t('keys.undo'), isForRecords: true, run: () => void run(undo, workspace.undo.getState().done.length > 0) },
    {
      combo: 'mod+shift+Z',
      label: t('keys.redo'),
      isForRecords: true,
      run: () => void run(redo, workspace.undo.getState().undone.length > 0),
    },
  ])
}
