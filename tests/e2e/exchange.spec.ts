import type { BrowserContext, Page } from '@playwright/test'
import { expect, expectAccessible, test } from '../support/app-test.ts'
import { beginWithSample, goTo } from './pages/begin.ts'
import { whileToastsStay } from './pages/toasts.ts'
import { changeAgreement, invite, joinWith, openMeeting, sendNow, signInAsFirst } from './pages/delegates.ts'

test.use({ ministryOf: 'exchange' })

const AGREED = 'Ten designers come for a short course'

/** Two delegates on two laptops and the ministry: two browser profiles, one server, a network that is cut and mended. */
test('two versions of one agreement are settled in place, with no network, and taken back', async ({ laptop, ministry }, info) => {
  test.setTimeout(600_000)
  const owner = await laptop({ opensOffline: true })
  await beginWithSample(owner)
  await openMeeting(owner, 'Daiwa House')
  const agreed = owner.getByRole('textbox', { name: 'What was agreed' })
  await agreed.fill(AGREED)
  await agreed.press('Enter')
  await expect(owner.getByRole('button', { name: AGREED, exact: true })).toBeVisible()
  await signInAsFirst(owner, ministry.setupCode ?? '')
  await sendNow(owner)
  const colleague = await laptop({ opensOffline: true })
  await joinWith(colleague, await invite(owner))
  await colleague.goto('/#/visits')
  await colleague.getByRole('link', { name: 'Working visit to Tokyo' }).first().click()
  await openMeeting(colleague, 'Daiwa House')
  await expect(colleague.getByRole('button', { name: AGREED, exact: true })).toBeVisible()

  await test.step('both write with no network', async () => {
    await openMeeting(owner, 'Daiwa House')
    await cut(owner, colleague)
    await changeAgreement(owner, AGREED, 'Ten designers come in June')
    await changeAgreement(colleague, AGREED, 'Twenty designers come for a short course')
    await mend(owner, colleague)
    for (const page of [owner, colleague, owner]) await sendNow(page)
  })

  await test.step('three values stand side by side, with their authors, changed words marked', async () => {
    await expect(owner.getByRole('heading', { name: 'Needs your choice' })).toBeVisible()
    await expect(owner.getByRole('contentinfo').getByText('1 needs your choice')).toBeVisible()
    const table = owner.getByRole('table')
    await expect(table.getByRole('columnheader')).toContainText(['Field', 'Before both', 'Yours', 'Delegate B'])
    await expect(table.getByRole('cell', { name: AGREED, exact: true })).toBeVisible()
    await expect(table.locator('ins')).toHaveText(['in June', 'Twenty'])
    await expectAccessible(owner)
  })

  await test.step('whoever opens the agreement meanwhile is told, and led to the choice', async () => {
    await openMeeting(owner, 'Daiwa House')
    await owner.getByRole('button', { name: 'Twenty designers come for a short course', exact: true }).click()
    const form = owner.getByRole('dialog')
    await expect(form).toContainText('Both versions are kept; below stands one of them.')
    await expectAccessible(owner)
    await owner.screenshot({ path: info.outputPath('two-versions-in-form.png') })
    await form.getByRole('link', { name: 'Choose' }).click()
    await expect(owner.getByRole('heading', { name: 'Needs your choice' })).toBeVisible()
    await expect(form).toHaveCount(0)
  })

  await test.step('the choice is made with no network, by the keyboard, and can be taken back', async () => {
    await cut(owner)
    const mine = owner.getByRole('radio', { name: /Yours: Ten designers come in June/ })
    await mine.press('Space')
    await expect(mine).toBeChecked()
    await whileToastsStay(owner, async () => {
      await owner.getByRole('button', { name: 'Keep these values' }).click()
      await expect(owner.getByRole('heading', { name: 'Needs your choice' })).toHaveCount(0)
      await owner.getByRole('button', { name: 'Undo' }).click()
    })
    await expect(owner.getByRole('heading', { name: 'Needs your choice' })).toBeVisible()
  })

  await test.step('a third value is written, and the colleague is asked no more', async () => {
    await owner.getByRole('radio', { name: /write another value/ }).check()
    const third = owner.getByRole('textbox', { name: 'Text', exact: true })
    await third.fill('')
    await owner.getByRole('button', { name: 'Keep these values' }).click()
    await expect(third).toBeVisible()
    await third.fill('Twenty designers come in June')
    await owner.getByRole('button', { name: 'Keep these values' }).click()
    await expect(owner.getByRole('heading', { name: 'Needs your choice' })).toHaveCount(0)
    await mend(owner)
    await sendNow(owner)
    await sendNow(colleague)
    await expect(colleague.getByRole('heading', { name: 'Needs your choice' })).toHaveCount(0)
    await openMeeting(colleague, 'Daiwa House')
    await expect(colleague.getByRole('button', { name: 'Twenty designers come in June', exact: true })).toBeVisible()
    await goTo(colleague, '/exchange')
  })

  await test.step('D3 what a colleague wrote in a meeting that was deleted meanwhile is shown as recovered, and the meeting comes back for it', async () => {
    const written = 'Who pays for the flights?'
    await openMeeting(owner, 'Daiwa House')
    await openMeeting(colleague, 'Daiwa House')
    await cut(owner, colleague)
    await owner.getByRole('button', { name: 'More', exact: true }).click()
    await owner.getByRole('menuitem', { name: 'Delete the meeting' }).click()
    const question = colleague.getByRole('textbox', { name: 'What is still open' })
    await question.fill(written)
    await question.press('Enter')
    await expect(colleague.getByText(written)).toBeVisible()
    await mend(owner, colleague)
    await sendNow(colleague)
    await sendNow(owner)
    await owner.getByRole('navigation').getByRole('link', { name: 'Visit', exact: true }).click()
    await expect(owner.getByText('1 record was written under something that is in the trash by now.', { exact: false })).toBeVisible()
    await owner.getByRole('main').getByRole('link', { name: 'Trash' }).click()
    const row = owner.getByRole('region', { name: 'Recovered' }).getByRole('listitem')
    await expect(row).toContainText([written])
    await expect(row).toContainText(['Written under “Daiwa House”, which was moved to the trash: Delegate A'])
    await expectAccessible(owner)
    await row.getByRole('button', { name: 'Restore: Daiwa House' }).click()
    await expect(owner.getByRole('region', { name: 'Recovered' })).toHaveCount(0)
    await openMeeting(owner, 'Daiwa House')
    await expect(owner.getByText(written)).toBeVisible()
  })
})

const contextsOf = (pages: readonly Page[]): BrowserContext[] => pages.map((page) => page.context())
const cut = async (...pages: Page[]): Promise<void> => {
  for (const context of contextsOf(pages)) await context.setOffline(true)
}
const mend = async (...pages: Page[]): Promise<void> => {
  for (const context of contextsOf(pages)) await context.setOffline(false)
}
