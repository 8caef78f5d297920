import type { Download, Page } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, expectAccessible, test } from '../support/app-test.ts'
import { lintDocx } from '../support/docx-lint.ts'
import { withPart } from '../support/docx-parts.ts'
import { bomb, letterhead, withBody, withRelation } from '../support/letterheads.ts'
import { temporaryFolder } from '../support/ministry.ts'
import { beginEmpty, beginWithSample, goTo, sayName } from './pages/begin.ts'
import { closeByEscape } from './pages/escape.ts'
import { visitPath } from './pages/place.ts'

const run = promisify(execFile)

const preview = (page: Page) => page.frameLocator('iframe')
const saveButton = (page: Page) => page.getByRole('button', { name: 'Save the Word file' })

async function bytesOf(download: Download): Promise<Buffer> {
  return readFile(await download.path())
}

async function save(page: Page, how: () => Promise<void>): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), how()])
  return { name: download.suggestedFilename(), bytes: await bytesOf(download) }
}

const textOf = (bytes: Uint8Array): string => strFromU8(unzipSync(bytes)['word/document.xml'] ?? new Uint8Array())
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The screen without its frame, in which nothing can run, axe neither: it would wait for it for ever. */
async function expectScreenAccessible(page: Page): Promise<void> {
  await page.locator('iframe').evaluate((frame) => frame.remove())
  await expectAccessible(page)
}

/** From the sample visit to the screen of one meeting's memo, the way that a person goes. */
async function openMemo(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: title, exact: true }).first().click()
  await page.getByRole('button', { name: 'Export memo' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Documents' })).toBeVisible()
}

test('one click from a meeting shows its memo, and it is saved in two languages', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await openMemo(page, 'Daiwa House')
  await expect(preview(page).getByText('Memorandum of Conversation').first()).toBeVisible()
  await expect(preview(page).getByText('Daiwa House').first()).toBeVisible()
  await expectScreenAccessible(page)
  const english = await save(page, () => saveButton(page).click())
  expect(english.name).toMatch(/^[\w.-]+_memcon_\d\d-[\w.-]+_en_[\w.-]*\.docx$/)
  await expect(page.getByRole('status').filter({ hasText: `${english.name} is in the downloads of this browser` })).toBeVisible()
  expect(textOf(english.bytes)).toContain('Daiwa House')
  expect(textOf(english.bytes)).toContain('Memorandum of Conversation')
  expect(lintDocx(english.bytes)).toEqual([])

  await page.getByRole('combobox', { name: 'Language of the document' }).selectOption('日本語')
  await expect(preview(page).getByText('面談記録').first()).toBeVisible()
  await expect(page.getByText('is in the downloads')).toHaveCount(0)
  const japanese = await save(page, () => page.keyboard.press('Control+Shift+E'))
  expect(japanese.name).toBe(english.name.replace('_en_', '_ja_'))
  expect(textOf(japanese.bytes)).toContain('Daiwa House')
  expect(textOf(japanese.bytes)).toContain('面談記録')
  expect(lintDocx(japanese.bytes)).toEqual([])
})

