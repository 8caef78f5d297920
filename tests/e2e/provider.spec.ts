import type { Browser, Page } from '@playwright/test'
import { expect, expectAccessible, test } from '../support/app-test.ts'
import { PROVIDER, startMinistryWithProvider } from '../support/ministry-with-provider.ts'
import { sayName } from './pages/begin.ts'
import { signInAsFirst } from './pages/delegates.ts'

/** Sign-in at a real OpenID Connect provider, in the browser edition: the page leaves, the provider's own page, and back. */
let served: Awaited<ReturnType<typeof startMinistryWithProvider>>
test.beforeAll(async () => {
  served = await startMinistryWithProvider()
})
test.afterAll(() => served.stop())

async function begin(browser: Browser, name: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: served.ministry.address, locale: 'en-GB', reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto('/')
  await sayName(page, name)
  return page
}

/** On the provider's own pages. */
async function signInThere(page: Page, login: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(login)
  await page.getByPlaceholder('and password').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

const button = (page: Page) => page.getByRole('button', { name: `Sign in with ${PROVIDER}` })
const exchange = async (page: Page): Promise<void> => {
  await page.goto('/#/exchange')
  await expect(button(page)).toBeVisible()
}

test('somebody signs in at the ministry’s provider, and every way in which that fails is said', async ({ browser }) => {
  const administrator = await begin(browser, 'Delegate A')
  await exchange(administrator)
  await expectAccessible(administrator)
  await signInAsFirst(administrator, served.ministry.setupCode ?? '')
  await expect(administrator.getByRole('button', { name: 'Sign out' })).toBeVisible()

  const page = await begin(browser, 'Delegate B')
  await test.step('cancelled there', async () => {
    await exchange(page)
    await button(page).click()
    await page.getByRole('link', { name: /cancel/i }).click()
    await expect(page.getByRole('alert')).toContainText(`The sign-in at ${PROVIDER} was refused or cancelled`)
    await expect(page).not.toHaveURL(/refused/)
  })

  await test.step('a link that somebody else made signs nobody in', async () => {
    await page.goto('about:blank')
    await page.goto(`${served.ministry.address}/#/exchange?grant=a-grant-of-somebody-else`)
    await expect(page.getByRole('alert')).toContainText('This sign-in is over, or its code is missing or not valid.')
    await expect(page.locator(':focus').getByRole('alert')).toBeInViewport({ ratio: 1 })
    await expect(page).not.toHaveURL(/grant/)
    await expect(page.getByRole('button', { name: 'Sign out' })).toHaveCount(0)
  })

  await test.step('and in', async () => {
    await button(page).click()
    await signInThere(page, 'delegate.b')
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
    await expect(page.getByText('Name of delegate.b')).toBeVisible()
    await expect(page).not.toHaveURL(/grant/)
    await page.reload()
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  })

  await test.step('an account of that name is joined by its password, once', async () => {
    await administrator.getByRole('button', { name: 'Sign out' }).click()
    await button(administrator).click()
    await signInThere(administrator, 'delegate.a')
    await expect(administrator.getByText('An account of your name is here already.', { exact: false })).toBeVisible()
    const password = administrator.getByRole('form', { name: 'Join the two' }).getByRole('textbox', { name: 'Password' })
    await password.fill('not that password')
    await administrator.getByRole('button', { name: 'Join the two' }).click()
    await expect(administrator.getByRole('alert')).toContainText('Account and password do not match.')
    await password.fill('a long enough password')
    await administrator.getByRole('button', { name: 'Join the two' }).click()
    await expect(administrator.getByRole('button', { name: 'Sign out' })).toBeVisible()
  })
})
