import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from '../support/app-test.ts'
import { hashOf } from '../support/bytes.ts'
import { noisePicture } from '../support/pictures.ts'
import { beginWithSample } from './pages/begin.ts'
import { invite, joinWith, openMeeting, signInAsFirst } from './pages/delegates.ts'
import { closeByEscape } from './pages/escape.ts'
import { closeToast, whileToastsStay } from './pages/toasts.ts'

test.use({ ministryOf: 'attachments' })

const PICTURE = noisePicture(760, 640)
/** Bytes of a part. */
const PART = 256 * 1024
const TITLE = 'Files and photos'

const section = (page: Page) => page.getByRole('region', { name: TITLE })
const choose = (page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]) =>
  section(page).locator('input[type=file]').setInputFiles(files)

/** A recording in which nobody says anything: 8,000 samples a second, one byte each. */
function silence(seconds: number): Buffer {
  const samples = Buffer.alloc(8_000 * seconds, 0x80)
  const head = Buffer.from('RIFF....WAVEfmt ....................data....', 'latin1')
  head.writeUInt32LE(36 + samples.length, 4)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8_000, 24)
  head.writeUInt32LE(8_000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}

/** A picture from the clipboard, as a browser hands it to a page; another `seed`, another picture. */
const pasteInto = (page: Page, seed: string): Promise<void> =>
  page.evaluate(
    (bytes) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(bytes)], 'image.png', { type: 'image/png' }))
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
    },
    [...noisePicture(20, 20, seed)],
  )

/** Bytes of files that leave a page from now on. */
function countSent(page: Page): { bytes: number } {
  const sent = { bytes: 0 }
  page.on('request', (request) => {
    if (request.method() === 'PATCH') sent.bytes += request.postDataBuffer()?.length ?? 0
  })
  return sent
}

