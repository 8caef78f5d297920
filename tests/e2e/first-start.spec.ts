import { expect, expectAccessible, test } from '../support/app-test.ts'
import { beginEmpty, beginWithSample, goTo, sayName } from './pages/begin.ts'
import { storedRows } from '../support/stored-rows.ts'

test.use({ ministryOf: 'first start' })

test('a name and a language come first, and a missing name is said', async ({ laptop }) => {
  const page = await laptop()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('Write your name, so that colleagues know whose notes these are.')).toBeVisible()
  await page.getByRole('button', { name: '日本語' }).click()
  await expect(page.getByRole('textbox', { name: 'お名前' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'English' }).click()
  await sayName(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Join colleagues' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Exchange' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Account' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Open a pack' })).toBeVisible()
})

test('the first page speaks the language of the browser, and so does what follows', async ({ laptop }) => {
  const page = await laptop({ locale: 'ru-RU' })
  await page.getByRole('textbox', { name: 'Ваше имя' }).fill('Делегат А')
  await page.getByRole('button', { name: 'Продолжить' }).click()
  await expect(page.getByText('С чего начнём, Делегат А?')).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru')
})

test('Enter loads the sample with no network once the app has been opened; a second loading opens the one that is there', async ({
  laptop,
}) => {
  const page = await laptop({ opensOffline: true })
  await expect(page.getByRole('textbox', { name: 'Your name' })).toBeVisible()
  // The first load is the only one that needs the server: from here on the service worker has the whole program.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.context().setOffline(true)
  await sayName(page)
  await expect(page.getByRole('button', { name: 'Load the sample visit' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Working visit to Tokyo' })).toBeVisible()
  const address = page.url()
  await goTo(page, '/start')
  await page.getByRole('button', { name: 'Open the sample visit' }).click()
  await expect(page).toHaveURL(address)
  await goTo(page, '/visits')
  await expect(page.getByRole('list', { name: 'Visits on this laptop' }).getByRole('listitem')).toHaveCount(1)
})

test('a second start finds everything', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await page.goto('/')
  await expect(page.getByText('Working visit to Tokyo').first()).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Your name' })).toHaveCount(0)
})

test('a visit that cannot be read says so, and what is safe', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await page.evaluate(damageOneRecord)
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'The records on this laptop could not be opened' })).toBeVisible()
  await expect(page.getByText('Nothing was changed or deleted.')).toBeVisible()
  await expectAccessible(page)
})

async function damageOneRecord(): Promise<void> {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error ?? new Error('no storage')))
    })
  const database = await done(indexedDB.open('safarnoma'))
  const records = database.transaction('records', 'readwrite').objectStore('records')
  const [row] = (await done(records.getAll(null, 1))) as object[]
  await done(records.put({ ...row, body: new Uint8Array([1, 2, 3]) }))
  database.close()
}

test('an empty visit needs a title alone; its city gives the zone and dates must stand in order', async ({ laptop }) => {
  const page = await laptop()
  await sayName(page)
  await page.getByRole('button', { name: 'Start empty' }).click()
  await page.getByRole('button', { name: 'Begin the visit' }).click()
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveAttribute('aria-invalid', 'true')
  await page.getByRole('textbox', { name: 'City' }).fill('Seoul')
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Asia/Seoul')
  await page.getByRole('textbox', { name: 'Title' }).fill('Seoul, June 2025')
  await page.getByRole('button', { name: 'Begin the visit' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Seoul, June 2025' })).toBeVisible()
})

test('what was typed of a new visit comes back after the page died', async ({ laptop }) => {
  const page = await laptop()
  await sayName(page)
  await page.getByRole('button', { name: 'Start empty' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill('Half typed')
  // Not later than a second after the first key, by the clock of the page; then it is on the disk.
  await expect.poll(() => storedRows(page, 'drafts')).toContain('Half typed')
  await page.reload()
  await page.getByRole('button', { name: 'Start empty' }).click()
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Half typed')
})

test('the ministry’s server is offered only with its code, can wait, and is set up in place', async ({ laptop, ministry }) => {
  const page = await laptop()
  await sayName(page)
  await expect(page.getByRole('button', { name: 'Set up the ministry’s server' })).toHaveCount(0)
  const other = await laptop()
  await other.goto('about:blank')
  await other.goto(`${ministry.address}/#/?setup=${ministry.setupCode ?? ''}`)
  await sayName(other, 'Delegate B')
  await expect(other).not.toHaveURL(/setup=/)
  await other.getByRole('button', { name: 'Set up the ministry’s server' }).click()
  await other.getByRole('textbox', { name: 'Account' }).fill('ab')
  await other.getByRole('textbox', { name: 'Password' }).fill('short')
  await other.getByRole('button', { name: 'Set up', exact: true }).click()
  await expect(other.getByText('Three letters or digits at least, without spaces.')).toBeVisible()
  await expectAccessible(other)
  await other.getByRole('textbox', { name: 'Account' }).fill('delegate.b')
  await other.getByRole('textbox', { name: 'Password' }).fill('long enough words')
  await other.getByRole('button', { name: 'Set up', exact: true }).click()
  await expect(other.getByText('The ministry’s server is set up.')).toBeVisible()
  await other.getByRole('button', { name: 'Start empty' }).click()
  await other.getByRole('textbox', { name: 'Title' }).fill('Seoul')
  await other.getByRole('button', { name: 'Begin the visit' }).click()
  await expect(other.getByRole('heading', { level: 1, name: 'Seoul' })).toBeVisible()

  await test.step('its owner invites a colleague from the people of the visit', async () => {
    await other.getByRole('button', { name: 'People of the visit' }).click()
    await expect(other.getByText('Delegate B').last()).toBeVisible()
    await other.getByRole('button', { name: 'Make an invitation code' }).click()
    await expect(other.getByText(/It works once, until/)).toBeVisible()
    await expectAccessible(other)
  })
})

test('in dark colours too nothing on the first page is hard to read', async ({ laptop }) => {
  const page = await laptop({ colorScheme: 'dark', width: 1280, height: 800 })
  await expectAccessible(page)
  await beginEmpty(page)
  await expectAccessible(page)
})
