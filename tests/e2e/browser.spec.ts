import type { Page } from '@playwright/test'
import { routes } from '@shared/sync/protocol.ts'
import { expect, expectAccessible, test } from '../support/app-test.ts'
import { beginEmpty, sayName } from './pages/begin.ts'
import { sendNow, signInAsFirst } from './pages/delegates.ts'

test.use({ ministryOf: 'what a browser does' })

/** Counts how often a tab opened the line on which the server tells of changes. */
function linesOf(page: Page): { count: number } {
  const lines = { count: 0 }
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === routes.live.path) lines.count += 1
  })
  return lines
}

test('two tabs keep one line, and the second takes it over; a browser that throws the database away gets back what was received', async ({
  laptop,
  ministry,
}, info) => {
  const first = await laptop()
  const lines = linesOf(first)
  await beginEmpty(first, 'Seoul, June 2025')
  // Nothing is missed where nothing was.
  await expect(first.getByText('The browser has removed', { exact: false })).toHaveCount(0)
  await signInAsFirst(first, ministry.setupCode ?? '')
  await sendNow(first)
  await expect.poll(() => lines.count).toBeGreaterThan(0)

  await test.step('one leader, and after it the other', async () => {
    const second = await first.context().newPage()
    const linesOfSecond = linesOf(second)
    await second.goto('/#/visits')
    await expect(second.getByRole('link', { name: 'Seoul, June 2025' }).first()).toBeVisible()
    // What the second tab asks for by itself it has asked for once its round is over.
    await sendNow(second)
    expect(linesOfSecond.count).toBe(0)
    await first.close()
    await expect.poll(() => linesOfSecond.count).toBeGreaterThan(0)

    await test.step('eviction', async () => {
      const session = await second.context().newCDPSession(second)
      await session.send('Storage.clearDataForOrigin', { origin: ministry.address, storageTypes: 'indexeddb' })
      await second.goto('about:blank')
      await second.goto(`${ministry.address}/`)
      const said = second.getByText('The browser has removed what Safarnoma kept here.', { exact: false })
      await expect(said).toBeVisible()
      await second.screenshot({ path: info.outputPath('thrown-away.png') })
      await sayName(second)
      await second.goto(`${ministry.address}/#/exchange`)
      await expect(second.getByText('when you sign in as delegate.a again', { exact: false })).toBeVisible()
      await expectAccessible(second)
      await second.screenshot({ path: info.outputPath('thrown-away-exchange.png') })
      await expect(second.getByRole('textbox', { name: 'Account' })).toHaveValue('delegate.a')
      await second.getByRole('textbox', { name: 'Password' }).fill('a long enough password')
      await second.getByRole('button', { name: 'Sign in', exact: true }).click()
      await expect(said).toHaveCount(0)
      // What it was for the ministry is over.
      await expect(second.getByRole('list', { name: 'Your laptops' })).toContainText('this entry is not in use any more')
      await second.goto(`${ministry.address}/#/visits`)
      await expect(second.getByRole('link', { name: 'Seoul, June 2025' }).first()).toBeVisible()
    })
  })
})
