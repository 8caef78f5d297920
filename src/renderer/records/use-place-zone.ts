import { isKnownZone } from '../lib/zone-time.ts'
import { useRecord } from './use-records.ts'
import { usePreferences } from './workspace.tsx'

/** The zone that times are shown in where they belong to no meeting: that of the current visit, else the ministry's. */
export function usePlaceZone(): string {
  const { currentVisit, ministryZone } = usePreferences()
  const visit = useRecord(currentVisit ?? '', 'visit', currentVisit ?? '')
  const zone = visit?.zone ?? null
  return zone !== null && isKnownZone(zone) ? zone : ministryZone
}
