import { expect, type Page } from '@playwright/test'
import { sayName } from './begin.ts'
import { closeByEscape } from './escape.ts'

/** What delegates do with the ministry and with each other, as every story of theirs needs it. */

/** The first account of a new server, from the page Exchange. */
export async function signInAsFirst(page: Page, code: string): Promise<void> {
  await page.goto('/#/exchange')
  await page.getByText('New server', { exact: true }).click()
  await page.getByRole('textbox', { name: 'Code', exact: true }).fill(code)
  await page.getByRole('textbox', { name: 'Account' }).fill('delegate.a')
  await page.getByRole('textbox', { name: 'Password' }).fill('a long enough password')
  await page.getByRole('button', { name: 'Set up the server' }).click()
}

const CODE = /[A-Z0-9]{5}(?:-[A-Z0-9]{5}){3}/

/** An invitation code for the visit that is open. */
export async function invite(page: Page, role = 'Editor'): Promise<string> {
  await page.getByRole('navigation').getByRole('link', { name: 'Visit', exact: true }).click()
  await page.getByRole('button', { name: 'People of the visit' }).click()
  await page.getByRole('combobox', { name: 'Role of the colleague' }).selectOption({ label: role })
  await page.getByRole('button', { name: 'Make an invitation code' }).click()
  const shown = page.getByText('Invitation code', { exact: true }).locator('..')
  await expect(shown).toContainText(CODE)
  const code = await shown.textContent()
  await closeByEscape(page)
  const [found] = CODE.exec(code ?? '') ?? []
  if (found === undefined) throw new Error(`no code in ${code}`)
  return found
}

/** A first start, then the first sign-in with an invitation. */
export async function joinWith(page: Page, code: string, { name = 'Delegate B', account = 'delegate.b' } = {}): Promise<void> {
  await page.goto('/')
  await sayName(page, name)
  await page.goto('/#/exchange')
  await page.getByText('Invitation', { exact: true }).click()
  await page.getByRole('textbox', { name: 'Code' }).fill(code)
  await page.getByRole('textbox', { name: 'Account' }).fill(account)
  await page.getByRole('textbox', { name: 'Password' }).fill('another long password')
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
}

export async function openMeeting(page: Page, name: string): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Meetings/ })
    .click()
  await page.getByRole('link', { name, exact: true }).first().click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

/** In the meeting that is open. */
export async function changeAgreement(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole('button', { name: from, exact: true }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'What was agreed' }).fill(to)
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('button', { name: to, exact: true })).toBeVisible()
}

export async function sendNow(page: Page): Promise<void> {
  await page.goto('/#/exchange')
  await page.getByRole('button', { name: 'Send now' }).click()
  await expect(page.getByText('Everything you wrote has been received by the ministry.')).toBeVisible()
}