test('what is missing leads to its field, and is gone once it is filled in', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await openMemo(page, 'Zeroboard')
  await page.getByRole('link', { name: 'Place: Zeroboard' }).click()
  await expect(page.getByRole('textbox', { name: 'Place' })).toBeFocused()
  await page.keyboard.type('Hotel, second floor')
  await page.getByRole('textbox', { name: 'Place' }).press('Tab')
  await expect(page.getByText(/Saved on this laptop \d/).first()).toBeVisible()
  await page.goBack()
  await expect(preview(page).getByText('Hotel, second floor').first()).toBeVisible()
  await expect(page.getByRole('link', { name: 'Date: Zeroboard' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Place: Zeroboard' })).toHaveCount(0)
})

test('the report of the visit is made with its progress, and a meeting can be chosen from there', async ({ laptop }) => {
  const page = await laptop({ width: 1280, height: 800, colorScheme: 'dark' })
  await beginWithSample(page)
  await page.getByRole('link', { name: 'Report', exact: true }).click()
  await expect(preview(page).getByText('Visit Report').first()).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await expectScreenAccessible(page)
  const report = await save(page, () => saveButton(page).click())
  expect(report.name).toContain('_report_all_en')
  for (const title of ['Daiwa House', 'Zeroboard', 'JETRO']) expect(textOf(report.bytes)).toContain(title)
  // Back and forth without waiting: what was asked last is what stands there.
  for (const kind of ['memcon', 'report', 'memcon']) await page.getByRole('combobox', { name: 'Document', exact: true }).selectOption(kind)
  await page.getByRole('button', { name: 'JETRO', exact: true }).click()
  // The document that stood there before has the same heading.
  await expect(page.getByText(/_memcon_\d\d-JETRO_en/)).toBeVisible()
  await expect(preview(page).getByText('Memorandum of Conversation').first()).toBeVisible()
  const memo = await save(page, () => saveButton(page).click())
  expect(memo.name).toMatch(/_memcon_\d\d-JETRO_en/)
})

test('the app and the command line write the same bytes of the same visit', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await openMemo(page, 'Daiwa House')
  await page.getByRole('combobox', { name: 'Language of the document' }).selectOption('Русский')
  await expect(preview(page).getByText('Запись беседы').first()).toBeVisible()
  const memo = await save(page, () => saveButton(page).click())
  await page.getByRole('combobox', { name: 'Document', exact: true }).selectOption('report')
  await expect(preview(page).getByText('Отчёт о служебной командировке').first()).toBeVisible()
  const report = await save(page, () => saveButton(page).click())
  await page.getByRole('link', { name: 'Working visit to Tokyo' }).last().click()
  await page.getByRole('button', { name: 'More' }).click()
  const exported = await save(page, () => page.getByRole('menuitem', { name: 'Export visit file' }).click())

  const folder = await temporaryFolder('memos')
  try {
    const path = join(folder.path, exported.name)
    await writeFile(path, exported.bytes)
    const out = join(folder.path, 'out')
    await run(process.execPath, ['scripts/memos.mjs', path, '--out', out, '--lang', 'ru'])
    expect(await readdir(out)).toEqual(expect.arrayContaining([memo.name, report.name]))
    for (const { name, bytes } of [memo, report]) expect(sha256(await readFile(join(out, name)))).toBe(sha256(bytes))
  } finally {
    await folder.remove()
  }
})

test('a worker that cannot be started is said in a sentence, and Retry makes the memo', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  // The file of the worker is gone, as after an update of the server.
  await page.context().route(/memo\.worker/, (route) => route.abort())
  await openMemo(page, 'Daiwa House')
  await expect(page.getByRole('alert')).toContainText('The document could not be made')
  await expect(saveButton(page)).toBeDisabled()
  await expectAccessible(page)
  await page.context().unroute(/memo\.worker/)
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(preview(page).getByText('Memorandum of Conversation').first()).toBeVisible()
})

test('a visit without meetings has its report, and a meeting that is not there is said to be none', async ({ laptop }) => {
  const page = await laptop()
  await beginEmpty(page)
  await page.getByRole('link', { name: 'Report', exact: true }).click()
  await expect(preview(page).getByText('Seoul, June 2025').first()).toBeVisible()
  await expect(page.getByText('One document for the whole visit.')).toBeVisible()
  const visit = /visit\/([^/]+)\//.exec(page.url())?.[1] ?? ''
  await goTo(page, `/visit/${visit}/documents?kind=memcon&meeting=44444444-4444-4444-8444-444444444444`)
  await expect(page.getByText('What this document is about is not in the visit')).toBeVisible()
  await expectAccessible(page)
})

