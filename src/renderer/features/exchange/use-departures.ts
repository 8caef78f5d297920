import { useEffect, useState } from 'react'
import { readSetting, type Departure } from '../../db/settings.ts'
import { useWorkspace } from '../../records/workspace.tsx'

export type Departed = { readonly departures: readonly Departure[]; readonly reload: () => void }

/** The visits that left this laptop and of which the person has not read it yet. */
export function useDepartures(): Departed {
  const { database } = useWorkspace()
  const [departures, setDepartures] = useState<readonly Departure[]>([])
  const [reads, setReads] = useState(0)
  useEffect(() => {
    let isGone = false
    void readSetting(database, 'departures').then((read) => {
      if (!isGone) setDepartures(read ?? [])
    })
    const stop = database.onCommit((commit) => {
      if (commit.isGone === true) setReads((count) => count + 1)
    })
    return () => {
      isGone = true
      stop()
    }
  }, [database, reads])
  return { departures, reload: () => setReads((count) => count + 1) }
}
