import { expect, expectAccessible, test } from '../support/app-test.ts'
import { beginWithSample, goTo } from './pages/begin.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the overview counts all visits, plots what is due, and leads into the registers (${colorScheme})`, async ({ laptop }) => {
    const page = await laptop({ colorScheme })
    await beginWithSample(page)
    await goTo(page, '/overview')
    await expect(page.getByRole('list', { name: 'All visits in figures' })).toContainText('18 of 18')
    const due = page.getByRole('table', { name: 'Open commitments by the month they are due' })
    await expect(due.getByRole('row', { name: 'April 2025 0 3' })).toBeVisible()
    await expect(due.getByRole('row', { name: 'No date 1 3' })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'They promised: 6' }).click()
    await expect(page.getByRole('button', { name: /They promised 6/ })).toHaveAttribute('aria-pressed', 'true')
  })
}
