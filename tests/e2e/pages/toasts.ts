import type { Page } from '@playwright/test'
import { whileTimersStand } from './timers.ts'

/** Milliseconds after which toasts go by themselves: those that say something, and those that offer Undo (`ui/toast.tsx`). */
const LIVES = [4_000, 10_000]

/**
 * Toasts that come up while `work` goes on stay until they are answered. How long they stay is tested with the page of the design system; here a
 * machine may take longer to press Undo than a person has time for.
 */
export const whileToastsStay = (page: Page, work: () => Promise<void>): Promise<void> => whileTimersStand(page, LIVES, work)

/** Takes a toast away, so that one that says the same later is the only one. */
export async function closeToast(page: Page, words: string): Promise<void> {
  const toast = page.locator('.mantine-Notification-root', { hasText: words })
  await toast.getByRole('button', { name: 'Close' }).click()
  await toast.waitFor({ state: 'detached' })
}
