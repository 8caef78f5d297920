import { useWorkspace } from '../../records/workspace.tsx'

/** What follows when a pack was taken in, whichever way it came. */
export function useAfterPack(): (scope: string) => Promise<void> {
  const workspace = useWorkspace()
  return async (scope) => {
    // The first visit of a laptop is the one that it works on.
    if (workspace.profile.getState().preferences.currentVisit === null) await workspace.setPreferences({ currentVisit: scope })
    // Whoever reaches the network first delivers everybody's work: at once, if there is one.
    void workspace.sync.syncNow()
  }
}