test('a photo is attached with no network, sent after a cut without the bytes that are there, and seen by a colleague', async ({
  laptop,
  ministry,
}) => {
  const owner = await laptop({ opensOffline: true, width: 1280, height: 800 })
  await beginWithSample(owner)
  await signInAsFirst(owner, ministry.setupCode ?? '')
  await expect(owner.getByRole('button', { name: 'Sign out' })).toBeVisible()
  await openMeeting(owner, 'Daiwa House')

  await test.step('B5 attached offline: stored here, with a thumbnail, and programs are refused', async () => {
    await owner.context().setOffline(true)
    await choose(owner, { name: 'model-house.png', mimeType: 'image/png', buffer: PICTURE })
    await expect(section(owner).getByRole('button', { name: 'model-house.png', exact: true })).toBeVisible()
    await expect(section(owner).locator('img')).toHaveJSProperty('complete', true)
    await expect(section(owner)).toContainText('On this laptop only')
    await choose(owner, { name: 'setup.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ a program in disguise') })
    await expect(owner.getByRole('alert').filter({ hasText: 'setup.pdf is a program' })).toBeVisible()
    await expect(section(owner).getByRole('listitem')).toHaveCount(1)
  })

  await test.step('B3 scenario 44: cut in the middle and started anew, it sends only what is missing', async () => {
    let parts = 0
    await owner.route('**/blobs/*/upload', async (route) => {
      if (route.request().method() === 'PATCH') parts += 1
      // The thumbnail is one part; three of the picture's get through.
      await (parts > 4 ? route.abort() : route.continue())
    })
    await owner.context().setOffline(false)
    await expect.poll(() => parts).toBeGreaterThan(4)
    // The page goes while its way is still cut: a try of its own would begin a part that the next page sends once more.
    const address = owner.url()
    await owner.goto('about:blank')
    await owner.unroute('**/blobs/*/upload')
    const sent = countSent(owner)
    await owner.goto(address)
    await expect(section(owner)).toContainText('With the ministry')
    expect(sent.bytes).toBeGreaterThan(0)
    expect(sent.bytes).toBeLessThanOrEqual(PICTURE.length - 3 * PART)
  })

  await test.step('a recording is played where it lies', async () => {
    await choose(owner, { name: 'words of welcome.wav', mimeType: 'audio/wav', buffer: silence(1) })
    await section(owner).getByRole('button', { name: 'words of welcome.wav', exact: true }).click()
    const player = owner.getByRole('dialog').locator('audio')
    await expect(player).toHaveJSProperty('duration', 1)
    await expectAccessible(owner)
    await whileToastsStay(owner, async () => {
      await owner.getByRole('dialog').getByRole('button', { name: 'Move to the trash' }).click()
      await expect(section(owner).getByRole('listitem')).toHaveCount(1)
      await closeToast(owner, 'Moved to trash')
    })
  })

  const colleague = await laptop({ opensOffline: true, width: 1280, height: 800, colorScheme: 'dark' })
  await joinWith(colleague, await invite(owner))
  await colleague.goto('/#/visits')
  await colleague.getByRole('link', { name: 'Working visit to Tokyo' }).first().click()

  await test.step('B5 the colleague has the thumbnail at once, and the picture when it is opened', async () => {
    await openMeeting(colleague, 'Daiwa House')
    await expect(section(colleague).locator('img')).toBeVisible()
    await expect(section(colleague)).toContainText('fetched when you open it')
    await expectAccessible(colleague)
    await section(colleague).getByRole('button', { name: 'model-house.png', exact: true }).press('Enter')
    const dialog = colleague.getByRole('dialog', { name: 'model-house.png' })
    await expect(dialog.locator('img[data-whole=true]')).toBeVisible()
    await expectAccessible(colleague)
    const [download] = await Promise.all([colleague.waitForEvent('download'), dialog.getByRole('button', { name: 'Save a copy' }).click()])
    expect(download.suggestedFilename()).toBe('model-house.png')
    expect(hashOf(await readFile(await download.path()))).toBe(hashOf(PICTURE))
    await dialog.getByRole('textbox', { name: 'Caption' }).fill('The model house by the river')
    await dialog.getByRole('textbox', { name: 'Caption' }).press('Enter')
    await closeByEscape(colleague)
    await expect(section(colleague).getByRole('button', { name: 'The model house by the river' })).toBeVisible()
  })

  await test.step('the page of the meeting takes a pasted picture; what is deleted comes back by Undo', async () => {
    await openMeeting(owner, 'Daiwa House')
    await pasteInto(owner, 'pasted')
    await expect(section(owner).getByRole('listitem')).toHaveCount(2)
    await whileToastsStay(owner, async () => {
      await section(owner).getByRole('button', { name: 'Move image.png to the trash' }).press('Enter')
      await expect(section(owner).getByRole('listitem')).toHaveCount(1)
      await owner.locator('.mantine-Notification-root', { hasText: 'Moved to trash' }).getByRole('button', { name: 'Undo' }).click()
    })
    await expect(section(owner).getByRole('listitem')).toHaveCount(2)
  })

  await test.step('several files are said once, beside what was refused, and taken back together', async () => {
    const plain = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(name) })
    await whileToastsStay(owner, async () => {
      await choose(owner, plain('one.txt'), { ...plain('none.txt'), buffer: Buffer.alloc(0) }, plain('two.txt'))
      await expect(owner.getByRole('alert').filter({ hasText: 'none.txt is empty' })).toBeVisible()
      await expect(section(owner).getByRole('listitem')).toHaveCount(4)
      await owner.locator('.mantine-Notification-root', { hasText: '2 files attached' }).getByRole('button', { name: 'Undo' }).click()
    })
    await expect(section(owner).getByRole('listitem')).toHaveCount(2)
  })

  await test.step('an agreement has files of its own, in its form and on its page, and shows none of the meeting’s', async () => {
    const agreed = owner.getByRole('textbox', { name: 'What was agreed' })
    await agreed.fill('A model house is built in Samarkand')
    await agreed.press('Enter')
    await owner.getByRole('button', { name: 'A model house is built in Samarkand', exact: true }).click()
    const form = owner.getByRole('dialog')
    const files = form.getByRole('region', { name: TITLE })
    await expect(files).toBeVisible()
    await expect(files.getByRole('listitem')).toHaveCount(0)
    // The meeting's own list stands behind it: two regions of one page have two names.
    await expect(owner.locator(`section[aria-label="${TITLE}"]`)).toHaveCount(1)
    // Both lists stand on the screen: what is pasted goes to the one in front.
    await pasteInto(owner, 'of the agreement')
    await expect(files.getByRole('listitem')).toHaveCount(1)
    await expectAccessible(owner)
    await closeByEscape(owner)
    await expect(section(owner).getByRole('listitem')).toHaveCount(2)
    const visit = /visit\/([^/]+)/.exec(owner.url())?.[1] ?? ''
    await owner.goto(`/#/visit/${visit}/register?view=board`)
    await owner.getByRole('link', { name: 'A model house is built in Samarkand' }).press('Enter')
    await expect(owner.getByRole('heading', { level: 1, name: 'A model house is built in Samarkand' })).toBeVisible()
    await choose(owner, { name: 'letter.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 a letter') })
    await expect(section(owner).getByRole('listitem')).toHaveCount(2)
    await section(owner).getByRole('button', { name: 'letter.pdf', exact: true }).press('Enter')
    await expect(owner.getByRole('dialog', { name: 'letter.pdf' }).getByRole('button', { name: 'Save a copy' })).toBeEnabled()
    await closeByEscape(owner)
    await expectAccessible(owner)
    await section(owner).getByRole('button', { name: 'Move letter.pdf to the trash' }).press('Enter')
    await section(owner).getByRole('button', { name: 'Move image.png to the trash' }).press('Enter')
    await expect(section(owner).getByRole('listitem')).toHaveCount(0)
  })

  await test.step('B5 Exchange tells of files, and a visit is kept offline', async () => {
    await colleague.goto('/#/exchange')
    const keep = colleague.getByRole('switch', { name: /^Keep offline/ })
    await keep.press('Space')
    await expect(keep).toBeChecked()
    await expect(colleague.getByText(/2 files, .*nothing to send/)).toBeVisible()
    await expectAccessible(colleague)
    await colleague.getByRole('button', { name: /^Make a pack/ }).click()
    await expect(colleague.getByRole('dialog')).toContainText(
      '2 attached files are named in the pack. The files themselves come from the ministry',
    )
  })
})
