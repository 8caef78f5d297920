import '../../../../src/renderer/app/prepare.ts'
import '../../../../src/renderer/app/styles.ts'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from '../../../../src/renderer/app/app.tsx'
import type { Screen } from '../../../../src/renderer/app/routes.tsx'
import type { ShellModel, ShellPort, ShellPreferences } from '../../../../src/renderer/app/shell-model.ts'
import { isLanguage } from '../../../../src/renderer/lib/language.ts'
import { createMessages } from '../../../../src/renderer/messages/messages.ts'
import { registerCalendarNames } from '../../../../src/renderer/ui/date-field.tsx'
import { FormatsScreen } from './formats-screen.tsx'
import { BrokenScreen, EmptyScreen, FormScreen, PiecesScreen, TableScreen } from './pieces.tsx'

/** The frame with fixed values, and every piece of the design system once: nothing of this page is in the product. */
const NOW = Date.parse('2025-03-05T04:04:00Z')

const asked = new URLSearchParams(location.search)
const language = asked.get('lang')
const first: ShellPreferences = {
  language: isLanguage(language) ? language : 'en',
  theme: asked.get('theme') === 'dark' ? 'dark' : 'light',
  sideList: asked.get('side') === 'narrow' ? 'narrow' : 'wide',
}

const VISIT = '6f0c6a52-0000-4000-8000-000000000001'
const model: ShellModel = {
  visits: [
    { id: VISIT, title: 'Tokyo, March 2025', start: '2025-03-03', end: '2025-03-07' },
    { id: 'other', title: 'Osaka', start: null, end: null },
  ],
  currentVisitId: VISIT,
  counts: { meetings: 18, register: 25, unsent: 14 },
  today: [
    { id: 'a', title: 'IGDA', start: '2025-03-05T09:30', state: 'held' },
    { id: 'b', title: 'METI, Culture', start: '2025-03-05T11:00', state: 'cancelled' },
    { id: 'c', title: 'AJA', start: '2025-03-05T13:30', state: 'next' },
    { id: 'd', title: '京都精華大学', start: '2025-03-05T17:30', state: 'planned' },
  ],
  meetingIds: ['a', 'b', 'c', 'd'],
  person: { name: 'Delegate A', role: null },
  network: 'offline',
  receivedAt: Date.parse('2025-03-05T01:42:00Z'),
  unsentDays: null,
  choices: 1,
  visitZone: 'Asia/Tokyo',
  ministryZone: 'Asia/Tashkent',
}

const screens: readonly Screen[] = [
  { path: '/visit/$visitId/day', page: PiecesScreen },
  { path: '/visit/$visitId', page: FormScreen },
  { path: '/visit/$visitId/meetings', page: FormatsScreen },
  { path: '/visit/$visitId/register', page: TableScreen },
  { path: '/visit/$visitId/meeting/$meetingId', page: BrokenScreen },
  { path: '/directory', page: EmptyScreen },
]

function Look() {
  const [preferences, setPreferences] = useState(first)
  const port: ShellPort = {
    useModel: () => model,
    usePreferences: () => preferences,
    setPreferences: (change) => setPreferences((before) => ({ ...before, ...change })),
    chooseVisit: () => undefined,
    retrySend: () => undefined,
    home: () => `/visit/${VISIT}/day`,
    now: () => NOW,
    edition: 'browser',
    onMenuCommand: () => () => undefined,
  }
  return <App port={port} messages={messages} screens={screens} search={null} />
}

registerCalendarNames()
const messages = createMessages(first.language)
const root = document.getElementById('root')
if (root) createRoot(root).render(<Look />)
