import type { JSHandle, Page } from '@playwright/test'
import { expect, test } from '../support/app-test.ts'
import { startKillableBrowser, type KillableBrowser } from '../support/killable-browser.ts'
import { temporaryFolder } from '../support/ministry.ts'

const ROUNDS = 20

/**
 * Twenty times the browser dies while a note is typed and agreements are entered. What the screen had called saved must be
 * there at the next start, and no write may be there by half.
 */
test('a browser that is killed twenty times loses nothing that it had called saved', async ({ ministry }) => {
  test.setTimeout(900_000)
  const profile = await temporaryFolder('killed')
  let browser: KillableBrowser = await startKillableBrowser(profile.path)
  const address = await beginVisit(browser.page, ministry.address)
  const saved = { words: [] as string[], agreements: [] as string[] }
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      await expectEverything(browser.page, saved)
      await writeForAWhile(browser.page, round, saved)
      // The next words are on their way when the light goes out: a little later each round, over two seconds and more.
      void browser.page.keyboard.type(` unsaved${round} and more of it`, { delay: 15 }).catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, (round * 137) % 2_300))
      await browser.kill()
      browser = await startKillableBrowser(profile.path)
      await browser.page.goto(address)
    }
    await expectEverything(browser.page, saved)
    expect(await halfWrites(browser.page)).toEqual([])
    expect(saved.words).toHaveLength(ROUNDS)
    expect(saved.agreements).toHaveLength(ROUNDS)
  } finally {
    await browser.kill()
    await profile.remove()
  }
})

/** A visit with one meeting and one note. @returns the meeting's address */
async function beginVisit(page: Page, origin: string): Promise<string> {
  await page.goto(origin)
  await page.getByRole('textbox', { name: 'Your name' }).fill('Delegate A')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: /Load the sample visit/ }).click()
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Meetings/ })
    .click()
  await page.getByRole('link', { name: 'Zeroboard', exact: true }).first().click()
  await page.getByRole('button', { name: 'Begin a note' }).click()
  await expect(page.getByRole('textbox', { name: 'Note by Delegate A' })).toBeVisible()
  return page.url()
}

async function writeForAWhile(page: Page, round: number, saved: { words: string[]; agreements: string[] }): Promise<void> {
  const agreement = `Point of round ${round}`
  const agreed = page.getByRole('textbox', { name: 'What was agreed' })
  await agreed.fill(agreement)
  await agreed.press('Enter')
  await expect(page.getByRole('button', { name: agreement, exact: true })).toBeVisible()
  saved.agreements.push(agreement)
  const note = page.getByRole('textbox', { name: 'Note by Delegate A' })
  await note.click()
  await page.keyboard.press('Control+End')
  const word = `word${round}.`
  const states = await statesOfNote(page)
  await page.keyboard.type(` ${word}`, { delay: 5 })
  // It is called saved two seconds after the first key, and a busy machine may need as long to look.
  await expect.poll(() => page.evaluate((seen) => seen.join(' '), states)).toMatch(/editing saved$/)
  await expect(page.getByText(/^Saved on this laptop \d/)).toBeVisible()
  saved.words.push(word)
}

/** What the screen says of the note from now on, one after the other. */
const statesOfNote = (page: Page): Promise<JSHandle<string[]>> =>
  page.evaluateHandle(() => {
    const states: string[] = []
    const look = (): void => {
      const state = document.querySelector('#meeting-note [data-save-state]')?.getAttribute('data-save-state') ?? 'none'
      if (state !== states.at(-1)) states.push(state)
    }
    look()
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributeFilter: ['data-save-state'] })
    return states
  })

async function expectEverything(page: Page, saved: { words: readonly string[]; agreements: readonly string[] }): Promise<void> {
  const note = page.getByRole('textbox', { name: 'Note by Delegate A' })
  await expect(note).toBeVisible()
  for (const agreement of saved.agreements) await expect(page.getByRole('button', { name: agreement, exact: true })).toHaveCount(1)
  const text = (await note.textContent()) ?? ''
  expect(saved.words.filter((word) => !text.includes(word))).toEqual([])
}

/** Records without their history, or unsent without a place among what waits, or a note's text without its record: halves of a write. */
const halfWrites = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('safarnoma')
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error ?? new Error('open')))
    })
    const all = <T>(store: string): Promise<T[]> =>
      new Promise((resolve, reject) => {
        const request = database.transaction(store).objectStore(store).getAll()
        request.addEventListener('success', () => resolve(request.result as T[]))
        request.addEventListener('error', () => reject(request.error ?? new Error(store)))
      })
    const records = await all<{ id: string; body: Uint8Array }>('records')
    const histories = new Set((await all<{ recordId: string }>('history')).map((row) => row.recordId))
    const unsent = new Set((await all<{ id: string }>('unsent')).map((row) => row.id))
    const texts = await all<{ noteId: string }>('noteUpdates')
    const known = new Set(records.map((row) => row.id))
    const isUnsent = (row: { body: Uint8Array }): boolean => 'p' in (JSON.parse(new TextDecoder().decode(row.body)) as object)
    return [
      ...records.filter((row) => !histories.has(row.id)).map((row) => `${row.id} has no history`),
      ...records.filter((row) => isUnsent(row) !== unsent.has(row.id)).map((row) => `${row.id} and its place differ`),
      ...texts.filter((row) => !known.has(row.noteId)).map((row) => `text of ${row.noteId} without its record`),
    ]
  })
