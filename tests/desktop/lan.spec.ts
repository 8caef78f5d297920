import type { Page } from '@playwright/test'
import { expectAccessible } from '../support/app-test.ts'
import { beginWithSample, goTo, sayName } from '../e2e/pages/begin.ts'
import { changeAgreement, openMeeting } from '../e2e/pages/delegates.ts'
import { expect, test, type Host } from './host.ts'

/** Two desktops on one network, each with its own main: no server anywhere, and no stick. */
const AGREED = 'Ten designers come for a short course'

test('two laptops exchange a visit both ways: an agreement that both changed, and a note; a second time changes nothing', async ({
  start,
}, info) => {
  test.setTimeout(600_000)
  const first = await start({ isRealPage: true })
  await onOneNetwork(first)
  const a = first.page
  await a.setViewportSize({ width: 1280, height: 800 })
  await beginWithSample(a)
  await openMeeting(a, 'Daiwa House')
  const agreed = a.getByRole('textbox', { name: 'What was agreed' })
  await agreed.fill(AGREED)
  await agreed.press('Enter')
  await expect(a.getByRole('button', { name: AGREED, exact: true })).toBeVisible()
  await a.getByRole('button', { name: 'Begin a note' }).click()
  await a.getByRole('textbox', { name: 'Note by Delegate A' }).click()
  await a.keyboard.type('They asked about residency. 東京での会議。')

  const second = await start({ isRealPage: true, profile: `${first.folder}/second` })
  await onOneNetwork(second)
  const b = second.page
  await b.setViewportSize({ width: 1440, height: 900 })
  await b.emulateMedia({ colorScheme: 'dark' })
  await sayName(b, 'Delegate B')

  await test.step('the code is shown, typed wrong, pasted right; each sees who the other is', async () => {
    const text = await showCode(a)
    await test.step('the code', () => expectAccessible(a))
    await expectKeyboardInside(a)
    await a.screenshot({ path: info.outputPath('code-1280.png') })
    await enter(
      b,
      text.replace(/.$/, (last) => (last === '2' ? '3' : '2')),
    )
    await expect(dialogOf(b).getByRole('alert')).toContainText('This is not the code that the other laptop shows.')
    await b.screenshot({ path: info.outputPath('wrong-code-dark-1440.png') })
    await test.step('the wrong code', () => expectAccessible(b))
    await expect(dialogOf(a)).toContainText('Somebody typed a wrong code.')
    await expectKeyboardInside(b)
    await dialogOf(b).getByRole('button', { name: 'Begin again' }).press('Enter')
    await expect(dialogOf(b).getByRole('button', { name: 'Show a code here' })).toBeFocused()
    await fillIn(b, text)
    for (const [page, name, other] of [
      [a, 'Delegate B', b],
      [b, 'Delegate A', a],
    ] as const) {
      await expect(dialogOf(page)).toContainText(`${name} has the code.`)
      const digits = await dialogOf(page).innerText()
      const [theirs = 'none'] = /\d{5}( \d{5}){5}/.exec(digits) ?? []
      await expect(dialogOf(other)).toContainText(`This laptop’s digits, to compare by voice: ${theirs}`)
    }
    for (const page of [a, b]) await expectKeyboardInside(page)
    await a.screenshot({ path: info.outputPath('met-1280.png') })
    await test.step('the other laptop', () => expectAccessible(b))
  })

  await test.step('the visit and the note go over, and are looked at before they are taken in', async () => {
    await confirm(a)
    await expect(dialogOf(a)).toContainText('Nothing has gone yet.')
    await confirm(b)
    await expect(dialogOf(b).getByRole('heading', { name: 'New' })).toBeVisible()
    for (const page of [a, b]) await expectKeyboardInside(page)
    await b.screenshot({ path: info.outputPath('preview-dark-1440.png') })
    await test.step('the preview', () => expectAccessible(b))
    await expect(dialogOf(a)).toContainText('looks at it before taking it in')
    await takeIn(b)
    await expect(dialogOf(a)).toContainText('Delegate B took it in.')
    for (const page of [a, b]) await expectKeyboardInside(page)
    await a.screenshot({ path: info.outputPath('done-1280.png') })
    await closeDialogs(a, b)
    await goTo(b, '/visits')
    await b.getByRole('link', { name: 'Working visit to Tokyo' }).first().click()
    await openMeeting(b, 'Daiwa House')
    await expect(b.getByRole('button', { name: AGREED, exact: true })).toBeVisible()
    await b.getByRole('tab', { name: 'Note by Delegate A' }).click()
    await expect(b.getByRole('textbox', { name: 'Note by Delegate A' })).toContainText('東京での会議。')
  })

  await test.step('both changed the agreement meanwhile: both have both versions', async () => {
    await openMeeting(a, 'Daiwa House')
    await changeAgreement(a, AGREED, 'Ten designers come in June')
    await changeAgreement(b, AGREED, 'Twenty designers come for a short course')
    await exchangeBothWays(b, a)
    for (const page of [a, b]) {
      await goTo(page, '/exchange')
      const versions = page.getByRole('table')
      await expect(versions).toContainText('Ten designers come in June')
      await expect(versions).toContainText('Twenty designers come for a short course')
    }
  })

  await test.step('once more, the other way round: everything is here already', async () => {
    // What each found out about the two versions goes over first.
    await exchangeBothWays(a, b)
    const { a: ofA, b: ofB } = await meet(a, b)
    expect([ofA, ofB]).toEqual(['known', 'known'])
    for (const page of [a, b]) await confirm(page)
    for (const page of [a, b]) {
      await expect(dialogOf(page)).toContainText('Everything in it is here already.')
      await dialogOf(page).getByRole('button', { name: 'Done' }).click()
    }
    for (const page of [a, b]) await expect(dialogOf(page)).toContainText('took it in.')
  })
})

