import type { Language } from '../lib/language.ts'

export type ShellVisit = {
  readonly id: string
  readonly title: string
  /** First and last day, null where nobody said. */
  readonly start: string | null
  readonly end: string | null
}

export type ShellMeeting = {
  readonly id: string
  readonly title: string
  /** Local start, `2025-03-05T13:30`. */
  readonly start: string
  readonly state: 'held' | 'cancelled' | 'next' | 'planned'
}

/**
 * - `quiet`: nothing to say (reached, or not signed in)
 * - `offline`: the server cannot be reached; work goes on
 * - `failed`: it was reached and something could not be sent
 */
export type ShellNetwork = 'quiet' | 'offline' | 'failed'

/** Everything that the frame around the screens shows. Made from the records; the frame itself knows no store. */
export type ShellModel = {
  readonly visits: readonly ShellVisit[]
  readonly currentVisitId: string | null
  readonly counts: { readonly meetings: number; readonly register: number; readonly unsent: number }
  /** Meetings of today in the visit's zone, by time. */
  readonly today: readonly ShellMeeting[]
  /** Every meeting of the current visit in the order of the programme, for Alt+Up and Alt+Down. */
  readonly meetingIds: readonly string[]
  readonly person: { readonly name: string; readonly role: string | null } | null
  readonly network: ShellNetwork
  /** When the ministry last received something, as an instant; null for never. */
  readonly receivedAt: number | null
  /** Full days since the oldest of what waits was written, from three on; null before. */
  readonly unsentDays: number | null
  /** Records with two versions that wait for a choice. */
  readonly choices: number
  readonly visitZone: string | null
  readonly ministryZone: string
}

/** What a person chose about the interface. Kept by the port, never by the page itself. */
export type ShellPreferences = {
  readonly language: Language
  readonly theme: 'system' | 'light' | 'dark'
  readonly sideList: 'wide' | 'narrow'
}

/** What the frame is given by whoever starts it: hooks for what changes, functions for what it can ask for. */
export type ShellPort = {
  readonly useModel: () => ShellModel
  readonly usePreferences: () => ShellPreferences
  readonly setPreferences: (change: Partial<ShellPreferences>) => void
  readonly chooseVisit: (id: string) => void
  readonly retrySend: () => void
  /** Where the app opens: the first start, or the day of the current visit. A path without `#`. */
  readonly home: () => string
  readonly now: () => number
  readonly edition: 'desktop' | 'browser'
  /** Commands of the desktop's menu; returns the function that stops listening. */
  readonly onMenuCommand: (listener: (command: ShellCommand) => void) => () => void
}

export type ShellCommand = 'search' | 'new-visit' | 'settings' | 'exchange' | 'export-memo' | 'print' | 'keys' | 'about'
