import type { Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { expect, expectAccessible, test } from '../support/app-test.ts'
import { beginEmpty, beginWithSample, goTo } from './pages/begin.ts'
import { closeByEscape } from './pages/escape.ts'
import { whileToastsStay } from './pages/toasts.ts'

test('the sample visit shows its figures, its undated meetings, what it feeds and what is due', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await expect(page.getByRole('list', { name: 'The visit in figures' })).toContainText('18 of 18')
  await expect(page.getByRole('heading', { name: 'No date yet 18' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Daiwa House' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'What the visit feeds' })).toContainText('GameFest 2025')
  await expect(page.getByRole('region', { name: 'Due next' })).toContainText('between March and April')
  await expect(page.getByRole('region', { name: 'Delegation' })).toContainText('Akihiro Sakurai')
  await expectAccessible(page)
})

test('facts save themselves, say so, and are there after a restart; a wrong day is refused in words', async ({ laptop }) => {
  const page = await laptop()
  await beginEmpty(page)
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await page.getByRole('textbox', { name: 'Ministry' }).fill('Ministry of Digital Technologies')
  await page.getByRole('textbox', { name: 'Title' }).fill('')
  await page.getByRole('textbox', { name: 'Purpose' }).click()
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveAttribute('aria-invalid', 'true')
  await page.getByRole('textbox', { name: 'Title' }).fill('Seoul')
  await page.getByRole('textbox', { name: 'Purpose' }).fill('Talks')
  await page.getByRole('textbox', { name: 'First day' }).fill('5.6.2025')
  await page.getByRole('textbox', { name: 'First day' }).press('Enter')
  await page.getByRole('textbox', { name: 'Last day' }).fill('3.6.2025')
  await page.getByRole('textbox', { name: 'Last day' }).press('Enter')
  await expect(page.getByText(/ends? before|last day/i).last()).toBeVisible()
  await expect(page.getByText(/Saved on this laptop \d/)).toBeVisible()
  await expectAccessible(page)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Seoul' })).toBeVisible()
  await expect(page.getByText('Ministry of Digital Technologies, 5 June 2025')).toBeVisible()
})

test('delegates are added, led and removed, and Undo brings the head back as head', async ({ laptop }) => {
  const page = await laptop()
  await beginEmpty(page)
  const delegation = page.getByRole('region', { name: 'Delegation' })
  const add = async (name: string) => {
    await delegation.getByRole('button', { name: 'Add' }).click()
    const asked = page.getByRole('dialog').getByRole('textbox', { name: 'Name' })
    await asked.fill(name)
    await asked.press('Enter')
    await expect(delegation.getByRole('link', { name })).toBeVisible()
    await expect(asked).toHaveCount(0)
  }
  await add('Delegate B')
  await add('Delegate C')
  await expect(page.getByText('Head of delegation: Delegate B')).toBeVisible()
  await delegation.getByRole('button', { name: 'Make head: Delegate C' }).click()
  await expect(page.getByText('Head of delegation: Delegate C')).toBeVisible()
  await whileToastsStay(page, async () => {
    await delegation.getByRole('button', { name: 'Remove from the delegation: Delegate C' }).click()
    await expect(page.getByText('Head of delegation: Delegate C')).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo' }).click()
  })
  await expect(page.getByText('Head of delegation: Delegate C')).toBeVisible()
})

test('a programme is begun, described, and fed by an agreement', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await page.getByRole('button', { name: 'New programme' }).click()
  const asked = page.getByRole('dialog').getByRole('textbox', { name: 'Name' })
  await asked.fill('Winter school')
  await asked.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Winter school' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Place' }).fill('Tashkent')
  await page
    .getByRole('combobox', { name: 'Link an agreement' })
    .or(page.getByRole('textbox', { name: 'Link an agreement' }))
    .first()
    .fill('anim')
  await page.getByRole('option').first().click()
  await expect(page.getByRole('button', { name: /^Unlink/ })).toHaveCount(1)
  await expectAccessible(page)
  await page.reload()
  await expect(page.getByRole('button', { name: /^Unlink/ })).toHaveCount(1)
  await expect(page.getByRole('textbox', { name: 'Place' })).toHaveValue('Tashkent')
})

