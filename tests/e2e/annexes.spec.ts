import type { Download, Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import { readFile } from 'node:fs/promises'
import { plainJpeg } from '@memos/picture/plain-jpeg.ts'
import { expect, test } from '../support/app-test.ts'
import { hashOf } from '../support/bytes.ts'
import { lintDocx } from '../support/docx-lint.ts'
import { JPEGS, METADATA, metadataWord, noisePicture, withMetadata } from '../support/pictures.ts'
import { beginWithSample } from './pages/begin.ts'
import { openMeeting } from './pages/delegates.ts'
import { closeByEscape } from './pages/escape.ts'

const files = (page: Page) => page.getByRole('region', { name: 'Files and photos' })
const preview = (page: Page) => page.frameLocator('iframe')

async function saved(page: Page): Promise<Uint8Array> {
  const [download]: [Download, void] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the Word file' }).click(),
  ])
  return readFile(await download.path())
}

const picturesIn = (bytes: Uint8Array): Uint8Array[] =>
  Object.entries(unzipSync(bytes)).flatMap(([name, part]) => (name.startsWith('word/media/') ? [part] : []))

/** Tasks of the page that a person would feel. */
const longestTask = (page: Page): Promise<number> => page.evaluate(() => Math.max(0, ...(window as unknown as { tasks: number[] }).tasks))

test('photos of a meeting are printed in the report, small, without where they were taken, and for the other side when released', async ({
  laptop,
}) => {
  const page = await laptop({ width: 1440, height: 900 })
  await beginWithSample(page)
  await openMeeting(page, 'Daiwa House')
  const attached = [
    { name: 'model-house.png', mimeType: 'image/png', buffer: noisePicture(1_600, 1_200) },
    { name: 'garden.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(withMetadata(JPEGS.baseline)) },
    { name: 'programme.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 sample') },
  ]
  await files(page).locator('input[type=file]').setInputFiles(attached)
  await expect(files(page).getByRole('listitem')).toHaveCount(3)
  await page.evaluate(() => {
    const tasks: number[] = []
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' })
    Object.assign(window, { tasks })
  })
  await page.getByRole('button', { name: 'Export memo' }).click()
  // The memo names what is attached and prints no picture.
  await expect(preview(page).getByText('programme.pdf').first()).toBeVisible()
  await expect(preview(page).locator('img')).toHaveCount(0)
  await page.getByRole('combobox', { name: 'Document', exact: true }).selectOption('report')
  await expect(preview(page).getByText('Annex: photographs').first()).toBeVisible()
  // An image that has no bytes yet is complete as well.
  await expect
    .poll(() =>
      preview(page)
        .locator('img')
        .first()
        .evaluate((img: HTMLImageElement) => img.naturalWidth),
    )
    .toBeGreaterThan(0)
  await expect(preview(page).getByText('programme.pdf').first()).toBeVisible()
  test.info().annotations.push({ type: 'longest task of the page, ms', description: String(await longestTask(page)) })

  const own = await saved(page)
  expect(lintDocx(own)).toEqual([])
  const sizes = picturesIn(own).map((picture) => plainJpeg(picture))
  expect(sizes.map((picture) => [picture?.width, picture?.height])).toEqual(
    expect.arrayContaining([
      [1_024, 768],
      [34, 47],
    ]),
  )
  for (const picture of picturesIn(own)) {
    const words = Buffer.from(picture).toString('latin1')
    for (const where of METADATA) expect(words).not.toContain(metadataWord(where))
  }
  expect(hashOf(await saved(page))).toBe(hashOf(own))

  await test.step('the other side sees nothing of it until somebody says that it may', async () => {
    await page.getByText('Other side too').click()
    await expect(page.getByRole('region', { name: 'Held back' })).toContainText('model-house.png')
    await expect(preview(page).getByText('Annex: photographs')).toHaveCount(0)
    expect(picturesIn(await saved(page))).toEqual([])
    const back = page.url()
    await page.goto(`${back.split('#')[0]}#/`)
    await openMeeting(page, 'Daiwa House')
    await files(page).getByRole('button', { name: 'garden.jpg', exact: true }).click()
    const released = page.getByRole('checkbox', { name: 'May be shown to the other side' })
    await released.click()
    await expect(released).toBeChecked()
    await closeByEscape(page)
    await expect(files(page)).toContainText('May be shown to the other side')
    await page.goto(back)
    await expect(preview(page).getByText('garden.jpg').first()).toBeVisible()
    expect(picturesIn(await saved(page))).toHaveLength(1)
  })
})
