import { useEffect, useState } from 'react'
import { readSetting, type Departure } from '../../db/settings.ts'
import { useWorkspace } from '../../records/workspace.tsx'

export type Departed = { readonly departures: readonly Departure[]; readonly reload: () => void }

/** How many visits have left this laptop while the page looked. */
export function useGoneVisits(): number {
  const { database } = useWorkspace()
  const [gone, setGone] = useState(0)
  useEffect(
    () =>
      database.onCommit((commit) => {
        if (commit.isGone === true) setGone((count) => count + 1)
      }),
    [database],
  )
  return gone
}

/** The visits that left this laptop, each as it left last, and of which the person has not read it yet. */
export function useDepartures(): Departed {
  const { database } = useWorkspace()
  const gone = useGoneVisits()
  const [departures, setDepartures] = useState<readonly Departure[]>([])
  const [reads, setReads] = useState(0)
  useEffect(() => {
    let isOver = false
    void readSetting(database, 'departures').then((read = []) => {
      if (!isOver) setDepartures([...new Map(read.map((one) => [one.scope, one])).values()])
    })
    return () => {
      isOver = true
    }
  }, [database, gone, reads])
  return { departures, reload: () => setReads((count) => count + 1) }
}
