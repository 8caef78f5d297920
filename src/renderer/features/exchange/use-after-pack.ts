import { useWorkspace } from '../../records/workspace.tsx'

/** What follows when a pack was taken in, whichever way it came. */
export function useAfterPack(): (scope: string) => Promise<void> {
  const { profile, setPreferences, sync } = useWorkspace()
  return async (scope) => {
    // The first visit of a laptop is the one that it works on.
    if (profile.getState().preferences.currentVisit === null) await setPreferences({ currentVisit: scope })
    // Whoever reaches the network first delivers everybody's work: at once, if there is one.
    void sync.syncNow()
  }
}
