import { useState } from 'react'
import { useStore } from 'zustand'
import { recordsOf } from '../db/live.ts'
import { findSample, importAsNew, readSample, SAMPLE_ORIGIN } from './visit-exchange-file.ts'
import { useWorkspace } from './workspace.tsx'

type Sample = { readonly isHere: boolean; readonly isLoading: boolean; readonly hasFailed: boolean; readonly load: () => void }

/** Loads the sample visit, or opens the one that is on this laptop already. @param onOpened gets the visit's id */
export function useSample(onOpened: (visitId: string) => void): Sample {
  const workspace = useWorkspace()
  const isHere = useStore(workspace.live.store, ({ scopes }) =>
    Object.values(scopes).some((live) => recordsOf(live, 'visit').some((visit) => visit.origin === SAMPLE_ORIGIN)),
  )
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  const load = async (): Promise<void> => {
    const here = findSample(workspace)
    if (here !== undefined) return onOpened(here)
    setState('loading')
    const imported = await importAsNew(workspace, await readSample(), SAMPLE_ORIGIN)
    setState(imported.ok ? 'idle' : 'failed')
    if (imported.ok) onOpened(imported.value)
  }
  return { isHere, isLoading: state === 'loading', hasFailed: state === 'failed', load: () => void load() }
}
