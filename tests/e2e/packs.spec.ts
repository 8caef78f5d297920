import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from '../support/app-test.ts'
import { beginWithSample, goTo, sayName } from './pages/begin.ts'
import { closeByEscape } from './pages/escape.ts'

const PASSPHRASE = 'seven quiet cranes over Tashkent'

test('a visit goes from one laptop to another as a pack: made, looked at, taken in, and named in the list', async ({ laptop }, info) => {
  test.setTimeout(600_000)
  const first = await laptop({ width: 1280, height: 800 })
  await beginWithSample(first)
  await goTo(first, '/exchange')
  await expect(first.getByText('Nobody is signed in on this laptop.', { exact: false })).toBeVisible()
  await expect(first.getByRole('button', { name: 'Send now' })).toHaveCount(0)
  const path = info.outputPath('visit.safarnoma')
  await makePack(first, path)
  expect((await readFile(path)).subarray(0, 22).toString('latin1')).toBe('age-encryption.org/v1\n')
  await expect(first.getByRole('list', { name: 'Packs made and taken in' })).toContainText('.safarnoma')

  const second = await laptop({ width: 1280, height: 420, colorScheme: 'dark' })
  await sayName(second, 'Delegate B')
  await goTo(second, '/exchange')
  await second.locator('[data-pack-file]').setInputFiles(path)
  const dialog = second.getByRole('dialog', { name: 'Open a pack' })
  await dialog.getByLabel('Passphrase', { exact: true }).fill('not this one')
  await dialog.getByLabel('Passphrase', { exact: true }).press('Enter')
  await expect(dialog).toContainText('This is not the passphrase of the pack. Ask your colleague')
  await test.step('the keyboard stays where the next try is typed', async () => {
    await expect(dialog.getByLabel('Passphrase', { exact: true })).toBeFocused()
    await second.keyboard.type(PASSPHRASE)
    await second.keyboard.press('Enter')
  })
  await expect(dialog.getByRole('heading', { name: 'New' })).toBeVisible()
  await expect(dialog.getByText('From Delegate A, ', { exact: false }), 'a long preview begins with who made it').toBeInViewport({
    ratio: 1,
  })
  // The step before took the keyboard with it, and this one has it at its beginning.
  await expect(dialog.locator(':focus')).toContainText('From Delegate A')
  await second.keyboard.press('Tab')
  await expect(dialog.getByRole('button', { name: /more$/ })).toBeFocused()
  await expect(dialog).toContainText('First pack from this laptop')
  const digits = /\d{5}( \d{5}){5}/.exec(await dialog.innerText())?.[0] ?? 'none'
  await expect(first.getByText(digits)).toBeVisible()
  await test.step('the preview', () => expectAccessible(second))
  await second.screenshot({ path: info.outputPath('preview-dark.png') })
  await dialog.getByRole('button', { name: 'Take it in' }).click()
  await expect(dialog).toContainText('Taken in.')
  await dialog.getByRole('link', { name: 'Open the visit' }).click()
  await expect(second.getByRole('heading', { level: 1 })).toContainText('Tokyo')

  await goTo(second, '/exchange')
  await expect(second.getByRole('list', { name: 'Packs made and taken in' })).toContainText('in ')
  await second.screenshot({ path: info.outputPath('exchange-dark.png') })
  await second.locator('[data-pack-file]').setInputFiles(path)
  await dialog.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
  await dialog.getByLabel('Passphrase', { exact: true }).press('Enter')
  await expect(dialog).toContainText('You took this very pack in')
})

test('a file that is no pack is refused with its own sentence, and the drop has a keyboard way', async ({ laptop }, info) => {
  test.setTimeout(300_000)
  const page = await laptop({ width: 1280, height: 800 })
  // Whoever listens takes choosers over, but only some time after the first listener: it must not be the one below.
  page.on('filechooser', () => undefined)
  await beginWithSample(page)
  await goTo(page, '/exchange')
  const open = page.getByRole('button', { name: 'Open a pack' })
  const chooser = page.waitForEvent('filechooser')
  await open.press('Enter')
  await (await chooser).setFiles({ name: 'a.safarnoma', mimeType: 'text/plain', buffer: Buffer.from('hello') })
  await expect(page.getByRole('alert')).toContainText('This file is not a Safarnoma pack.')
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Open another file' })).toBeVisible()
  await page.screenshot({ path: info.outputPath('refused.png') })
  await closeByEscape(page)
  await expect(open).toBeFocused()
  await page.getByRole('button', { name: /^Make a pack/ }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Make a pack' })
  await dialog.getByLabel('Passphrase').fill('short')
  await expect(dialog).toContainText('Too short')
  await dialog.getByLabel('Passphrase').press('Enter')
  await expect(dialog).toContainText('Ten characters or more.')
  const [field, button] = [dialog.getByLabel('Passphrase'), dialog.getByRole('button', { name: 'Another one' })]
  const middle = async (of: typeof field): Promise<number> => {
    const box = await of.boundingBox()
    return box === null ? Number.NaN : box.y + box.height / 2
  }
  expect(Math.abs((await middle(field)) - (await middle(button))), 'the button stands beside its field').toBeLessThan(1)
  await page.screenshot({ path: info.outputPath('short.png') })
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
  await expect(dialog).toContainText('Saved as')
  await expect(dialog.getByRole('button', { name: 'Done' })).toBeFocused()
  await page.screenshot({ path: `${path}-saved.png` })
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.screenshot({ path: `${path}-exchange.png` })
}
