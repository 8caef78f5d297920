import { expect, test } from '../support/app-test.ts'
import { beginWithSample, goTo } from './pages/begin.ts'
import { visitPath } from './pages/place.ts'

test('a printed meeting has its facts, its note and what came out of it', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await goTo(page, `${visitPath(page)}/meetings`)
  await page.getByRole('link', { name: 'Daiwa House', exact: true }).first().click()
  await expect(page.getByRole('textbox', { name: 'Note' })).toContainText('Talks with the company')
  // A sheet of A4 is narrower than one column of the screen: nothing may be made anew, or turned into a tab, for it.
  const note = await page.getByRole('textbox', { name: 'Note' }).elementHandle()
  await page.setViewportSize({ width: 794, height: 1123 })
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('tab', { name: 'What came out of it' })).toHaveCount(0)
  await expect(page.getByRole('textbox', { name: 'Note' })).toBeVisible()
  await expect(page.getByText('Send a representative to Uzbekistan.')).toBeVisible()
  expect(await note?.evaluate((element) => element.isConnected)).toBe(true)
})