test('says in plain words why it fails, and closes its port with the dialog, with a new page and with the program', async ({ start }) => {
  test.setTimeout(300_000)
  const host = await start({ isRealPage: true })
  const { page } = host
  await sayName(page, 'Delegate A')
  await goTo(page, '/exchange')
  await host.evaluate(() => {
    const os = process.getBuiltinModule('node:os')
    os.networkInterfaces = () => ({})
    process.getBuiltinModule('node:module').syncBuiltinESMExports()
  }, null)
  await page.getByRole('button', { name: 'Exchange on this network' }).click()
  await expect(dialogOf(page).getByRole('alert')).toContainText('This laptop is on no network.')
  // A colleague opens a hotspot meanwhile.
  await onOneNetwork(host)
  await dialogOf(page).getByRole('button', { name: 'Look again' }).press('Enter')
  await expect(dialogOf(page).getByRole('button', { name: 'Show a code here' })).toBeFocused()
  await page.keyboard.press('Escape')

  const isOpen = (port: number): Promise<boolean> =>
    host.evaluate(
      (_electron, number) =>
        new Promise<boolean>((resolve) => {
          const socket = process.getBuiltinModule('node:net').connect(number, '127.0.0.1')
          socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
          socket.once('connect', () => socket.destroy())
        }),
      port,
    )
  const portOf = (text: string): number => Number(text.split(':')[2])
  const first = portOf(await showCode(page))
  expect(await isOpen(first)).toBe(true)
  await page.keyboard.press('Escape')
  await expect.poll(() => isOpen(first)).toBe(false)
  const second = portOf(await showCode(page))
  expect(await isOpen(second)).toBe(true)
  await page.reload()
  await expect.poll(() => isOpen(second)).toBe(false)

  await goTo(page, '/exchange')
  for (const [text, words] of [
    [`SAFARNOMA:127.0.0.1:${second}:ABCDEFGH`, 'Safarnoma is not waiting there'],
    ['SAFARNOMA:8.8.8.8:4819:ABCDEFGH', 'on no network that both laptops could share'],
  ] as const) {
    await enter(page, text)
    const alert = dialogOf(page).getByRole('alert')
    await expect(alert).toContainText(words)
    await expect(alert).toContainText('Nothing was taken in half.')
    await page.keyboard.press('Escape')
  }
  await page.getByRole('button', { name: 'Exchange on this network' }).click()
  await dialogOf(page).getByRole('button', { name: 'Enter the other laptop’s code' }).click()
  await dialogOf(page).getByRole('button', { name: 'Connect' }).click()
  await expect(dialogOf(page)).toContainText('This is no address.')
  await expect(dialogOf(page)).toContainText('The code has eight letters and digits.')
})

