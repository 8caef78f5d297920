import { useMemo } from 'react'
import { recordsOf } from '../../db/live.ts'
import { mayEdit } from '../../records/may-write.ts'
import { useScopes } from '../../records/use-records.ts'
import { waitingOf } from '../../records/waiting.ts'
import { usePreferences } from '../../records/workspace.tsx'

/** A visit of which this person may make a pack; the one that is worked on first. */
export type PackVisit = {
  readonly scope: string
  readonly title: string
  /** Records that a person knows by name, and those of them that the ministry has not received. */
  readonly waiting: number
  /** Attached files: their records go along, their bytes do not. */
  readonly files: number
}

export function usePackVisits(): readonly PackVisit[] {
  const scopes = useScopes()
  const { currentVisit } = usePreferences()
  return useMemo(
    () =>
      scopes
        // Readers and reviewers take nothing of a visit out of the house.
        .filter(({ live }) => mayEdit(live.state.role))
        .flatMap(({ scope, live }) =>
          recordsOf(live, 'visit').map((visit) => ({
            scope,
            title: visit.title ?? '',
            waiting: waitingOf([{ live }]).length,
            files: recordsOf(live, 'attachment').length,
          })),
        )
        .sort((a, b) => Number(b.scope === currentVisit) - Number(a.scope === currentVisit)),
    [scopes, currentVisit],
  )
}