const exportFile = async (page: Page): Promise<string> => {
  await page
    .getByRole('banner')
    .getByRole('button', { name: 'More' })
    .or(page.getByRole('button', { name: 'More', exact: true }))
    .first()
    .click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Export visit file' }).click()])
  expect(download.suggestedFilename()).toMatch(/\.visit\.json$/)
  return readFile(await download.path(), 'utf8')
}
const openFile = (page: Page, text: string): Promise<void> =>
  page
    .locator('input[data-visit-file]')
    .setInputFiles({ name: 'from-a-colleague.visit.json', mimeType: 'application/json', buffer: Buffer.from(text) })

test('a visit file goes out and into another laptop, whole', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  const text = await exportFile(page)
  const other = await laptop()
  await other.getByRole('textbox', { name: 'Your name' }).fill('Delegate B')
  await other.getByRole('textbox', { name: 'Your name' }).press('Enter')
  await openFile(other, text)
  await expect(other.getByRole('heading', { level: 1, name: 'Working visit to Tokyo' })).toBeVisible()
  await expect(other.getByRole('list', { name: 'The visit in figures' })).toContainText('18 of 18')
})

test('a wrong file is refused as a whole, with every place by its path', async ({ laptop }) => {
  const page = await laptop()
  await beginEmpty(page)
  await goTo(page, '/visits')
  await openFile(
    page,
    JSON.stringify({ safarnoma: 1, visit: { title: '', colour: 'red' }, meetings: [{ key: 'a', title: 'A', start: 'noon' }] }),
  )
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('from-a-colleague.visit.json cannot be opened.')).toBeVisible()
  for (const path of ['visit.title', 'visit.colour', 'meetings[0].start']) await expect(dialog.getByText(path)).toBeVisible()
  await expect(dialog.getByText('Nothing was written; everything on this laptop is as it was.')).toBeVisible()
  await expectAccessible(page)
  await closeByEscape(page)
  await expect(page.getByRole('list', { name: 'Visits on this laptop' }).getByRole('listitem')).toHaveCount(1)
})

test('a file whose visit is here shows each difference with three values, and writes what is chosen', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  const file = JSON.parse(await exportFile(page)) as { visit: { title: string; purpose: string } }
  await goTo(page, '/visits')
  await openFile(page, JSON.stringify(file))
  await expect(page.getByText('This visit is on this laptop already, and the file says nothing new.')).toBeVisible()
  await closeByEscape(page)
  await openFile(page, JSON.stringify({ ...file, visit: { ...file.visit, title: 'Tokyo, revised', purpose: 'Another purpose' } }))
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('The file differs in 1 record.')).toBeVisible()
  await expect(dialog.getByRole('radio', { name: 'Title: keep Working visit to Tokyo' })).toBeChecked()
  await expectAccessible(page)
  await dialog.getByRole('radio', { name: 'Title: take Tokyo, revised' }).check()
  await dialog.getByRole('button', { name: 'Take 1 value' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Tokyo, revised' })).toBeVisible()
  await expect(page.getByText('Another purpose')).toHaveCount(0)
})

test('Ctrl+P gives the visit on clean pages: everything that scrolls is laid out, no buttons', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('heading', { level: 1, name: 'Working visit to Tokyo' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'People of the visit' })).toBeHidden()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden()
  const pdf = await page.pdf({ format: 'A4' })
  expect(pdf.byteLength).toBeGreaterThan(10_000)
  const clipped = await page.evaluate(
    () =>
      [...document.querySelectorAll('main *')].filter(
        (one) => one.scrollHeight > one.clientHeight + 4 && getComputedStyle(one).overflowY === 'auto',
      ).length,
  )
  expect(clipped).toBe(0)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing on the visit, its people and its facts is hard to reach or read in ${colorScheme}`, async ({ laptop }) => {
    const page = await laptop({ colorScheme, width: 1280, height: 800 })
    await beginWithSample(page)
    await expectAccessible(page)
    await goTo(page, '/visits')
    await expect(page.getByRole('heading', { level: 1, name: 'Visits' })).toBeVisible()
    await expectAccessible(page)
  })
}

test('at 200 % zoom the visit is one column and nothing is cut off sideways', async ({ laptop }) => {
  const page = await laptop({ width: 720, height: 450 })
  await beginWithSample(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
  await expect(page.getByRole('region', { name: 'Delegation' })).toBeAttached()
  await page.getByRole('link', { name: 'Akihiro Sakurai' }).click()
  await expect(page.getByRole('heading', { name: 'Akihiro Sakurai' })).toBeVisible()
})