test('what is for our side alone is held back and listed, and what was said of the paper comes back', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await openMemo(page, 'Daiwa House')
  await page.getByRole('textbox', { name: 'Number', exact: true }).fill('04-12/345')
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Talks on architecture')
  await expect(preview(page).getByText('Talks on architecture').first()).toBeVisible()
  await page.getByText('Other side too').click()
  await expect(page.getByRole('region', { name: 'Held back' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Marking' })).toHaveCount(0)
  await page.getByText('Our side only').click()
  await expect(page.getByRole('textbox', { name: 'Number', exact: true })).toHaveValue('04-12/345')
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue('Talks on architecture')
  await expectScreenAccessible(page)
})

test('a memo in two languages stands in two columns, and a file of it that comes back is known again', async ({ laptop }) => {
  const page = await laptop({ width: 1280, height: 800 })
  await beginWithSample(page)
  await openMemo(page, 'Daiwa House')
  await page.getByRole('combobox', { name: 'Second column' }).selectOption('Русский')
  await expect(preview(page).getByText('Запись беседы').first()).toBeVisible()
  await expect(preview(page).getByText('Memorandum of Conversation').first()).toBeVisible()
  const memo = await save(page, () => saveButton(page).click())
  expect(memo.name).toMatch(/_en-ru_/)
  expect(lintDocx(memo.bytes)).toEqual([])
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Check a file that came back' }).click()
  const input = page.getByLabel('File that came back', { exact: true })
  await input.setInputFiles({ name: memo.name, mimeType: 'application/octet-stream', buffer: memo.bytes })
  await expect(page.getByText('English / Русский')).toBeVisible()
  await expect(page.getByText('The records are as they were then.')).toBeVisible()
})

test('the page before the next meeting tells what an earlier visit agreed, as the command line does', async ({ laptop }) => {
  const page = await laptop({ now: new Date('2025-03-05T00:04:00Z') })
  await sayName(page)
  const choose = (name: string, visit: object) =>
    page.locator('input[data-visit-file]').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(visit)) })
  await choose('before.visit.json', BEFORE)
  await expect(page.getByRole('heading', { level: 1, name: 'Visit of 2024' })).toBeVisible()
  await goTo(page, '/visits')
  await expect(page.getByRole('button', { name: 'Open a visit file' })).toBeVisible()
  await choose('now.visit.json', NOW)
  await expect(page.getByRole('heading', { level: 1, name: 'Visit of 2025' })).toBeVisible()
  await goTo(page, `${visitPath(page)}/day`)
  await page.getByRole('link', { name: 'One page before' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Documents' })).toBeVisible()
  await expect(preview(page).getByText('A memorandum on training.').first()).toBeVisible()
  await page.getByRole('button', { name: 'All meetings in one document' }).click()
  await expect(preview(page).getByText('Briefing pack').first()).toBeVisible()
  await page.getByRole('checkbox', { name: 'Page numbers in the contents' }).check()
  const pack = await save(page, () => saveButton(page).click())
  const folder = await temporaryFolder('briefs')
  try {
    const [now, before] = [join(folder.path, 'now.json'), join(folder.path, 'before.json')]
    await writeFile(before, JSON.stringify(BEFORE))
    await page.getByRole('link', { name: 'Visit of 2025' }).last().click()
    await page.getByRole('button', { name: 'More' }).click()
    const exported = await save(page, () => page.getByRole('menuitem', { name: 'Export visit file' }).click())
    await writeFile(now, exported.bytes)
    const options = ['--out', folder.path, '--kind', 'brief', '--earlier', before, '--page-numbers']
    await run(process.execPath, ['scripts/memos.mjs', now, ...options])
    expect(sha256(await readFile(join(folder.path, pack.name)))).toBe(sha256(pack.bytes))
  } finally {
    await folder.remove()
  }
})

test('a letter has its own salutation and contact, and what it lacks leads to the field on the same screen', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await openMemo(page, 'Daiwa House')
  await page.getByRole('combobox', { name: 'Document', exact: true }).selectOption('letter')
  // The list of meetings, which has a row of this name too, has gone.
  await expect(page.getByRole('textbox', { name: 'Salutation' })).toBeVisible()
  await page.getByRole('button', { name: 'Daiwa House', exact: true }).click()
  await page.getByRole('button', { name: /^Number of the document: / }).click()
  await expect(page.getByRole('textbox', { name: 'Number', exact: true })).toBeFocused()
  await page.keyboard.type('04-12/345')
  await page.getByRole('textbox', { name: 'Salutation' }).fill('Dear friends,')
  await page.getByRole('textbox', { name: 'Contact on our side' }).fill('the protocol desk')
  await expect(preview(page).getByText('Dear friends,').first()).toBeVisible()
  await expect(
    preview(page)
      .getByText(/the protocol desk/)
      .first(),
  ).toBeVisible()
  await expect(page.getByRole('button', { name: /^Number of the document: / })).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Salutation' })).toHaveValue('Dear friends,')
  await expect(page.getByRole('textbox', { name: 'Contact on our side' })).toHaveValue('the protocol desk')
})

