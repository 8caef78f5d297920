import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from '../support/app-test.ts'
import { noisePicture } from '../support/pictures.ts'
import { beginWithSample } from './pages/begin.ts'
import { invite, joinWith, openMeeting, sendNow, signInAsFirst } from './pages/delegates.ts'

test.use({ ministryOf: 'roles' })

const AGREED = 'Ten designers come for a short course'

/** Buttons that begin, change or delete something, whatever the screen. */
const OFFER =
  /^(New |Walk-in|Agreement$|Commitment$|Add|Begin a note|Delete|Attach|in full|Prepare|Change$|Make head|Remove|Unlink|Split|Move|Finish)/
const offers = (page: Page) => page.getByRole('button', { name: OFFER, disabled: false })

/** Addresses of a visit's screens, and of the directory, each of which offers something to its owner. */
const SCREENS = ['', '/meetings', '/register', '/register?view=board', '/directory'] as const
const openScreen = async (page: Page, visit: string, screen: (typeof SCREENS)[number]): Promise<void> => {
  await page.goto(screen === '/directory' ? '/#/directory' : `/#/visit/${visit}${screen}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

/** A reader and a reviewer see everything of a visit and have nothing to type into; what they try all the same is said. */
test('a reader and a reviewer see a visit and cannot change it; their own visit they can', async ({ laptop, ministry }) => {
  const owner = await laptop()
  await beginWithSample(owner)
  await openMeeting(owner, 'Daiwa House')
  const agreed = owner.getByRole('textbox', { name: 'What was agreed' })
  await agreed.fill(AGREED)
  await agreed.press('Enter')
  await expect(offers(owner).first()).toBeVisible()
  const visit = /visit\/([^/]+)/.exec(owner.url())?.[1] ?? ''
  for (const screen of SCREENS) {
    await openScreen(owner, visit, screen)
    await expect(offers(owner).first(), screen).toBeVisible()
  }
  await signInAsFirst(owner, ministry.setupCode ?? '')
  await sendNow(owner)
  for (const role of ['Reader', 'Reviewer'] as const) {
    await test.step(role, async () => {
      const code = await invite(owner, role)
      const page = await laptop({ width: 1280, height: 800 })
      await joinWith(page, code, { name: `Delegate ${role}`, account: role.toLowerCase() })
      await page.goto('/#/visits')
      await page.getByRole('link', { name: 'Working visit to Tokyo' }).first().click()
      await expect(page.getByText(`You are a ${role.toLowerCase()} of this visit`, { exact: false })).toBeVisible()
      await page.getByRole('button', { name: 'All facts', exact: true }).click()
      const title = page.getByRole('dialog').getByRole('textbox', { name: 'Title' })
      await expect(title).not.toBeEditable()
      await page.keyboard.press('Escape')

      await openMeeting(page, 'Daiwa House')
      await expectAccessible(page)
      await page.getByRole('button', { name: AGREED, exact: true }).click()
      const form = page.getByRole('dialog')
      await expect(form.getByRole('textbox', { name: 'What was agreed' })).toBeDisabled()
      await expect(form.getByText('Your role in this visit does not allow changes. Ask its owner')).toBeVisible()
      await expect(form.getByRole('button', { name: 'Save' })).toHaveCount(0)
      await page.keyboard.press('Escape')
      await expect(form).toHaveCount(0)
      await expect(page.getByRole('textbox', { name: 'What was agreed' })).toHaveCount(0)
      await expect(offers(page)).toHaveCount(0)
      for (const screen of SCREENS) {
        await openScreen(page, visit, screen)
        await expect(offers(page), screen).toHaveCount(0)
      }
      await expectAccessible(page)
      // A way that has no button: the command itself refuses.
      await openScreen(page, visit, '/register?view=board')
      await page.getByRole('link', { name: AGREED }).focus()
      await page.keyboard.press('Shift+ArrowRight')
      await expect(page.getByText('Your role in this visit does not allow changes. Ask its owner').first()).toBeVisible()
      await expect(page.getByRole('contentinfo').getByText('on this laptop', { exact: false })).toHaveCount(0)

      await page.goto('/#/exchange')
      await expect(page.getByRole('button', { name: 'Open a pack' })).toBeVisible()
      await expect(page.getByRole('button', { name: /^Make a pack/ })).toHaveCount(0)

      await page.goto('/#/start')
      await page.getByRole('button', { name: 'Start empty' }).click()
      await page.getByRole('textbox', { name: 'Title' }).fill('A visit of their own')
      await page.getByRole('button', { name: 'Begin the visit' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'A visit of their own' })).toBeVisible()
      await expect(page.getByText('of this visit: you see everything', { exact: false })).toHaveCount(0)
      if (role === 'Reader') {
        await page.goto('/#/exchange')
        await page.getByRole('button', { name: /^Make a pack/ }).click()
        // Of the two visits on this laptop one is theirs: there is no choice.
        await expect(page.getByRole('dialog').getByRole('combobox')).toHaveCount(0)
        await page.keyboard.press('Escape')
      }
      if (role === 'Reviewer') await forgetPassword(owner, page)
    })
  }
  await test.step('R4 unsent work of a reader', async () => handInAndPutAside(owner, await laptop({ width: 1280, height: 800 })))
  await test.step('R3 a laptop that was reported lost', async () => reportLost(owner, await laptop({ width: 1280, height: 800 })))
})

/** What somebody wrote before they became a reader: handed in with what links it, put aside by the owner, and taken in after all. Then they are removed. */
async function handInAndPutAside(owner: Page, page: Page): Promise<void> {
  const written = 'A delegation of doctors comes in May'
  await joinWith(page, await invite(owner, 'Editor'), { name: 'Delegate C', account: 'delegate.c' })
  await page.goto('/#/visits')
  await page.getByRole('link', { name: 'Working visit to Tokyo' }).first().click()
  await openMeeting(page, 'Daiwa House')
  await page.context().setOffline(true)
  const photo = { name: 'hall.png', mimeType: 'image/png', buffer: noisePicture(20, 20) }
  await page.getByRole('region', { name: 'Files and photos' }).locator('input[type=file]').setInputFiles(photo)
  await page.getByRole('textbox', { name: 'What was agreed' }).fill(written)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: written, exact: true })).toBeVisible()
  await owner.context().setOffline(true)
  await owner.getByRole('button', { name: 'People of the visit' }).click()
  await expect(owner.getByRole('dialog')).toContainText('a lost laptop is shut out here')
  await owner.getByRole('button', { name: 'Make an invitation code' }).click()
  await expect(owner.getByRole('alert')).toContainText('It was not done. Try again once the server can be reached.')
  await owner.context().setOffline(false)
  await expect(owner.getByRole('button', { name: /^This laptop is lost: / }).first()).toBeVisible()
  await owner.getByRole('combobox', { name: 'Role of Delegate C' }).selectOption({ label: 'Reader' })
  await expect(owner.getByRole('combobox', { name: 'Role of Delegate C' })).toHaveValue('reader')
  await owner.keyboard.press('Escape')
  await page.context().setOffline(false)

  await page.goto('/#/exchange')
  await page.getByRole('button', { name: 'Send now' }).click()
  const parked = page.getByRole('list', { name: 'Could not send' }).getByRole('listitem')
  const refused = parked.filter({ hasText: written })
  // The agreement with its link, and the photo.
  await expect(parked).toHaveCount(2)
  await expect(refused).toContainText('Your role in this visit does not allow it.')
  await expect(refused).toContainText('1 link to it goes along.')
  await expectAccessible(page)
  await refused.getByRole('button', { name: `Hand in to the owner: ${written}` }).click()
  await expect(refused).toContainText('the owner of the visit decides')
  await expect(refused.getByRole('button', { name: /^Hand in/ })).toHaveCount(0)

  await owner.goto('/#/exchange')
  await owner.getByRole('button', { name: 'Send now' }).click()
  const waiting = owner.getByRole('list', { name: 'Rescued work' }).getByRole('listitem')
  await expect(waiting).toHaveCount(1)
  await expect(waiting).toContainText(written)
  await expect(waiting).toContainText('1 link to it goes along.')
  await expectAccessible(owner)
  await owner.getByRole('button', { name: 'Put 1 aside' }).click()
  await expect(waiting).toHaveCount(0)
  await expect(owner.getByRole('list', { name: 'Put aside' }).getByRole('listitem')).toHaveCount(1)
  // It is kept, and not in the visit.
  await owner.getByRole('button', { name: 'Send now' }).click()
  await openMeeting(owner, 'Daiwa House')
  await expect(owner.getByRole('button', { name: AGREED, exact: true })).toBeVisible()
  await expect(owner.getByRole('button', { name: written, exact: true })).toHaveCount(0)
  await owner.goto('/#/exchange')
  await owner.getByRole('button', { name: 'Take in 1' }).click()
  await expect(owner.getByRole('list', { name: 'Put aside' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Send now' }).click()
  await expect(refused).toHaveCount(0)
  await openMeeting(owner, 'Daiwa House')
  await owner.getByRole('button', { name: written, exact: true }).click()
  await expect(owner.getByRole('dialog').getByText('Daiwa House').first()).toBeVisible()
  await owner.keyboard.press('Escape')

  await owner.getByRole('navigation').getByRole('link', { name: 'Visit', exact: true }).click()
  await owner.getByRole('button', { name: 'People of the visit' }).click()
  await owner.getByRole('button', { name: 'Remove: Delegate C' }).click()
  await owner.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).last().click()
  await expect(owner.getByRole('button', { name: 'Remove: Delegate C' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Send now' }).click()
  await expect(page.getByText('You are no longer in this visit.', { exact: false })).toBeVisible()
  // The bytes of the photo are nowhere else.
  await expect(page.getByRole('list', { name: 'Files of visits that left this laptop' })).toContainText('Files of “Working visit to Tokyo”')
  await expect(page.getByRole('list', { name: 'Where the records are' })).toContainText('files of a visit that left')
  await expectVisits(page, 0)
  // What it had not sent of the photo is with the owner.
  await owner.goto('/#/exchange')
  await owner.getByRole('button', { name: 'Send now' }).click()
  await expect(waiting).toContainText(['hall.png'])
  await expect(waiting).toContainText(['no longer in the visit'])
  await owner.getByRole('button', { name: 'Put 1 aside' }).click()
  await expect(waiting).toHaveCount(0)
}

/** How many of the sample visit's cards stand on this laptop. */
async function expectVisits(page: Page, count: number): Promise<void> {
  await page.goto('/#/visits')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Working visit to Tokyo' })).toHaveCount(count)
}

/** Its session is dead, and only what the browser keeps of it can say whose the unsent work is. */
async function reportLost(owner: Page, page: Page): Promise<void> {
  const written = 'A school for interpreters opens in autumn'
  await joinWith(page, await invite(owner, 'Editor'), { name: 'Delegate D', account: 'delegate.d' })
  await page.goto('/#/visits')
  await page.getByRole('link', { name: 'Working visit to Tokyo' }).first().click()
  await openMeeting(page, 'Daiwa House')
  await page.context().setOffline(true)
  await page.getByRole('textbox', { name: 'What was agreed' }).fill(written)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: written, exact: true })).toBeVisible()

  await owner.getByRole('navigation').getByRole('link', { name: 'Visit', exact: true }).click()
  await owner.getByRole('button', { name: 'People of the visit' }).click()
  const theirs = owner.getByRole('list', { name: 'Delegate D' })
  await theirs.getByRole('button', { name: /^This laptop is lost/ }).click()
  await owner.getByRole('dialog').getByRole('button', { name: 'This laptop is lost', exact: true }).last().click()
  await expect(theirs).toContainText('shut out')
  await owner.keyboard.press('Escape')

  await page.goto('/#/exchange')
  // It goes by itself as soon as the network is back, and is over before a hand could press a button.
  await page.context().setOffline(false)
  await expect(page.getByText('This laptop was reported lost.', { exact: false }).first()).toBeVisible({ timeout: 30_000 })
  await expectVisits(page, 0)
  await owner.goto('/#/exchange')
  await owner.getByRole('button', { name: 'Send now' }).click()
  const waiting = owner.getByRole('list', { name: 'Rescued work' }).getByRole('listitem')
  // The agreement, and its link to whom the meeting was with.
  await expect(waiting).toContainText([written])
  await expect(waiting).toContainText(['from a laptop that was reported lost'])
  await owner
    .getByRole('button', { name: /^Take in/ })
    .first()
    .click()
  await expect(waiting).toHaveCount(0)
  await openMeeting(owner, 'Daiwa House')
  await expect(owner.getByRole('button', { name: written, exact: true })).toBeVisible()
}

/** The administrator gives a code; the person, whose session is over, finds the way back in on the spot. */
async function forgetPassword(administrator: Page, person: Page): Promise<void> {
  await administrator.goto('/#/settings')
  await administrator.getByRole('button', { name: 'New password for Delegate Reviewer' }).click()
  await expectAccessible(administrator)
  await administrator.getByRole('dialog').getByRole('button', { name: 'New password' }).click()
  const code = administrator.getByText(/^[A-Z0-9]{5}(-[A-Z0-9]{5}){3}$/)
  await expect(code).toBeVisible()
  await expectAccessible(administrator)
  await person.goto('/#/exchange')
  await person.getByRole('button', { name: 'Send now' }).click()
  await expect(person.getByText('The ministry no longer knows this laptop as reviewer', { exact: false })).toBeVisible({ timeout: 30_000 })
  await person.getByRole('button', { name: 'Forgotten the password?' }).click()
  await expectAccessible(person)
  await person.getByRole('textbox', { name: 'Code' }).fill((await code.textContent()) ?? '')
  await expect(person.getByRole('textbox', { name: 'Account' })).toHaveValue('reviewer')
  await person.getByRole('textbox', { name: 'New password' }).fill('quite another password')
  await person.keyboard.press('Enter')
  await expect(person.getByRole('button', { name: 'Sign out' })).toBeVisible()
}
