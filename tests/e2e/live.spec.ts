import { expect, test } from '../support/app-test.ts'
import { beginWithSample } from './pages/begin.ts'
import { changeAgreement, invite, joinWith, openMeeting, sendNow, signInAsFirst } from './pages/delegates.ts'

test.use({ ministryOf: 'live' })

const AGREED = 'Ten designers come for a short course'

/** Two delegates, each in a browser of their own, and nobody presses a button to fetch anything. */
test('a change of a colleague appears within two seconds, also after the network was gone', async ({ laptop, ministry }) => {
  const owner = await laptop({ opensOffline: true })
  await beginWithSample(owner)
  await openMeeting(owner, 'Daiwa House')
  const agreed = owner.getByRole('textbox', { name: 'What was agreed' })
  await agreed.fill(AGREED)
  await agreed.press('Enter')
  await signInAsFirst(owner, ministry.setupCode ?? '')
  await sendNow(owner)
  const colleague = await laptop({ opensOffline: true })
  await joinWith(colleague, await invite(owner))
  await colleague.goto('/#/visits')
  await colleague.getByRole('link', { name: 'Working visit to Tokyo' }).first().click()
  await openMeeting(colleague, 'Daiwa House')
  await openMeeting(owner, 'Daiwa House')
  const seen = (text: string) => colleague.getByRole('button', { name: text, exact: true })
  await expect(seen(AGREED)).toBeVisible()

  await test.step('both are online', async () => {
    // Both have just signed in: the line is open once the first change is here.
    await changeAgreement(owner, AGREED, 'Eleven designers come in June')
    await expect(seen('Eleven designers come in June')).toBeVisible()
    await changeAgreement(owner, 'Eleven designers come in June', 'Twelve designers come in June')
    const began = Date.now()
    await expect(seen('Twelve designers come in June')).toBeVisible({ timeout: 2_000 })
    console.log(`a colleague's change was seen ${Date.now() - began} ms after it was saved`)
    await changeAgreement(owner, 'Twelve designers come in June', 'Twelve designers come in July')
    await expect(seen('Twelve designers come in July')).toBeVisible({ timeout: 2_000 })
  })

  await test.step('without a network nobody is nagged, and with it the line is there again', async () => {
    await colleague.context().setOffline(true)
    await changeAgreement(owner, 'Twelve designers come in July', 'Twelve designers come in August')
    await expect(colleague.getByRole('contentinfo').getByText('No network. Everything works')).toBeVisible()
    await expect(colleague.getByRole('alert')).toHaveCount(0)
    await expect(seen('Twelve designers come in July')).toBeVisible()
    await colleague.context().setOffline(false)
    await expect(seen('Twelve designers come in August')).toBeVisible()
    // That came with a round, perhaps before the line was open again; it is once a change has come after it.
    await changeAgreement(owner, 'Twelve designers come in August', 'Twelve designers come in September')
    await expect(seen('Twelve designers come in September')).toBeVisible()
    await changeAgreement(owner, 'Twelve designers come in September', 'Twelve designers come in October')
    await expect(seen('Twelve designers come in October')).toBeVisible({ timeout: 2_000 })
  })
})
