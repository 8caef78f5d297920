import { useNetwork } from '@mantine/hooks'
import { isClosedStatus } from '@shared/domain/agreement.ts'
import { isOpenCommitment } from '@shared/domain/commitment.ts'
import { compareMeetings, type Meeting } from '@shared/domain/meeting.ts'
import type { Visit } from '@shared/domain/visit.ts'
import { useMemo } from 'react'
import { recordsOf, type LiveScope } from '../db/live.ts'
import { isHereAlone, overdueOf, waitingOf, type Waiting } from '../records/waiting.ts'
import { useNow } from '../lib/now.tsx'
import { isKnownZone, zoneClock } from '../lib/zone-time.ts'
import { twoVersionsOf } from '../records/losses.ts'
import { useScopes } from '../records/use-records.ts'
import { usePreferences, useProfile, useSyncStatus, type Workspace } from '../records/workspace.tsx'
import type { SyncStatus } from '../sync/sync-status.ts'
import type { ShellMeeting, ShellModel, ShellNetwork, ShellPort, ShellVisit } from './shell-model.ts'

/** Ties the frame around the screens to the records and to what the user chose. @param paths the places that have a page */
export const workspacePort = (workspace: Workspace, paths: readonly string[]): ShellPort => ({
  useModel: useShellModel,
  usePreferences,
  setPreferences: (change) => void workspace.setPreferences(change),
  chooseVisit: (id) => {
    if (workspace.profile.getState().preferences.currentVisit !== id) void workspace.setPreferences({ currentVisit: id })
  },
  retrySend: () => void workspace.sync.syncNow(),
  home: () => homeOf(workspace, paths),
  now: () => workspace.database.host.now(),
  edition: workspace.desktop.edition,
  onMenuCommand: (listener) => workspace.desktop.onMenuCommand(listener),
})

/** The first start while nobody has said their name; then the day of the current visit, or the nearest place that there is. */
function homeOf({ profile, live }: Workspace, paths: readonly string[]): string {
  const { name, preferences } = profile.getState()
  const { currentVisit } = preferences
  const isHere = currentVisit !== null && live.store.getState().scopes[currentVisit] !== undefined
  const wanted = [...(name === null ? ['/start'] : []), ...(isHere ? ['/visit/$visitId/day', '/visit/$visitId'] : []), '/visits', '/start']
  const path = wanted.find((candidate) => paths.includes(candidate)) ?? '/settings'
  return path.replace('$visitId', currentVisit ?? '')
}

/** What the frame shows, from the records of every visit on this laptop. */
function useShellModel(): ShellModel {
  const scopes = useScopes()
  const { name, preferences } = useProfile()
  const status = useSyncStatus()
  const { online } = useNetwork()
  const now = useNow()
  const outside = useMemo(() => exchangeCounts(scopes), [scopes])
  const live = scopes.find(({ scope }) => scope === preferences.currentVisit)?.live
  const inside = useMemo(() => visitFacts(live), [live])
  return {
    visits: scopes.flatMap((entry) => recordsOf(entry.live, 'visit').map(toShellVisit)),
    currentVisitId: inside.visit?.id ?? null,
    counts: { meetings: inside.meetings.length, register: inside.open, unsent: outside.waiting.filter(isHereAlone).length },
    today: inside.zone === null ? [] : todayOf(inside.meetings, zoneClock(inside.zone).localAt(now)),
    meetingIds: inside.meetings.map(({ id }) => id),
    person: name === null ? null : { name, role: null },
    network: networkOf(status, online),
    receivedAt: outside.receivedAt,
    unsentDays: overdueDays(outside.waiting, now),
    choices: outside.choices,
    visitZone: inside.zone,
    ministryZone: preferences.ministryZone,
  }
}

function visitFacts(live: LiveScope | undefined) {
  const visit = recordsOf(live, 'visit')[0]
  const zone = visit?.zone ?? null
  const agreements = recordsOf(live, 'agreement').filter(({ status }) => !isClosedStatus(status))
  return {
    visit,
    // Null where the visit names none, or one that this browser does not know.
    zone: zone !== null && isKnownZone(zone) ? zone : null,
    meetings: recordsOf(live, 'meeting').toSorted(compareMeetings),
    open: agreements.length + recordsOf(live, 'commitment').filter(isOpenCommitment).length,
  }
}

const toShellVisit = ({ id, title, startDay, endDay }: Visit): ShellVisit => ({ id, title: title ?? '', start: startDay, end: endDay })

/** The same counts as Exchange shows. */
function exchangeCounts(scopes: readonly { scope: string; live: LiveScope }[]) {
  const receipts = scopes.flatMap(({ live }) => (live.receivedAt === null ? [] : [live.receivedAt]))
  const waiting = waitingOf(scopes)
  return {
    waiting,
    choices: scopes.reduce((sum, { live }) => sum + twoVersionsOf(live).length, 0),
    receivedAt: receipts.length === 0 ? null : Math.max(...receipts),
  }
}

function overdueDays(waiting: readonly Waiting[], now: number): number | null {
  const overdue = overdueOf(waiting, now)
  return overdue ? Math.floor((now - overdue.since) / (24 * 60 * 60_000)) : null
}

/** Meetings of the day that it is where the visit is; the first one that is not over is the next. @param local `2025-03-05T13:04` */
export function todayOf(meetings: readonly Meeting[], local: string): readonly ShellMeeting[] {
  const today = meetings.flatMap(({ id, title, start, end, state }) =>
    start?.slice(0, 10) === local.slice(0, 10) ? [{ id, title: title ?? '', start, end, state: state ?? 'planned' }] : [],
  )
  const next = today.find(({ start, end, state }) => state === 'planned' && (end ?? start) > local)
  return today.map(({ id, title, start, state }) => ({ id, title, start, state: id === next?.id ? 'next' : state }))
}

/** No network is weather; only what the server itself refused is a failure. Not being signed in is neither. */
export function networkOf({ problem }: Pick<SyncStatus, 'problem'>, isOnline: boolean): ShellNetwork {
  if (!isOnline || problem === 'offline' || problem === 'not-our-server') return 'offline'
  // On a laptop that was reported lost nothing is left that could be sent; Exchange says so.
  return problem === null || problem === 'sign-in-needed' || problem === 'device-revoked' ? 'quiet' : 'failed'
}
