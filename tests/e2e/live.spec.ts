import { expect, test } from '../support/app-test.ts'
import { expectInTwoSeconds } from '../support/two-seconds.ts'
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

  let now = AGREED
  const change = async (text: string): Promise<void> => {
    await changeAgreement(owner, now, text)
    now = text
  }

  await test.step('both are online', async () => {
    // Both have just signed in: the line is open once the first change is here.
    await change('Eleven designers come in June')
    await expect(seen(now)).toBeVisible()
    await expectInTwoSeconds(change, seen, 'Twelve designers come in week')
  })

  await test.step('without a network nobody is nagged, and with it the line is there again', async () => {
    await colleague.context().setOffline(true)
    const before = now
    await change('Twelve designers come in August')
    await expect(colleague.getByRole('contentinfo').getByText('No network. Everything works')).toBeVisible()
    await expect(colleague.getByRole('alert')).toHaveCount(0)
    await expect(seen(before)).toBeVisible()
    await colleague.context().setOffline(false)
    await expect(seen(now)).toBeVisible()
    await expectInTwoSeconds(change, seen, 'Twelve designers come in month')
  })
})