/** This computer as a network of its own for both: whatever networks the machine of the test has, the two are on this one. */
async function onOneNetwork({ evaluate }: Host): Promise<void> {
  await evaluate(() => {
    const os = process.getBuiltinModule('node:os')
    const here = {
      address: '127.0.0.1',
      netmask: '255.0.0.0',
      family: 'IPv4' as const,
      mac: '00:00:00:00:00:00',
      internal: false,
      cidr: null,
    }
    os.networkInterfaces = () => ({ 'Wi-Fi': [here] })
    process.getBuiltinModule('node:module').syncBuiltinESMExports()
  }, null)
}

/** Each step brings the keyboard along: what led there is gone. */
const expectKeyboardInside = (page: Page): Promise<void> => expect(dialogOf(page).locator(':focus')).toHaveCount(1)

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Exchange on this network' })

/** The text of the QR code, of a laptop that waits. */
async function showCode(page: Page): Promise<string> {
  await goTo(page, '/exchange')
  await page.getByRole('button', { name: 'Exchange on this network' }).click()
  await dialogOf(page).getByRole('button', { name: 'Show a code here' }).click()
  const text = await dialogOf(page).getByRole('textbox', { name: 'The same as text, to copy' }).inputValue()
  await expect(dialogOf(page).getByRole('img', { name: text })).toBeVisible()
  return text
}

async function enter(page: Page, text: string): Promise<void> {
  await goTo(page, '/exchange')
  await page.getByRole('button', { name: 'Exchange on this network' }).click()
  await fillIn(page, text)
}

async function fillIn(page: Page, text: string): Promise<void> {
  await dialogOf(page).getByRole('button', { name: 'Enter the other laptop’s code' }).click()
  await dialogOf(page).getByRole('textbox', { name: 'Address' }).fill(text)
  await page.keyboard.press('Enter')
}

async function meet(host: Page, guest: Page): Promise<{ a: string; b: string }> {
  await enter(guest, await showCode(host))
  const sides = [host, guest].map(async (page) => {
    await expect(dialogOf(page).getByRole('button', { name: 'It is them: exchange' })).toBeVisible()
    return (await dialogOf(page).innerText()).includes('You have exchanged with this laptop before.') ? 'known' : 'new'
  })
  const [a = '', b = ''] = await Promise.all(sides)
  return { a, b }
}

const confirm = (page: Page): Promise<void> => dialogOf(page).getByRole('button', { name: 'It is them: exchange' }).click()

async function takeIn(page: Page): Promise<void> {
  await dialogOf(page).getByRole('button', { name: 'Take it in' }).click()
  await expect(dialogOf(page)).toContainText('Taken in.')
}

async function exchangeBothWays(host: Page, guest: Page): Promise<void> {
  await meet(host, guest)
  await confirm(host)
  await confirm(guest)
  for (const page of [host, guest]) {
    const dialog = dialogOf(page)
    // Where one side has everything already there is nothing to take in.
    await dialog
      .getByRole('button', { name: 'Take it in' })
      .or(dialog.getByRole('button', { name: 'Done', exact: true }))
      .click()
  }
  for (const page of [host, guest]) await expect(dialogOf(page)).toContainText('took it in.')
  await closeDialogs(host, guest)
}

async function closeDialogs(...pages: readonly Page[]): Promise<void> {
  for (const page of pages) {
    await dialogOf(page).getByRole('button', { name: 'Done', exact: true }).click()
    await expect(dialogOf(page)).toHaveCount(0)
  }
}
