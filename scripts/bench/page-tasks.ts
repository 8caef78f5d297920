import type { CDPSession, Page } from '@playwright/test'

/** A task of a page's main thread, in milliseconds. `cpuMs` is what it took itself, `wallMs` with what else the computer did meanwhile. */
export type PageTask = { readonly startMs: number; readonly wallMs: number; readonly cpuMs: number }
/** @property marks what the page marked with `performance.mark`, on the clock of the tasks */
export type PageTasks = { readonly tasks: readonly PageTask[]; readonly marks: ReadonlyMap<string, number> }

type TraceEvent = {
  readonly name: string
  readonly cat: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** What the main thread of a page does during `work`, as Chromium itself traces it. Give it nothing that polls the page. */
export async function tasksDuring(page: Page, work: () => Promise<unknown>): Promise<PageTasks> {
  const session = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'blink.user_timing', '__metadata'] },
  })
  await work()
  await ended(session)
  return tasksOf(events)
}

function ended(session: CDPSession): Promise<void> {
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()))
  return session.send('Tracing.end').then(() => complete)
}

function tasksOf(events: readonly TraceEvent[]): PageTasks {
  const marked = events.filter(({ cat }) => cat === 'blink.user_timing')
  // The page that marks is the one that is watched; others of the browser have main threads of their own.
  const { pid } = marked[0] ?? { pid: 0 }
  const main = events.find((event) => event.name === 'thread_name' && event.pid === pid && event.args?.name === 'CrRendererMain')
  const tasks = events.filter(({ name, tid, pid: own }) => name === 'ThreadControllerImpl::RunTask' && own === pid && tid === main?.tid)
  return {
    marks: new Map(marked.map(({ name, ts }) => [name, ts / 1_000])),
    tasks: tasks.map(({ ts, dur = 0, tdur = dur }) => ({ startMs: ts / 1_000, wallMs: dur / 1_000, cpuMs: tdur / 1_000 })),
  }
}