test('from the register its document is one click away, of one organization where that is wanted', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await goTo(page, `${visitPath(page)}/register`)
  await page.getByRole('link', { name: 'Word document' }).click()
  await expect(preview(page).getByText('Agreement Register').first()).toBeVisible()
  await expect(
    preview(page)
      .getByText(/GameFest/)
      .first(),
  ).toBeVisible()
  await page.getByRole('combobox', { name: 'What concerns' }).selectOption('Daiwa House')
  await expect(preview(page).getByText(/GameFest/)).toHaveCount(0)
  const register = await save(page, () => saveButton(page).click())
  expect(register.name).toContain('_register_Daiwa-House_en')
})

test('the preview has pages of their real size, with their numbers, and not a word less than the text has', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await page.getByRole('link', { name: 'Report', exact: true }).click()
  await expect(page.getByText(/About \d+ pages/)).toBeVisible()
  const drawn = () =>
    preview(page)
      .locator('body')
      .evaluate((body) => {
        const sheets = [...body.querySelectorAll('section.docx')]
        const textOf = (element: Element): string => (element.textContent ?? '').replaceAll(/\s+/g, '')
        return {
          heights: sheets.map((sheet) => Math.round(sheet.getBoundingClientRect().height)),
          feet: sheets.map((sheet) => sheet.querySelector('footer')?.textContent ?? ''),
          paragraphs: sheets.flatMap((sheet) => [...sheet.querySelectorAll('article p')].map(textOf)).filter((text) => text !== ''),
        }
      })
  const paged = await drawn()
  const count = paged.heights.length
  expect(count).toBeGreaterThan(8)
  await expect(page.getByText(`About ${count} pages`)).toBeVisible()
  // A4 upright is 1123 pixels high; across it is drawn as wide as an upright one, so 561.
  for (const height of paged.heights) expect([1122, 1123, 561, 562]).toContain(height)
  paged.feet.forEach((foot, index) => expect(foot).toContain(`${index + 1} / ${count}`))
  await page.getByText('Text', { exact: true }).click()
  await expect(page.getByText('The text without page breaks')).toBeVisible()
  const strip = await expect
    .poll(async () => (await drawn()).heights.length)
    .toBeLessThan(5)
    .then(drawn)
  // Heads of tables stand again on each page; without them the two say the same, in the same order.
  expect(paged.paragraphs.length).toBeGreaterThan(strip.paragraphs.length)
  let at = 0
  for (const text of paged.paragraphs) if (text === strip.paragraphs[at]) at++
  expect(at).toBe(strip.paragraphs.length)
})

test('several memos are saved as one archive, each byte for byte what it is alone', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await openMemo(page, 'Daiwa House')
  await expect(preview(page).getByText('Memorandum of Conversation').first()).toBeVisible()
  const alone = await save(page, () => saveButton(page).click())
  await page.getByRole('checkbox', { name: 'Put into the archive: Daiwa House' }).check()
  await page.getByRole('checkbox', { name: 'Put into the archive: JETRO' }).check()
  const archive = await save(page, () => page.getByRole('button', { name: 'Save 2 as an archive' }).click())
  expect(archive.name).toMatch(/_memcon_chosen_en.*\.zip$/)
  const parts = unzipSync(archive.bytes)
  expect(Object.keys(parts)).toHaveLength(2)
  expect(sha256(parts[alone.name] ?? new Uint8Array())).toBe(sha256(alone.bytes))
})

