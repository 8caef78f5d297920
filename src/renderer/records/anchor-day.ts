import { useNow } from '../lib/now.tsx'
import { dayIn, zoneClock } from '../lib/zone-time.ts'
import { recordById, recordsOf, type LiveScope } from '../db/live.ts'
import { useScope } from './use-records.ts'
import { usePreferences } from './workspace.tsx'

/** The day from which spoken deadlines are counted: the meeting's, else the visit's first, else today. */
export function anchorDay(live: LiveScope | undefined, meetingId: string | null, today: string): string {
  const meeting = meetingId === null ? undefined : recordById(live, 'meeting', meetingId)
  return meeting?.start?.slice(0, 10) ?? recordsOf(live, 'visit')[0]?.startDay ?? today
}

export function useAnchorDay(scope: string, meetingId: string | null): string {
  return anchorDay(useScope(scope), meetingId, useMinistryToday())
}

/** Today where the ministry is: a due day is over when it ends there. */
export function useMinistryToday(): string {
  const { ministryZone } = usePreferences()
  return dayIn(zoneClock(ministryZone), useNow())
}
