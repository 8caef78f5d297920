import { expect, expectAccessible, test } from '../support/app-test.ts'
import { beginEmpty, beginWithSample, goTo } from './pages/begin.ts'
import { whileToastsStay } from './pages/toasts.ts'
import { visitPath } from './pages/place.ts'

test('the table groups by programme, folds by key, sorts, and keeps its filters in the address', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await goTo(page, `${visitPath(page)}/register`)
  await expect(page.getByRole('button', { name: 'All 39' })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('button', { name: /GameFest 2025/ })).toBeVisible()
  await expectAccessible(page)

  const group = page.getByRole('button', { name: /Cyber University/ })
  await group.press('ArrowLeft')
  await expect(group).toHaveAttribute('aria-expanded', 'false')
  await group.press('ArrowRight')
  await expect(group).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('link', { name: 'The Cyber University project is developed together.' })).toBeFocused()

  await page.getByRole('button', { name: /They promised 6/ }).click()
  await expect(page).toHaveURL(/direction=they-owe/)
  await page.getByRole('button', { name: 'What' }).click()
  await expect(page.getByRole('columnheader', { name: 'What' })).toHaveAttribute('aria-sort', 'ascending')
  await page.getByText('Board', { exact: true }).click()
  await expect(page).toHaveURL(/direction=they-owe/)
  await expect(page.getByRole('region', { name: 'open', exact: true }).getByRole('listitem')).toHaveCount(6)
})

test('a card moves by key, by menu and by dragging; a step names nobody until somebody is named; Undo takes it back', async ({
  laptop,
}) => {
  const page = await laptop({ now: new Date('2025-03-05T16:30:00Z') })
  await beginWithSample(page)
  await goTo(page, `${visitPath(page)}/register?view=board`)
  const card = page.getByRole('link', { name: 'Cooperation in artificial intelligence.' })
  const column = (name: string) => page.getByRole('region', { name, exact: true })
  await whileToastsStay(page, async () => {
    await card.press('Shift+ArrowRight')
    await expect(column('confirmed in writing').getByRole('link', { name: 'Cooperation in artificial intelligence.' })).toBeFocused()
    // In Tokyo it is tomorrow already.
    await expect(page.getByText(/confirmed in writing, 6 March\. Who said so\?/)).toBeVisible()
    const who = page.getByRole('textbox', { name: 'Who said so' })
    await who.fill('The head of their side')
    await who.press('Enter')
    await expect(who).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo' }).click()
  })
  await expect(column('agreed orally').getByRole('link', { name: 'Cooperation in artificial intelligence.' })).toBeVisible()

  const centre = page.getByRole('link', { name: 'An IT outsourcing centre opens in Uzbekistan.' })
  await centre.dragTo(column('signed'))
  await expect(column('signed').getByRole('link')).toHaveCount(1)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Move: An IT outsourcing centre opens in Uzbekistan.' }).click()
  await page.getByRole('menuitem', { name: 'dropped' }).click()
  await page.getByRole('button', { name: 'Show: Done, dropped, replaced' }).click()
  await expect(page.getByRole('heading', { name: 'dropped 1' })).toBeVisible()
})

test('the timeline draws loose windows with soft ends and lists what has no date', async ({ laptop }) => {
  const page = await laptop({ colorScheme: 'dark', width: 1280, height: 800 })
  await beginWithSample(page)
  await goTo(page, `${visitPath(page)}/register?view=timeline`)
  const bar = page.getByRole('img', { name: /Send a representative to Uzbekistan\., between March and April, March 2025 – April 2025/ })
  await expect(bar).toHaveAttribute('data-soft-start', 'true')
  await expect(bar).toHaveAttribute('data-soft-end', 'true')
  await expect(page.getByRole('heading', { name: 'Without a date 36' })).toBeVisible()
  await expectAccessible(page)
})

test('an empty register shows an example and opens the form', async ({ laptop }) => {
  const page = await laptop()
  await beginEmpty(page)
  await goTo(page, `${visitPath(page)}/register`)
  await expect(page.getByRole('heading', { name: 'Nothing agreed yet' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Add an agreement' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
})

test('paper gets the table, whole and on its side, whatever view is open', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await goTo(page, `${visitPath(page)}/register?view=board`)
  await expect(page.getByRole('region', { name: 'signed', exact: true })).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  await expect(page.getByRole('table')).toBeVisible()
  await expect(page.getByRole('row')).not.toHaveCount(0)
  const pdf = await page.pdf({ preferCSSPageSize: true })
  // A4 on its side: 842 points wide.
  expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 84[12][^\]]* 59[45]/)
})
