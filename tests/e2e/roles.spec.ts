import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from '../support/app-test.ts'
import { noisePicture } from '../support/pictures.ts'
import { beginWithSample } from './pages/begin.ts'
import { invite, joinWith, openMeeting, sendNow, signInAsFirst } from './pages/delegates.ts'
import { returnAndAccept } from './pages/desk.ts'
import { closeByEscape } from './pages/escape.ts'
import { whileToastsStay } from './pages/toasts.ts'

test.use({ ministryOf: 'roles' })

const AGREED = 'Ten designers come for a short course'
/** After the ministry’s desk had returned it with remarks. */
const MENDED = 'Ten designers come for a short course; the host pays'

/** Buttons that begin, change or delete something, whatever the screen. */
const OFFER =
  /^(New |Walk-in|Agreement$|Commitment$|Add|Begin a note|Delete|Attach|in full|Prepare|Change$|Make head|Remove|Unlink|Split|Move|Finish)/
const offers = (page: Page) => page.getByRole('button', { name: OFFER, disabled: false })

/** Addresses of a visit's screens, and of the directory, each of which offers something to its owner. */
const HEADINGS = {
  '': 'Working visit to Tokyo',
  '/meetings': 'Meetings',
  '/register': 'Register',
  '/register?view=board': 'Register',
  '/directory': 'Directory',
} as const
type Place = keyof typeof HEADINGS
const SCREENS = Object.keys(HEADINGS) as Place[]
const openScreen = async (page: Page, visit: string, screen: Place): Promise<void> => {
  await page.goto(screen === '/directory' ? '/#/directory' : `/#/visit/${visit}${screen}`)
  // Of this screen: the one before stands until this one is there, and what it offers or does not offer would pass for it.
  await expect(page.getByRole('heading', { level: 1, name: HEADINGS[screen], exact: true })).toBeVisible()
  if (screen.startsWith('/register')) {
    await expect(page.getByRole('region', { name: 'Board', exact: true })).toHaveCount(screen === '/register' ? 0 : 1)
  }
}

