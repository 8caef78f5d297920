import { expect, expectAccessible, test } from '../support/app-test.ts'
import { beginWithSample } from './pages/begin.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test(`one box finds people, meetings, agreements and words of notes in any script (${colorScheme})`, async ({ laptop }) => {
    const page = await laptop({ colorScheme })
    await beginWithSample(page)
    await page.keyboard.press('Control+k')
    const box = page.getByRole('combobox', { name: 'Search or run a command' })
    await expect(box).toBeFocused()
    await box.fill('сато')
    await expect(page.getByRole('option', { name: /Sho Sato/ }).first()).toBeVisible()
    await expect(page.getByRole('group', { name: 'In notes' }).getByRole('option')).not.toHaveCount(0)
    await expect(page.getByRole('complementary', { name: 'What is chosen' })).toContainText('Chairman')
    await expectAccessible(page)
    await box.fill('gamefest')
    const chosen = page.getByRole('option', { selected: true })
    await expect(chosen).toContainText(/gamefest/i)
    const first = (await chosen.getAttribute('id')) ?? ''
    await expect(box).toHaveAttribute('aria-activedescendant', first)
    await box.press('ArrowDown')
    await expect(box).not.toHaveAttribute('aria-activedescendant', first)
    await box.press('Tab')
    await expect(page.getByRole('button', { name: 'in all visits' })).toBeVisible()
    await expect(box).toBeFocused()
  })
}

test('Enter opens what is chosen, but not while an input method is composing', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await page.keyboard.press('Control+k')
  const box = page.getByRole('combobox', { name: 'Search or run a command' })
  await box.fill('Daiwa')
  await expect(page.getByRole('option', { name: /Daiwa House/ }).first()).toBeVisible()
  await box.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })
  await expect(box).toBeVisible()
  await box.press('Enter')
  await expect(box).toHaveCount(0)
  await expect(page).toHaveURL(/organization=|meeting\//)
})

test('commands run from the box', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  const box = page.getByRole('combobox', { name: 'Search or run a command' })
  const run = async (command: string): Promise<void> => {
    await page.keyboard.press('Control+k')
    await box.fill(command)
    await box.press('Enter')
    await expect(box).toHaveCount(0)
  }
  await run('theme dark')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await run('go to register')
  await expect(page.getByRole('heading', { level: 1, name: 'Register' })).toBeVisible()
  await run('new visit')
  await expect(page.getByRole('dialog', { name: 'New visit' })).toBeVisible()
})
