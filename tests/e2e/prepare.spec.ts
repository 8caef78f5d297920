import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from '../support/app-test.ts'
import { beginEmpty } from './pages/begin.ts'
import { closeByEscape } from './pages/escape.ts'

async function beginMeeting(page: Page): Promise<void> {
  await beginEmpty(page)
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Meetings/ })
    .click()
  await page.getByRole('button', { name: 'New meeting' }).first().click()
  const title = page.getByRole('dialog').getByRole('textbox', { name: 'Title' })
  await title.fill('Talks on training')
  await title.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Talks on training' })).toBeVisible()
}

test('a meeting is prepared by keys alone, and what is prepared stands beside the notes', async ({ laptop }) => {
  const page = await laptop()
  await beginMeeting(page)
  await expect(page.getByRole('button', { name: 'Prepare this meeting' })).toBeVisible()
  await page.keyboard.press('Alt+b')
  const panel = page.getByRole('dialog', { name: 'Prepare' })
  await expect(panel.getByRole('textbox', { name: 'Objective 1', exact: true })).toBeFocused()
  await page.keyboard.type('A joint programme')
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('textbox', { name: 'Success looks like: objective 1' })).toBeFocused()
  await page.keyboard.type('they name a month')
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('textbox', { name: 'Objective 2', exact: true })).toBeFocused()
  await page.keyboard.type('Trainers')
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('textbox', { name: 'Success looks like: objective 2' })).toBeFocused()
  await panel.getByRole('textbox', { name: 'Points to make' }).fill('1\n2\n3\n4\n5\n6\n7\n8')
  await panel.getByRole('textbox', { name: 'Background not to be disclosed' }).fill('Head office decides')
  await expect(panel.getByText('8 points: in one meeting 7 can be made.')).toBeVisible()
  await expect(panel.getByText(/Saved on this laptop \d/)).toBeVisible()
  await expectAccessible(page)
  await closeByEscape(page)
  const prepared = page.getByRole('region', { name: 'Prepared' })
  await expect(prepared.getByRole('listitem').filter({ hasText: 'A joint programme' })).toContainText('they name a month')
  await expect(prepared.getByRole('region', { name: 'Background not to be disclosed' })).toContainText('Head office decides')
  await page.reload()
  await expect(prepared.getByRole('listitem').filter({ hasText: 'Trainers' })).toBeVisible()
})

test('nothing prepared leaves no trace beside a meeting that is held; what was prepared folds', async ({ laptop }) => {
  const page = await laptop({ colorScheme: 'dark', width: 1280, height: 800 })
  await beginMeeting(page)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('The meeting is held')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Prepare this meeting' })).toHaveCount(0)
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: /^Prepare/ }).click()
  await page.getByRole('textbox', { name: 'Questions to ask' }).fill('Who decides?')
  await expect(page.getByText(/Saved on this laptop \d/)).toBeVisible()
  await closeByEscape(page)
  const fold = page.getByRole('button', { name: 'Prepared', exact: true })
  await expect(fold).toHaveAttribute('aria-expanded', 'false')
  await fold.click()
  await expect(page.getByText('Who decides?')).toBeVisible()
  await expectAccessible(page)
})
