import { expect, test } from './host.ts'

test.describe('the built page on the desktop', () => {
  test('starts under its policy, asks for a name, and keeps it over a restart', async ({ start }) => {
    test.slow()
    const first = await start({ isRealPage: true, env: { SAFARNOMA_SETUP_CODE: 'ABCDE-FGHJK', SAFARNOMA_SERVER: 'http://127.0.0.1:1' } })
    const complaints: string[] = []
    first.page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    first.page.on('pageerror', (error) => complaints.push(error.message))
    await first.page.reload()
    expect(await first.page.evaluate(() => 'trustedTypes' in window)).toBe(true)
    await first.page.getByRole('textbox', { name: 'Your name' }).fill('Delegate A')
    await first.page.getByRole('button', { name: 'Continue' }).click()
    await expect(first.page.getByText('Where to begin, Delegate A?')).toBeVisible()
    // Only here: the server beside the app has handed over its code.
    await expect(first.page.getByRole('button', { name: /set up/i })).toBeVisible()
    expect(complaints).toEqual([])
    await first.close()
    const second = await start({ isRealPage: true, profile: first.profile })
    await expect(second.page.getByText('Delegate A').first()).toBeVisible()
    await expect(second.page.getByRole('textbox', { name: 'Your name' })).toBeHidden()
    // Nor has it been told where the ministry's server is: signing in begins with that.
    await second.page.evaluate(() => void (window.location.hash = '/exchange'))
    await expect(
      second.page.getByText('This laptop does not know the address of the ministry’s server yet.', { exact: false }),
    ).toBeVisible()
    await expect(second.page.getByRole('textbox', { name: 'Account' })).toHaveCount(0)
    await second.page.getByRole('region', { name: 'Ministry server' }).getByRole('link', { name: 'Settings' }).click()
    await second.page.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:1')
    await second.page.getByRole('button', { name: 'Use this address' }).click()
    await second.page.evaluate(() => void (window.location.hash = '/exchange'))
    await expect(second.page.getByRole('textbox', { name: 'Account' })).toBeVisible()
  })
})
