import { expect, expectAccessible, test } from '../support/app-test.ts'
import { beginWithSample, goTo, sayName } from './pages/begin.ts'
import { visitPath } from './pages/place.ts'

test('a visit without dates shows its programme as a list, what is without a note and what is not sent', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await goTo(page, `${visitPath(page)}/day`)
  await expect(page.getByRole('heading', { level: 1, name: 'Programme' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Meetings without a date' }).getByRole('listitem')).toHaveCount(18)
  await expect(page.getByText('Every meeting that was held has a note.')).toBeVisible()
  await expect(page.getByRole('list', { name: 'On this laptop, not sent' })).toContainText('Agreements and commitments39')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Daiwa House' }).click()
  await expect(page).toHaveURL(/\/meeting\//)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a day has two clocks, its meetings in their hours, the present and the next meeting (${colorScheme})`, async ({ laptop }) => {
    const page = await laptop({ colorScheme, now: new Date('2025-03-05T04:04:00Z') })
    await sayName(page)
    const buffer = Buffer.from(JSON.stringify(DATED))
    await page.locator('input[data-visit-file]').setInputFiles({ name: 'dated.visit.json', mimeType: 'application/json', buffer })
    await expect(page.getByRole('heading', { level: 1, name: 'Dated visit' })).toBeVisible()
    await goTo(page, `${visitPath(page)}/day`)
    await expect(page.getByRole('heading', { level: 1, name: 'Wednesday 5 March 2025' })).toBeVisible()
    await expect(page.getByText('Day 3 of 5 · 4 meetings · 1 held')).toBeVisible()
    await expect(page.getByRole('img', { name: 'Now 13:04' })).toBeVisible()
    const next = page.getByRole('region', { name: 'Association' })
    await expect(next).toContainText('in 26 min')
    await expect(next).toContainText('13:30–14:30')
    await expect(next).toContainText('09:30–10:30')
    await expect(page.getByRole('region', { name: 'Meetings without a note' })).toContainText('Ministry in the morning')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Tuesday 4 March 2025' }).click()
    await expect(page).toHaveURL(/day=2025-03-04/)
    await expect(page.getByText('No meeting has a time on this day.')).toBeVisible()
  })
}

const DATED = {
  safarnoma: 1,
  visit: { title: 'Dated visit', zone: 'Asia/Tokyo', startDay: '2025-03-03', endDay: '2025-03-07' },
  meetings: [
    { key: 'a', title: 'Ministry in the morning', subject: 'Culture', state: 'held', start: '2025-03-05T11:00', end: '2025-03-05T12:00' },
    {
      key: 'b',
      title: 'Association',
      subject: 'Animation',
      state: 'planned',
      start: '2025-03-05T13:30',
      end: '2025-03-05T14:30',
      place: 'Their office',
    },
    { key: 'c', title: 'University', state: 'planned', start: '2025-03-05T14:00' },
    { key: 'd', title: 'Museum', state: 'cancelled', start: '2025-03-05T16:00', end: '2025-03-05T17:00' },
    { key: 'e', title: 'Some day', state: 'planned' },
  ],
}
