import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from '../support/app-test.ts'
import { beginWithSample, goTo, sayName } from './pages/begin.ts'

const PASSPHRASE = 'seven quiet cranes over Tashkent'

test('a visit goes from one laptop to another as a pack: made, looked at, taken in, and named in the list', async ({ laptop }, info) => {
  test.setTimeout(600_000)
  const first = await laptop({ width: 1280, height: 800 })
  await beginWithSample(first)
  await goTo(first, '/exchange')
  const path = info.outputPath('visit.safarnoma')
  await makePack(first, path)
  expect((await readFile(path)).subarray(0, 22).toString('latin1')).toBe('age-encryption.org/v1\n')
  await expect(first.getByRole('list', { name: 'Packs made and taken in' })).toContainText('.safarnoma')

  const second = await laptop({ width: 1440, height: 900, colorScheme: 'dark' })
  await sayName(second, 'Delegate B')
  await goTo(second, '/exchange')
  await second.locator('[data-pack-file]').setInputFiles(path)
  const dialog = second.getByRole('dialog', { name: 'Open a pack' })
  await dialog.getByLabel('Passphrase', { exact: true }).fill('not this one')
  await second.keyboard.press('Enter')
  await expect(dialog).toContainText('This is not the passphrase of the pack.', { timeout: 60_000 })
  await dialog.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
  await second.keyboard.press('Enter')
  await expect(dialog.getByRole('heading', { name: 'New' })).toBeVisible({ timeout: 60_000 })
  await expect(dialog).toContainText('First pack from this laptop')
  const digits = /\d{5}( \d{5}){5}/.exec(await dialog.innerText())?.[0] ?? 'none'
  await expect(first.getByText(digits)).toBeVisible()
  await test.step('the preview', () => expectAccessible(second))
  await second.screenshot({ path: info.outputPath('preview-dark.png') })
  await dialog.getByRole('button', { name: 'Take it in' }).click()
  await expect(dialog).toContainText('Taken in.', { timeout: 60_000 })
  await dialog.getByRole('link', { name: 'Open the visit' }).click()
  await expect(second.getByRole('heading', { level: 1 })).toContainText('Tokyo')

  await goTo(second, '/exchange')
  await expect(second.getByRole('list', { name: 'Packs made and taken in' })).toContainText('in ')
  await second.screenshot({ path: info.outputPath('exchange-dark.png') })
  await second.locator('[data-pack-file]').setInputFiles(path)
  await dialog.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
  await second.keyboard.press('Enter')
  await expect(dialog).toContainText('You took this very pack in', { timeout: 60_000 })
})

test('a file that is no pack is refused with its own sentence, and the drop has a keyboard way', async ({ laptop }, info) => {
  test.setTimeout(300_000)
  const page = await laptop({ width: 1280, height: 800 })
  // Whoever listens takes choosers over, but only some time after the first listener: it must not be the one below.
  page.on('filechooser', () => undefined)
  await beginWithSample(page)
  await goTo(page, '/exchange')
  const open = page.getByRole('button', { name: 'Open a pack' })
  await open.focus()
  const chooser = page.waitForEvent('filechooser')
  await page.keyboard.press('Enter')
  await (await chooser).setFiles({ name: 'a.safarnoma', mimeType: 'text/plain', buffer: Buffer.from('hello') })
  await expect(page.getByRole('alert')).toContainText('This file is not a Safarnoma pack.')
  await page.screenshot({ path: info.outputPath('refused.png') })
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(open).toBeFocused()
  await page.getByRole('button', { name: /^Make a pack/ }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Make a pack' })
  await dialog.getByLabel('Passphrase').fill('short')
  await expect(dialog).toContainText('Too short')
  await page.keyboard.press('Enter')
  await expect(dialog).toContainText('Ten characters or more.')
  await test.step('the form', () => expectAccessible(page))
})

async function makePack(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: /^Make a pack/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Make a pack' })
  await dialog.getByLabel('Passphrase').fill(PASSPHRASE)
  await expect(dialog).toContainText('Strong')
  await test.step('the question', () => expectAccessible(page))
  await page.screenshot({ path: `${path}-make.png` })
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Make and save' }).click()
  await (await download).saveAs(path)
  await expect(dialog).toContainText('Saved as', { timeout: 60_000 })
  await page.screenshot({ path: `${path}-saved.png` })
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.screenshot({ path: `${path}-exchange.png` })
}
