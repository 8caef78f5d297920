import { browse } from '../support/oidc.ts'
import { PROVIDER, startMinistryWithProvider } from '../support/ministry-with-provider.ts'
import { expect, test } from './host.ts'

/** Sign-in at a real OpenID Connect provider on the desktop: the system's browser goes there and comes back to a port of this machine. */
let served: Awaited<ReturnType<typeof startMinistryWithProvider>>
test.beforeAll(async () => {
  served = await startMinistryWithProvider()
})
test.afterAll(() => served.stop())

test('the system’s browser goes to the provider and brings the sign-in back', async ({ start }) => {
  const { page, evaluate } = await start({ isRealPage: true, env: { SAFARNOMA_SERVER: served.ministry.address } })
  await evaluate((electron) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    electron.shell.openExternal = (address) => Promise.resolve(void opened.push(address))
  }, null)
  const opened = () => evaluate(() => (globalThis as unknown as { opened: string[] }).opened.slice(), null)
  await page.getByRole('textbox', { name: 'Your name' }).fill('Delegate A')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.evaluate(() => void (window.location.hash = '/exchange'))
  const signIn = page.getByRole('button', { name: `Sign in with ${PROVIDER}` })
  await page.getByRole('textbox', { name: 'Code, if you have one' }).fill(served.ministry.setupCode ?? '')
  await signIn.click()
  await expect.poll(opened).toHaveLength(1)
  const [address = ''] = await opened()
  const isBack = (url: URL): boolean => url.port !== '' && url.pathname === '/' && url.searchParams.has('grant')
  const back = await browse(address, 'delegate.a', isBack)
  expect(back.hostname).toBe('127.0.0.1')
  // Whatever else knocks at the port gets nothing and ends nothing.
  expect((await fetch(new URL('/favicon.ico', back))).status).toBe(404)
  const answer = await fetch(back)
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('go back to Safarnoma')])
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  await expect(page.getByText('Name of delegate.a')).toBeVisible()
  // The port was for one visitor.
  await expect(fetch(back)).rejects.toThrow()
})
