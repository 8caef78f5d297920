import type { Page } from '@playwright/test'

/** Timers of the page that are set for one of `waits` (milliseconds) while `work` goes on never go off; all others do. */
export async function whileTimersStand(page: Page, waits: readonly number[], work: () => Promise<void>): Promise<void> {
  const own = await page.evaluateHandle((standing) => {
    const before = window.setTimeout.bind(window)
    const patient = (run: () => void, ms?: number, ...values: unknown[]): number =>
      before(run, standing.includes(ms ?? 0) ? 24 * 60 * 60_000 : ms, ...values)
    window.setTimeout = patient as typeof window.setTimeout
    return before
  }, waits)
  await work()
  await page.evaluate((before) => void (window.setTimeout = before), own)
}
