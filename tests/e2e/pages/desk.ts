import type { Page } from '@playwright/test'
import { expect, expectAccessible } from '../../support/app-test.ts'
import { closeByEscape } from './escape.ts'
import { whileToastsStay } from './toasts.ts'
import { changeAgreement, openMeeting } from './delegates.ts'

/** An agreement of the meeting with Daiwa House, before and after its delegate answered the remarks. */
type Texts = { readonly agreed: string; readonly mended: string }

/** The ministry's desk returns an agreement with remarks, its delegate mends it, and the desk accepts all that there is. */
export async function returnAndAccept(desk: Page, owner: Page, { agreed, mended }: Texts): Promise<void> {
  const remarks = 'Say who pays.\n誰が負担しますか。'
  const section = desk.getByRole('region', { name: /^To review · Working visit to Tokyo/ })
  await desk.goto('/#/exchange')
  // Nothing is chosen yet, and nothing is counted.
  for (const name of ['Return with remarks', 'Accept']) await expect(section.getByRole('button', { name, exact: true })).toBeDisabled()
  await section.getByRole('button', { name: /more/ }).click()
  await section.getByRole('checkbox', { name: agreed, exact: true }).check()
  await expect(section.getByRole('button', { name: 'Accept 1', exact: true })).toBeEnabled()
  await section.getByRole('button', { name: 'Return 1', exact: true }).press('Enter')
  const form = desk.getByRole('dialog', { name: 'Return 1 record with remarks' })
  await expect(form.getByRole('textbox', { name: 'Remarks' })).toBeFocused()
  await form.getByRole('button', { name: 'Return with remarks' }).click()
  await expect(form).toContainText('Fill this in')
  await form.getByRole('textbox', { name: 'Remarks' }).fill(remarks)
  await expectAccessible(desk)
  await whileToastsStay(desk, async () => {
    await form.getByRole('button', { name: 'Return with remarks' }).click()
    await expect(desk.getByText('1 record returned')).toBeVisible()
  })
  await expect(section.getByRole('checkbox', { name: agreed, exact: true })).toHaveCount(0)

  await openMeeting(owner, 'Daiwa House')
  await owner.getByRole('button', { name: agreed, exact: true }).click()
  const said = owner.getByRole('dialog').getByText('Returned with remarks').locator('..')
  await expect(said).toContainText('Say who pays.')
  await expect(said).toContainText('誰が負担しますか。')
  await expect(said).toContainText('Delegate Reviewer')
  await expectAccessible(owner)
  await closeByEscape(owner)
  await changeAgreement(owner, agreed, mended)

  const again = section.getByRole('listitem').filter({ hasText: mended })
  await expect(again).toContainText('Changed since the last review')
  await section.getByRole('checkbox', { name: 'All', exact: true }).check()
  await section.getByRole('button', { name: /^Accept [1-9]/ }).press('Enter')
  await expect(section).toHaveCount(0)
  await expect(desk.getByRole('main').locator(':focus')).toHaveCount(1)
  await owner.getByRole('navigation').getByRole('link', { name: 'Register' }).click()
  await expect(owner.getByRole('row').filter({ hasText: mended })).toContainText('Accepted')
}
