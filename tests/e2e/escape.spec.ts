import { expect, test } from '../support/app-test.ts'
import { beginWithSample } from './pages/begin.ts'
import { openMeeting } from './pages/delegates.ts'
import { closeByEscape } from './pages/escape.ts'
import { whileTimersStand } from './pages/timers.ts'

/** How long nothing is typed before it is saved, in milliseconds: here never, so that Esc comes before. */
const IDLE = 800

test('Esc takes back what was typed into a line and leaves the pane open; a long text is kept, and the pane goes', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await openMeeting(page, 'Daiwa House')
  const pane = page.getByRole('dialog')
  await whileTimersStand(page, [IDLE], async () => {
    await page.getByRole('button', { name: 'Facts', exact: true }).click()
    const title = pane.getByRole('textbox', { name: 'Title' })
    await title.fill('Daiwa')
    await title.press('Escape')
    await expect(title).toHaveValue('Daiwa House')
    await expect(pane).toBeVisible()
    await closeByEscape(page)

    await page.getByRole('button', { name: 'Facts', exact: true }).click()
    await pane.getByRole('textbox', { name: 'Next step' }).fill('Send the drawings of the model house')
    await closeByEscape(page)
  })
  await expect(page.getByRole('heading', { level: 1, name: 'Daiwa House' })).toBeVisible()
  await page.reload()
  await page.getByRole('button', { name: 'Facts', exact: true }).click()
  await expect(pane.getByRole('textbox', { name: 'Next step' })).toHaveValue('Send the drawings of the model house')
})

test('Esc among the dates of a window ends those alone; what else was typed into the form stays', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await openMeeting(page, 'Daiwa House')
  await page.getByRole('button', { name: 'in full: What was agreed' }).click()
  const form = page.getByRole('dialog', { name: 'New agreement' })
  await form.getByRole('textbox', { name: 'When', exact: true }).fill('in the first half of June 2026')
  await form.getByRole('button', { name: /^(Change|Give dates)$/ }).click()
  const first = form.getByRole('textbox', { name: 'Not before' })
  await expect(first).toBeFocused()
  await first.press('Escape')
  await expect(first).toHaveCount(0)
  await expect(form.getByRole('textbox', { name: 'When', exact: true })).toHaveValue('in the first half of June 2026')
  await closeByEscape(page)
})