test('a letterhead is looked at, kept and used; a hostile one is refused with the reason', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await openMemo(page, 'Daiwa House')
  const open = async (): Promise<void> => {
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Letterheads' }).click()
  }
  await open()
  const paper = await letterhead({ header: 'MINISTRY OF SAMPLES', body: ['{{title}}', '{{logo}}', '{{body}}'] })
  const file = (bytes: Uint8Array, name: string) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
  const input = page.getByLabel('File of the letterhead', { exact: true })
  await input.setInputFiles(file(withRelation(paper, 'image', 'Target="https://example.org/a.png" TargetMode="External"'), 'bad.docx'))
  await expect(page.getByRole('alert')).toContainText('It fetches something from elsewhere when it is opened')
  const hostile: readonly (readonly [Uint8Array, string])[] = [
    [withRelation(paper, 'vbaProject', 'Target="vbaProject.bin"'), 'It has macros'],
    [withRelation(paper, 'attachedTemplate', 'Target="https://example.org/t.dotm" TargetMode="External"'), 'It fetches another template'],
    [withBody(paper, '<w:altChunk r:id="rX"/>'), 'It takes in another file'],
    [bomb(paper, { isLying: true }), 'It is too large for a letterhead'],
    [bomb(paper, { isLying: false }), 'It is too large for a letterhead'],
    [Buffer.from('no Word file'), 'It is not a Word document'],
  ]
  for (const [index, [bytes, words]] of hostile.entries()) {
    await input.setInputFiles(file(bytes, `bad-${index}.docx`))
    await expect(page.getByRole('alert').filter({ hasText: `bad-${index}.docx is not taken` })).toContainText(words)
    await expect(page.getByRole('button', { name: 'Use it' })).toHaveCount(0)
  }
  await input.setInputFiles(file(paper, 'paper.docx'))
  await expect(page.getByText('{{logo}}')).toBeVisible()
  await expect(page.locator('iframe').last().contentFrame().getByText('MINISTRY OF SAMPLES').first()).toBeVisible()
  await page.getByRole('button', { name: 'Use it' }).click()
  await expect(page.getByRole('button', { name: 'Remove paper.docx' })).toBeVisible()
  await closeByEscape(page)
  await expect(page.getByText('On the letterhead paper.docx')).toBeVisible()
  await expect(preview(page).getByText('MINISTRY OF SAMPLES').first()).toBeVisible()
  const memo = await save(page, () => saveButton(page).click())
  expect(Object.keys(unzipSync(memo.bytes)).join(' ')).toContain('header')
  await open()
  await page.getByRole('button', { name: 'Remove paper.docx' }).click()
  await expect(page.getByText('None yet')).toBeVisible()
})

test('a document that came back says what it is and what was edited; a control sheet is saved', async ({ laptop }) => {
  const page = await laptop()
  await beginWithSample(page)
  await openMemo(page, 'Daiwa House')
  await expect(preview(page).getByText('Memorandum of Conversation').first()).toBeVisible()
  const memo = await save(page, () => saveButton(page).click())
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Check a file that came back' }).click()
  const input = page.getByLabel('File that came back', { exact: true })
  await input.setInputFiles({ name: memo.name, mimeType: 'application/octet-stream', buffer: memo.bytes })
  await expect(page.getByText('The text is as it was exported.')).toBeVisible()
  await expect(page.getByText('The records are as they were then.')).toBeVisible()
  const edited = withPart(memo.bytes, 'word/document.xml', (text) => text.replaceAll('Daiwa House', 'Daiwa Home'))
  await input.setInputFiles({ name: 'edited.docx', mimeType: 'application/octet-stream', buffer: Buffer.from(edited) })
  await expect(page.getByText('The text was edited in Word since it was exported.')).toBeVisible()
  await expect(page.locator('ins').filter({ hasText: 'Daiwa Home' }).first()).toBeVisible()
  await input.setInputFiles({ name: 'x.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('no') })
  await expect(page.getByText('This file was not made by this program.')).toBeVisible()
  await closeByEscape(page)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Control sheet' }).click()
  await page.getByRole('checkbox', { name: 'Basis' }).uncheck()
  const sheet = await save(page, () => page.getByRole('button', { name: 'Save the sheet' }).click())
  expect(sheet.name).toMatch(/_control-sheet_en.*\.xlsx$/)
  expect(Object.keys(unzipSync(sheet.bytes))).toContain('xl/worksheets/sheet1.xml')
})

const BEFORE = {
  safarnoma: 1,
  visit: { title: 'Visit of 2024', startDay: '2024-02-01', zone: 'Asia/Tokyo' },
  organizations: [{ key: 'x', name: 'SAMPLE institute' }],
  agreements: [{ key: 'a', text: 'A memorandum on training.', status: 'signed', organizations: ['x'] }],
}
const NOW = {
  safarnoma: 1,
  visit: { title: 'Visit of 2025', startDay: '2025-03-05', endDay: '2025-03-06', zone: 'Asia/Tokyo' },
  organizations: [{ key: 'y', name: 'Sample Institute' }],
  meetings: [
    {
      key: 'm',
      title: 'Talks',
      state: 'planned',
      start: '2025-03-05T13:30',
      end: '2025-03-05T14:30',
      organizations: ['y'],
      objectives: [{ text: 'A course', success: null }],
    },
  ],
}