/** A reader and a reviewer see everything of a visit and have nothing to type into; what they try all the same is said. */
test('a reader and a reviewer see a visit and cannot change it; their own visit they can', async ({ laptop, ministry }) => {
  test.setTimeout(300_000)
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
  await openScreen(owner, visit, '')
  await owner.getByRole('button', { name: 'People of the visit' }).click()
  await expect(owner.getByRole('button', { name: 'Make an invitation code' })).toBeVisible()
  await expect(owner.getByRole('button', { name: 'Leave this visit' })).toHaveCount(0)
  await closeByEscape(owner)
  for (const role of ['Reader', 'Reviewer'] as const) {
    await test.step(role, async () => {
      const code = await invite(owner, role)
      const page = await laptop({ width: 1280, height: 800 })
      await joinWith(page, code, { name: `Delegate ${role}`, account: role.toLowerCase() })
      await expect(page.getByRole('navigation').getByRole('button', { name: 'Choose a visit', exact: true })).toBeVisible()
      await page.goto('/#/visits')
      await page.getByRole('link', { name: 'Working visit to Tokyo' }).first().click()
      await expect(page.getByText(`You are a ${role.toLowerCase()} of this visit`, { exact: false })).toBeVisible()
      await page.getByRole('button', { name: 'All facts', exact: true }).click()
      const title = page.getByRole('dialog').getByRole('textbox', { name: 'Title' })
      await expect(title).not.toBeEditable()
      await closeByEscape(page)

      await openMeeting(page, 'Daiwa House')
      await expect(page.getByText('No date yet')).toBeVisible()
      await expectAccessible(page)
      await page.getByRole('button', { name: AGREED, exact: true }).click()
      const form = page.getByRole('dialog')
      await expect(form.getByRole('textbox', { name: 'What was agreed' })).toBeDisabled()
      await expect(form.getByText('Your role in this visit does not allow changes. Ask its owner')).toBeVisible()
      await expect(form.getByRole('button', { name: 'Save' })).toHaveCount(0)
      // They read it as everybody does: in the colour of text, without what would change it, and with its history.
      await expect(form.getByRole('textbox', { name: 'What was agreed' })).toHaveCSS('opacity', '1')
      await expect(form.getByRole('button', { name: 'Add a step' })).toBeHidden()
      await expect(form.getByRole('group', { name: 'Organizations' }).getByRole('link')).toHaveCount(1)
      await expect(form.getByRole('group', { name: 'Organizations' }).getByRole('textbox')).toHaveCount(0)
      // Nothing was said of one: there is nothing to read, and nothing to add.
      await expect(form.getByRole('group', { name: 'Programmes' })).toHaveCount(0)
      await form.getByRole('button', { name: 'History' }).press('Enter')
      await expect(page.getByRole('dialog', { name: 'History' })).toContainText(AGREED)
      await page.keyboard.press('Escape')
      // The panel behind takes the key once the one in front has given the focus back.
      await expect(form.getByRole('button', { name: 'History' })).toBeFocused()
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
      await page.getByRole('link', { name: AGREED }).press('Shift+ArrowRight')
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
        await expect(page.getByRole('dialog').getByLabel('Passphrase')).toBeVisible()
        await expect(page.getByRole('dialog').getByRole('combobox')).toHaveCount(0)
        await closeByEscape(page)
      }
      if (role === 'Reader') {
        await joinOneMore(page, owner)
        await keepTheDesk(owner, page)
        await leave(owner)
        await openScreen(owner, visit, '')
      } else {
        await returnAndAccept(page, owner, { agreed: AGREED, mended: MENDED })
        await forgetPassword(owner, page)
      }
    })
  }
  await test.step('R4 unsent work of a reader', async () => handInAndPutAside(owner, await laptop({ width: 1280, height: 800 })))
  await test.step('R3 a laptop that was reported lost', async () => reportLost(owner, await laptop({ width: 1280, height: 800 })))
})

