import { freePort } from '../support/free-port.ts'
import { startMinistry, temporaryFolder, type Ministry } from '../support/ministry.ts'
import { expect, test } from './host.ts'

/** The line that tells what moved, through main: a second desktop shows what the first wrote, and nobody presses a button. */
let ministry: Ministry
let data: { path: string; remove(): Promise<void> }

test.beforeAll(async () => {
  data = await temporaryFolder('ministry')
  ministry = await startMinistry({ data: data.path, port: await freePort() })
})
test.afterAll(async () => {
  await ministry.stop()
  await data.remove()
})

test('a change from another laptop appears within two seconds, also after the page was loaded again', async ({ start }) => {
  const env = { SAFARNOMA_SERVER: ministry.address }
  const first = await start({ isRealPage: true, env: { ...env, SAFARNOMA_SETUP_CODE: ministry.setupCode ?? '' } })
  const owner = first.page
  await owner.getByRole('textbox', { name: 'Your name' }).fill('Delegate A')
  await owner.getByRole('button', { name: 'Continue' }).click()
  await owner.getByRole('button', { name: 'Set up the ministry’s server' }).click()
  await owner.getByRole('textbox', { name: 'Account' }).fill('delegate.a')
  await owner.getByRole('textbox', { name: 'Password' }).fill('a long enough password')
  await owner.getByRole('button', { name: 'Set up', exact: true }).click()
  await owner.getByRole('button', { name: 'Start empty' }).click()
  await owner.getByRole('textbox', { name: 'Title' }).fill('Seoul')
  await owner.getByRole('button', { name: 'Begin the visit' }).click()
  await expect(owner.getByRole('heading', { level: 1, name: 'Seoul' })).toBeVisible()

  const second = await start({ isRealPage: true, env, profile: `${first.folder}/second` })
  const same = second.page
  await same.getByRole('textbox', { name: 'Your name' }).fill('Delegate A')
  await same.getByRole('button', { name: 'Continue' }).click()
  await same.evaluate(() => void (window.location.hash = '/exchange'))
  await same.getByRole('textbox', { name: 'Account' }).fill('delegate.a')
  await same.getByRole('textbox', { name: 'Password' }).fill('a long enough password')
  await same.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(same.getByRole('button', { name: 'Sign out' })).toBeVisible()
  await same.evaluate(() => void (window.location.hash = '/visits'))
  await expect(same.getByRole('link', { name: 'Seoul' }).first()).toBeVisible()

  await owner.getByRole('button', { name: 'Edit', exact: true }).click()
  const title = owner.getByRole('dialog').getByRole('textbox', { name: 'Title' })
  const rename = async (text: string): Promise<void> => {
    await title.fill(text)
    await title.press('Tab')
    // Saved while typing, after a moment.
    await expect(owner.getByRole('heading', { level: 1, name: text })).toBeVisible()
  }
  const seen = (text: string) => same.getByRole('link', { name: text, exact: true }).first()
  // What was here until now came with a round; the line is open once a change has come after it.
  await rename('Seoul and Jeju')
  await expect(seen('Seoul and Jeju')).toBeVisible()
  await rename('Seoul and Busan')
  await expect(seen('Seoul and Busan')).toBeVisible({ timeout: 2_000 })
  await same.reload()
  await expect(seen('Seoul and Busan')).toBeVisible()
  await expect(same.getByRole('contentinfo').getByText(/Received by the ministry/)).toBeVisible()
  await rename('Seoul, Busan and Jeju')
  await expect(seen('Seoul, Busan and Jeju')).toBeVisible()
  await rename('Seoul, Busan and Daegu')
  await expect(seen('Seoul, Busan and Daegu')).toBeVisible({ timeout: 2_000 })
})
