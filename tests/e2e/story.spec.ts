import type { BrowserContext, Page } from '@playwright/test'
import { expect, expectAccessible, test } from '../support/app-test.ts'
import { startLoggingProxy, type LoggingProxy } from '../support/logging-proxy.ts'
import { changeAgreement, invite, joinWith, openMeeting, sendNow, signInAsFirst } from './pages/delegates.ts'
import { freePort } from '../support/free-port.ts'
import { startMinistry, temporaryFolder, type Ministry } from '../support/ministry.ts'

/**
 * The main job as two delegates do it: the first start, the Tokyo visit with no network, what came out of a meeting, the
 * ministry, a colleague, two versions of one agreement. Every byte of both browsers goes through one proxy that notes the hosts.
 */
test.describe.configure({ mode: 'serial' })

let ministry: Ministry
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let port: number
let proxy: LoggingProxy
const contexts: BrowserContext[] = []

test.beforeAll(async () => {
  folder = await temporaryFolder('story')
  port = await freePort()
  ministry = await startMinistry({ data: folder.path, port })
  proxy = await startLoggingProxy()
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await proxy.stop()
  await ministry.stop()
  await folder.remove()
})

test('two delegates, a day with no network, and the ministry', async ({ browser }) => {
  test.setTimeout(600_000)
  const openLaptop = async (): Promise<Page> => {
    const context = await browser.newContext({
      baseURL: ministry.address,
      proxy: { server: proxy.address, bypass: '<-loopback>' },
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      reducedMotion: 'reduce',
    })
    contexts.push(context)
    return context.newPage()
  }

  const owner = await openLaptop()
  await test.step('first start: a name, the sample, no account', async () => {
    await owner.goto('/')
    await owner.getByRole('textbox', { name: 'Your name' }).fill('Delegate A')
    await owner.getByRole('button', { name: 'Continue' }).click()
    await owner.getByRole('button', { name: /Load the sample visit/ }).click()
    await expect(owner.getByRole('heading', { level: 1, name: 'Working visit to Tokyo' })).toBeVisible()
    await expect(owner.getByText('18 of 18')).toBeVisible()
    await owner.evaluate(() => navigator.serviceWorker.ready)
  })

  await test.step('the cable is cut: a start with no network finds everything, and nothing is disabled', async () => {
    proxy.cut()
    await owner.reload()
    await expect(owner.getByRole('heading', { level: 1, name: 'Working visit to Tokyo' })).toBeVisible()
    await openMeeting(owner, 'Daiwa House')
    await expect(owner.locator('button:disabled:not([aria-label])')).toHaveCount(0)
  })

  await test.step('an agreement, a commitment and a note are taken', async () => {
    const agreed = owner.getByRole('textbox', { name: 'What was agreed' })
    await agreed.fill('Ten designers come for a short course')
    await agreed.press('Enter')
    await expect(owner.getByRole('button', { name: 'Ten designers come for a short course', exact: true })).toBeVisible()
    const promised = owner.getByRole('textbox', { name: 'What we promised' })
    await promised.fill('Send the residency terms')
    await promised.press('Enter')
    await owner.getByRole('button', { name: 'Begin a note' }).click()
    await owner.getByRole('textbox', { name: 'Note by Delegate A' }).click()
    await owner.keyboard.type('They asked about residency. 東京での会議。')
    await expect(owner.getByText(/Saved on this laptop/)).toBeVisible()
    await expectAccessible(owner)
  })

  await test.step('after a reload with no network every word is there', async () => {
    await owner.reload()
    await expect(owner.getByRole('button', { name: 'Ten designers come for a short course', exact: true })).toBeVisible()
    await expect(owner.getByRole('textbox', { name: 'Note by Delegate A' })).toContainText('They asked about residency. 東京での会議。')
  })

  await test.step('the cable is back: the ministry is set up and has everything, with times', async () => {
    proxy.mend()
    await signInAsFirst(owner, ministry.setupCode ?? '')
    await expect(owner.getByText('Everything you wrote has been received by the ministry.')).toBeVisible()
    await expectAccessible(owner)
  })

  const colleague = await openLaptop()
  await test.step('a colleague joins by an invitation code and sees agreement and note', async () => {
    const code = await invite(owner)
    await joinWith(colleague, code)
    await colleague.goto('/#/visits')
    await colleague.getByRole('link', { name: 'Working visit to Tokyo' }).first().click()
    await openMeeting(colleague, 'Daiwa House')
    await expect(colleague.getByRole('button', { name: 'Ten designers come for a short course', exact: true })).toBeVisible()
    await colleague.getByRole('tab', { name: 'Note by Delegate A' }).click()
    await expect(colleague.getByRole('textbox', { name: 'Note by Delegate A' })).toContainText('東京での会議。')
    // From here on the whole program is on this laptop too; a page that is not loaded yet opens with no network.
    await colleague.waitForFunction(() => navigator.serviceWorker.controller !== null)
  })

  await test.step('both change the same agreement with no network: nothing is lost, both see both versions', async () => {
    proxy.cut()
    await openMeeting(owner, 'Daiwa House')
    await changeAgreement(owner, 'Ten designers come for a short course', 'Ten designers come in June')
    await changeAgreement(colleague, 'Ten designers come for a short course', 'Twenty designers come for a short course')
    proxy.mend()
    for (const page of [owner, colleague, owner]) await sendNow(page)
    for (const page of [owner, colleague]) {
      await page.goto('/#/exchange')
      await expect(page.getByRole('heading', { name: /Needs your choice/ })).toBeVisible()
      const versions = page.getByRole('table')
      await expect(versions).toContainText('Ten designers come for a short course')
      await expect(versions).toContainText('Ten designers come in June')
      await expect(versions).toContainText('Twenty designers come for a short course')
      await expectAccessible(page)
    }
  })

  await test.step('the cable breaks in the middle of sending, and the server restarts: it all arrives once', async () => {
    await openMeeting(owner, 'Zeroboard')
    for (let line = 1; line <= 12; line += 1) {
      const agreed = owner.getByRole('textbox', { name: 'What was agreed' })
      await agreed.fill(`Point ${line} of the outsourcing centre`)
      if (line === 6) proxy.cutAfter(300)
      await agreed.press('Enter')
      await expect(owner.getByRole('button', { name: `Point ${line} of the outsourcing centre`, exact: true })).toBeVisible()
    }
    await ministry.stop()
    ministry = await startMinistry({ data: folder.path, port })
    proxy.mend()
    await sendNow(owner)
    await sendNow(colleague)
    await openMeeting(colleague, 'Zeroboard')
    for (const line of [1, 6, 12]) {
      await expect(colleague.getByRole('button', { name: `Point ${line} of the outsourcing centre`, exact: true })).toHaveCount(1)
    }
  })

  expect([...proxy.hosts]).toEqual([`127.0.0.1:${port}`])
})