/** In the meeting that is open. */
async function agree(page: Page, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'What was agreed' })
  await field.fill(text)
  await field.press('Enter')
  await expect(page.getByRole('button', { name: text, exact: true })).toBeVisible()
}

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
  await agree(page, written)
  await owner.context().setOffline(true)
  await owner.getByRole('button', { name: 'People of the visit' }).click()
  await expect(owner.getByRole('dialog')).toContainText('a lost laptop is shut out here')
  await owner.getByRole('button', { name: 'Make an invitation code' }).click()
  await expect(owner.getByRole('alert')).toContainText('It was not done. Try again once the server can be reached.')
  await owner.context().setOffline(false)
  await expect(owner.getByRole('button', { name: /^This laptop is lost: / }).first()).toBeVisible()
  await owner.getByRole('combobox', { name: 'Role of Delegate C' }).selectOption({ label: 'Reader' })
  await expect(owner.getByRole('combobox', { name: 'Role of Delegate C' })).toHaveValue('reader')
  await closeByEscape(owner)
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
  await refused.getByRole('button', { name: `Hand in to the owner: ${written}` }).press('Enter')
  await expect(refused).toContainText('the owner of the visit decides')
  // The button is gone; whoever pressed it is still in its row.
  await expect(refused.locator(':focus')).toHaveCount(1)
  await expect(refused.getByRole('button', { name: /^Hand in/ })).toHaveCount(0)

  await owner.goto('/#/exchange')
  await owner.getByRole('button', { name: 'Send now' }).click()
  const waiting = owner.getByRole('list', { name: 'Rescued work' }).getByRole('listitem')
  await expect(waiting).toHaveCount(1)
  await expect(waiting).toContainText(written)
  await expect(waiting).toContainText('1 link to it goes along.')
  await expectAccessible(owner)
  await owner.getByRole('button', { name: 'Put 1 aside' }).press('Enter')
  await expect(waiting).toHaveCount(0)
  await expect(owner.getByRole('main').locator(':focus')).toHaveCount(1)
  await expect(owner.getByRole('list', { name: 'Put aside' }).getByRole('listitem')).toHaveCount(1)
  // It is kept, and not in the visit.
  await owner.getByRole('button', { name: 'Send now' }).click()
  await openMeeting(owner, 'Daiwa House')
  await expect(owner.getByRole('button', { name: MENDED, exact: true })).toBeVisible()
  await expect(owner.getByRole('button', { name: written, exact: true })).toHaveCount(0)
  await owner.goto('/#/exchange')
  await owner.getByRole('button', { name: 'Take in 1' }).click()
  await expect(owner.getByRole('list', { name: 'Put aside' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Send now' }).click()
  await expect(refused).toHaveCount(0)
  await openMeeting(owner, 'Daiwa House')
  await owner.getByRole('button', { name: written, exact: true }).click()
  await expect(owner.getByRole('dialog').getByText('Daiwa House').first()).toBeVisible()
  await closeByEscape(owner)

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
  await expect(page.getByRole('heading', { level: 1, name: 'Visits', exact: true })).toBeVisible()
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
  await agree(page, written)

  await owner.getByRole('navigation').getByRole('link', { name: 'Visit', exact: true }).click()
  await owner.getByRole('button', { name: 'People of the visit' }).click()
  const theirs = owner.getByRole('list', { name: 'Delegate D' })
  await theirs.getByRole('button', { name: /^This laptop is lost/ }).click()
  await owner.getByRole('dialog').getByRole('button', { name: 'This laptop is lost', exact: true }).last().click()
  await expect(theirs).toContainText('shut out')
  await closeByEscape(owner)

  await page.goto('/#/exchange')
  // It goes by itself as soon as the network is back, and is over before a hand could press a button.
  await page.context().setOffline(false)
  await expect(page.getByText('This laptop was reported lost', { exact: false }).first()).toBeVisible()
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
  await findAgain(owner, page)
}

/** The laptop is in its owner's hands again: a sign-in makes it a new one, in all its tabs, and what is written from then on goes by itself. */
async function findAgain(owner: Page, page: Page): Promise<void> {
  const other = await page.context().newPage()
  await other.goto('/#/visits')
  await page.goto('/#/exchange')
  const tabs = [page, other]
  for (const tab of tabs) await tab.evaluate(() => Object.assign(globalThis, { isOfOldLaptop: true }))
  await expect(page.getByText('This laptop was reported lost, and the ministry’s server has shut it out.')).toBeVisible()
  await expect(page.getByText('1 record that it had not sent went to the owner of its visit', { exact: false })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Join one more visit' })).toHaveCount(0)
  await expectAccessible(page)
  await test.step('a disk that takes nothing leaves the way open', async () => {
    const register = page.getByRole('button', { name: 'Register as a new laptop' })
    const put = await page.evaluateHandle(() => {
      const before = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put') ?? {}
      const full = (): never => {
        throw new DOMException('full', 'QuotaExceededError')
      }
      Object.defineProperty(IDBObjectStore.prototype, 'put', { configurable: true, value: full })
      return before
    })
    await register.click()
    await expect(page.getByRole('alert')).toContainText('This laptop could not be registered again.')
    await page.evaluate((before) => Object.defineProperty(IDBObjectStore.prototype, 'put', before), put)
    await expect(register).toBeEnabled()
  })
  await page.getByRole('button', { name: 'Register as a new laptop' }).click()
  await expect(page.getByText('Sign in to finish.', { exact: false })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Account' })).toHaveValue('delegate.d')
  await page.getByRole('textbox', { name: 'Password' }).fill('another long password')
  await page.getByRole('textbox', { name: 'Password' }).press('Enter')
  // Every tab begins anew, also the one in which they signed in.
  for (const tab of tabs) await tab.waitForFunction(() => !('isOfOldLaptop' in globalThis))
  await other.close()
  await expect(page.getByRole('list', { name: 'Your laptops' })).toContainText('registered again')
  await expectAccessible(page)
  await expectVisits(page, 1)
  await page.getByRole('link', { name: 'Working visit to Tokyo' }).first().click()
  await openMeeting(page, 'Daiwa House')
  const written = 'Interpreters are trained twice a year'
  await agree(page, written)
  await sendNow(page)
  await sendNow(owner)
  await openMeeting(owner, 'Daiwa House')
  await expect(owner.getByRole('button', { name: written, exact: true })).toBeVisible()
  await owner.getByRole('navigation').getByRole('link', { name: 'Visit', exact: true }).click()
  await owner.getByRole('button', { name: 'People of the visit' }).click()
  await expect(owner.getByRole('list', { name: 'Delegate D' })).toContainText(
    /last seen .* · registered again .* after it was reported lost/,
  )
  await expect(owner.getByRole('list', { name: 'Delegate D' })).toContainText('shut out')
}

/** The administrator gives a code; the person, whose session is over, finds the way back in on the spot. */
async function forgetPassword(administrator: Page, person: Page): Promise<void> {
  await administrator.goto('/#/settings')
  await administrator.getByRole('button', { name: 'Delegate Reviewer' }).click()
  await administrator.getByRole('button', { name: 'New password…' }).click()
  await expectAccessible(administrator)
  await administrator.getByRole('dialog', { name: /\?$/ }).getByRole('button', { name: 'New password…' }).click()
  const code = administrator.getByText(/^[A-Z0-9]{5}(-[A-Z0-9]{5}){3}$/)
  await expect(code).toBeVisible()
  await expectAccessible(administrator)
  await person.goto('/#/exchange')
  await person.getByRole('button', { name: 'Send now' }).click()
  await expect(person.getByText('The ministry no longer knows this laptop as reviewer', { exact: false })).toBeVisible()
  await person.getByRole('button', { name: 'Forgotten the password?' }).click()
  await expectAccessible(person)
  await person.getByRole('textbox', { name: 'Code' }).fill((await code.textContent()) ?? '')
  await expect(person.getByRole('textbox', { name: 'Account' })).toHaveValue('reviewer')
  await person.getByRole('textbox', { name: 'New password' }).fill('quite another password')
  await person.getByRole('textbox', { name: 'New password' }).press('Enter')
  await expect(person.getByRole('button', { name: 'Sign out' })).toBeVisible()
  await changePassword(person)
  await closeByEscape(administrator)
}

async function changePassword(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Change the password' }).click()
  const form = page.getByRole('dialog')
  const [present, next] = [form.getByRole('textbox', { name: 'Present password' }), form.getByRole('textbox', { name: 'New password' })]
  await present.fill('a wrong password')
  await next.fill('short')
  await next.press('Enter')
  await expect(form.getByText('Ten characters or more', { exact: true })).toBeVisible()
  await next.fill('a third long password')
  await next.press('Enter')
  await expect(form.getByText('This is not the present password. Nothing has changed')).toBeVisible()
  await expectAccessible(page)
  await present.fill('quite another password')
  await whileToastsStay(page, async () => {
    await present.press('Enter')
    await expect(page.getByText('The password is changed.', { exact: false })).toBeVisible()
  })
  await expect(form).toHaveCount(0)
}

/** Somebody who has an account and is invited to one more visit. */
async function joinOneMore(host: Page, guest: Page): Promise<void> {
  await host.goto('/#/exchange')
  await host.getByRole('button', { name: 'Send now' }).click()
  await expect(host.getByText('Everything you wrote has been received by the ministry.')).toBeVisible()
  await host.goto('/#/visits')
  await host.getByRole('link', { name: 'A visit of their own' }).first().click()
  const code = await invite(host, 'Editor')
  await guest.goto('/#/exchange')
  await guest.getByRole('button', { name: 'Join one more visit' }).click()
  const form = guest.getByRole('dialog')
  await form.getByRole('textbox', { name: 'Code' }).fill('AAAAA-AAAAA-AAAAA-AAAAA')
  await form.getByRole('textbox', { name: 'Code' }).press('Enter')
  await expect(form.getByRole('alert')).toContainText('This code is not valid, or it has been used.')
  await expectAccessible(guest)
  await form.getByRole('textbox', { name: 'Code' }).fill(code)
  await form.getByRole('textbox', { name: 'Code' }).press('Enter')
  await expect(guest.getByText('“A visit of their own” is on this laptop. Your role: Editor.')).toBeVisible()
  await guest.getByRole('link', { name: 'Open the visit' }).click()
  await expect(guest.getByRole('heading', { level: 1, name: 'A visit of their own' })).toBeVisible()
}

/** An administrator makes another one, closes an account, opens it again, and reads who did what. */
async function keepTheDesk(administrator: Page, person: Page): Promise<void> {
  await administrator.goto('/#/settings')
  await administrator.getByRole('button', { name: 'Delegate Reader' }).click()
  const panel = administrator.getByRole('dialog', { name: 'Delegate Reader', exact: true })
  const confirmed = async (name: string): Promise<void> => {
    await panel.getByRole('button', { name }).click()
    await administrator.getByRole('dialog', { name: /\?$/ }).getByRole('button', { name }).click()
  }
  await expect(panel.getByRole('list', { name: 'Laptops' }).getByRole('listitem')).toHaveCount(1)
  await confirmed('Make administrator')
  await expect(panel.getByRole('button', { name: 'No longer administrator' })).toBeVisible()
  await confirmed('No longer administrator')
  await confirmed('Close the account')
  await expect(panel.getByRole('button', { name: 'Open the account again' })).toBeVisible()
  await expectAccessible(administrator)
  await person.goto('/#/exchange')
  await person.getByRole('button', { name: 'Send now' }).click()
  await expect(person.getByText('This account was closed by an administrator.', { exact: false })).toBeVisible()
  await panel.getByRole('button', { name: 'Open the account again' }).click()
  await expect(panel.getByRole('button', { name: 'Close the account' })).toBeVisible()
  await closeByEscape(administrator)

  await administrator.getByRole('button', { name: 'Show', exact: true }).click()
  const entries = administrator.getByRole('list', { name: 'What happened at the server' }).getByRole('listitem')
  await expect(entries.first()).toContainText('Account opened again')
  await expect(entries.nth(1)).toContainText('Account closed')
  await expect(entries.nth(1)).toContainText('→ Delegate Reader')
  await expect(entries.filter({ hasText: 'Joined a visit' }).first()).toContainText('A visit of their own')
  await expectAccessible(administrator)
}

/** Of a visit with another owner. */
async function leave(page: Page): Promise<void> {
  await page.goto('/#/visits')
  await page.getByRole('link', { name: 'A visit of their own' }).first().click()
  await page.getByRole('button', { name: 'People of the visit' }).click()
  await page.getByRole('button', { name: 'Leave this visit' }).click()
  await page.getByRole('dialog', { name: /\?$/ }).getByRole('button', { name: 'Leave this visit' }).click()
  await page.goto('/#/visits')
  await expect(page.getByRole('link', { name: 'A visit of their own' })).toHaveCount(0)
  // The visit of the side list has gone, and nobody has chosen another one; whoever opens one is in it.
  await expect(page.getByRole('button', { name: 'Choose a visit', exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Working visit to Tokyo' }).first().click()
  await expect(page.getByRole('button', { name: 'Choose a visit: Working visit to Tokyo' })).toBeVisible()
  await page.goto('/#/exchange')
  await expect(page.getByText('You are no longer in this visit.', { exact: false })).toBeVisible()
  await page.getByRole('button', { name: 'Understood' }).click()
}
