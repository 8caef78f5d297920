import type { Result } from '@shared/lib/result.ts'
import { useEffect, useId, useState } from 'react'
import { useStore } from 'zustand'
import { createAutosaver } from './autosaver.ts'
import { useReportSave } from './save-status.tsx'
import { useWorkspace } from './workspace.tsx'

export type Autosave = {
  /** What the field shows: what is typed, else what is stored. */
  readonly text: string
  /** Code of what is wrong (`useProblemWords`); null when nothing is. */
  readonly problem: string | null
  readonly isEditing: boolean
  readonly change: (text: string) => void
  readonly flush: () => Promise<boolean>
  readonly revert: () => void
  /** For the input: an input method's half words are never saved. */
  readonly composition: { readonly onCompositionStart: () => void; readonly onCompositionEnd: () => void }
}

type AutosaveOptions = {
  /** What is stored; null for nothing. */
  readonly value: string | null
  readonly save: (value: string | null) => Promise<Result<unknown, string>>
}

/** A text that saves itself when its field is left, after a pause, and when the screen or the window goes. */
export function useAutosave({ value, save }: AutosaveOptions): Autosave {
  const { database, closing } = useWorkspace()
  const report = useReportSave(useId())
  const [latest] = useState(() => ({ save, report }))
  const [saver] = useState(() =>
    createAutosaver({ save: (text) => latest.save(text), report: (part) => latest.report(part), after, now: database.host.now }),
  )
  const { typed, problem, isDirty } = useStore(saver.store)
  useEffect(() => {
    Object.assign(latest, { save, report })
  })
  useEffect(() => saver.storedChanged(), [saver, value])
  useEffect(() => {
    const stop = closing.add(async () => void (await saver.flush()))
    return () => {
      stop()
      void saver.flush()
    }
  }, [closing, saver])
  return {
    text: typed ?? value ?? '',
    problem,
    isEditing: isDirty,
    change: saver.change,
    flush: saver.flush,
    revert: saver.revert,
    composition: { onCompositionStart: () => saver.setComposing(true), onCompositionEnd: () => saver.setComposing(false) },
  }
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
