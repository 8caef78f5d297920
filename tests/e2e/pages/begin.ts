import { expect, type Page } from '@playwright/test'

/** From the first page to the choices: a name, as everyone begins. */
export async function sayName(page: Page, name = 'Delegate A'): Promise<void> {
  await page.getByRole('textbox', { name: 'Your name' }).fill(name)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText(`Where to begin, ${name}?`)).toBeVisible()
}

/** From the first page to the sample visit. */
export async function beginWithSample(page: Page): Promise<void> {
  await sayName(page)
  await page.getByRole('button', { name: 'Load the sample visit' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Working visit to Tokyo' })).toBeVisible()
}

/** From the first page to a new visit with nothing in it. */
export async function beginEmpty(page: Page, title = 'Seoul, June 2025'): Promise<void> {
  await sayName(page)
  await page.getByRole('button', { name: 'Start empty' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill(title)
  await page.getByRole('button', { name: 'Begin the visit' }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}

/** Goes to a path of the app without loading the page again. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash
  }, path)
}
