import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from '../support/app-test.ts'
import { beginWithSample, goTo } from './pages/begin.ts'
import { closeByEscape } from './pages/escape.ts'
import { visitPath } from './pages/place.ts'
import { storedRows } from '../support/stored-rows.ts'

const AGREED = "Japanese companies are drawn into Uzbekistan's IT ecosystem."

/** Screens that no other specification of this folder opens for axe, each with the sample visit in it. */
for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on settings, lists, records and their forms (${colorScheme})`, async ({ laptop }) => {
    test.setTimeout(600_000)
    const page = await laptop({ colorScheme, width: 1280, height: 800 })
    await beginWithSample(page)
    const visit = visitPath(page)
    for (const [address, heading] of [
      ['/settings', 'Settings'],
      ['/exchange', 'Exchange'],
      ['/visits', 'Visits'],
      [`${visit}/meetings`, 'Meetings'],
    ] as const) {
      await goTo(page, address)
      await check(page, address, heading)
    }
    await page.getByRole('link', { name: 'JETRO', exact: true }).first().click()
    await check(page, 'a meeting', 'JETRO')
    await page.getByRole('button', { name: 'Facts', exact: true }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await test.step('the facts of a meeting', () => expectAccessible(page))
    await closeByEscape(page)
    await page.getByRole('button', { name: 'in full: What was agreed' }).click()
    await expect(page.getByRole('dialog', { name: 'New agreement' })).toBeVisible()
    await test.step('the form of an agreement', () => expectAccessible(page))
    await closeByEscape(page)
    await test.step('Escape closes the dialog in front and no other; each gives the focus back', async () => {
      const opener = page.getByRole('button', { name: AGREED, exact: true })
      await opener.press('Enter')
      const history = page.getByRole('dialog', { name: 'Agreement' }).getByRole('button', { name: 'History' })
      await history.press('Enter')
      await expect(page.getByRole('dialog', { name: 'History' })).toContainText(AGREED)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog', { name: 'History' })).toHaveCount(0)
      await expect(history).toBeFocused()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await expect(opener).toBeFocused()
      // Twice at once, while the one in front is still fading.
      await page.emulateMedia({ reducedMotion: 'no-preference' })
      await opener.press('Enter')
      await history.press('Enter')
      await expect(page.getByRole('dialog', { name: 'History' })).toContainText(AGREED)
      await page.evaluate(async () => {
        for (const wait of [0, 20]) {
          await new Promise((resolve) => setTimeout(resolve, wait))
          document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', bubbles: true }))
        }
      })
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await page.emulateMedia({ reducedMotion: 'reduce' })
      await opener.press('Enter')
      // It has the keyboard once it is open; what comes in front of it gives the keyboard back to what had it.
      await expect(page.getByRole('dialog', { name: 'Agreement' }).locator(':focus')).toHaveCount(1)
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('dialog', { name: 'Search' }).locator(':focus')).toHaveCount(1)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog', { name: 'Search' })).toHaveCount(0)
      await expect(page.getByRole('dialog', { name: 'Agreement' })).toBeVisible()
      // The one behind takes the key once the one in front has given the focus back.
      await expect(page.getByRole('dialog', { name: 'Agreement' }).locator(':focus')).toHaveCount(1)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    })
    for (const kind of ['agreement', 'commitment'] as const) {
      await goTo(page, `${visit}/register?kind=${kind}`)
      await page.getByRole('table').getByRole('link').first().click()
      await expect(page).toHaveURL(new RegExp(`/${kind}/`))
      await expect(page.getByRole('button', { name: 'Save' })).toBeVisible()
      await test.step(`the page of an ${kind}`, () => expectAccessible(page))
    }
  })
}

test('settings stay: language, colours and name', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await goTo(page, '/settings')
  const name = page.getByRole('textbox', { name: 'Your name' })
  await name.fill('Delegate Z')
  await name.blur()
  await page.getByText('Dark', { exact: true }).click()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  // They show before they are stored, and what is not stored yet goes with its page.
  await expect.poll(() => storedRows(page, 'meta')).toContain('"theme":"dark"')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await expect(page.getByRole('textbox', { name: 'Your name' })).toHaveValue('Delegate Z')
})

async function check(page: Page, step: string, heading: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: heading, exact: true })).toBeVisible()
  await test.step(step, () => expectAccessible(page))
}
