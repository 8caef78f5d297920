import { expect, type Page } from '@playwright/test'
import { BODY_SCHEMA, type Block } from '@shared/domain/note-body.ts'
import { test } from './pages/editor/note-page.ts'
import { findingsOf } from '../support/axe.ts'

const blocksOf = (page: Page): Promise<Block[]> => page.evaluate(() => window.notePage?.body().blocks ?? [])
const text = (words: string) => [{ type: 'text', text: words }]
const paragraph = (words: string) => ({ type: 'paragraph', content: words === '' ? [] : text(words) })

test('a note is typed, saved by itself and there again after a reload', async ({ page, openNote }) => {
  const note = await openNote({ clock: 'stands' })
  await note.click()
  await page.keyboard.type('IT outsourcing centre')
  await expect(page.getByText('Typing')).toBeVisible()
  await page.evaluate(() => window.notePage?.letTimePass())
  await expect(page.getByText('Saved on this laptop 13:58')).toBeVisible()
  await expect(page.getByText('3 words')).toBeVisible()
  await page.reload()
  await expect(note).toHaveText('IT outsourcing centre')
})

test('opening, clicking and closing writes nothing', async ({ page, openNote }) => {
  const note = await openNote({ pages: '1', clock: 'stands' })
  await note.click()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('button', { name: 'Bold' }).focus()
  await page.evaluate(() => window.notePage?.letTimePass())
  expect(await page.evaluate(() => window.notePage?.flush())).toBe(true)
  expect(await page.evaluate(() => window.notePage?.storedUpdates())).toBe(1)
  expect(await page.evaluate(() => window.notePage?.users())).toEqual({})
})

test('a table that two people’s edits left uneven is mended when someone edits it, not when it is opened', async ({ page, openNote }) => {
  const cell = (words: string) => ({ blocks: [paragraph(words)] })
  const rows = [[cell('a'), cell('b')], [cell('c')]]
  const body = JSON.stringify({ bodySchema: BODY_SCHEMA, blocks: [{ type: 'table', rows }, paragraph('below')] })
  const note = await openNote({ body, clock: 'stands' })
  await note.getByText('below').click()
  await page.evaluate(() => window.notePage?.colleague(1, 'theirs '))
  await page.evaluate(() => window.notePage?.letTimePass())
  expect(await page.evaluate(() => window.notePage?.flush())).toBe(true)
  expect(await page.evaluate(() => window.notePage?.storedUpdates())).toBe(2)
  await note.getByText('c', { exact: true }).click()
  await page.keyboard.press('End')
  await page.keyboard.type('!')
  await expect.poll(() => blocksOf(page)).toEqual([{ type: 'table', rows: [rows[0], [cell('c!'), cell('')]] }, paragraph('theirs below')])
})

test('headings, lists, quotation and rule come from their signs, a quotation not from ">"', async ({ page, openNote }) => {
  const note = await openNote()
  await note.click()
  await page.keyboard.type('## Centre')
  await page.keyboard.press('Enter')
  await page.keyboard.type('- one')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('inner')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.keyboard.type('1. first')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.keyboard.type('> we send the terms')
  await expect
    .poll(() => blocksOf(page))
    .toEqual([
      { type: 'heading', level: 2, content: text('Centre') },
      { type: 'list', ordered: false, items: [[paragraph('one'), { type: 'list', ordered: false, items: [[paragraph('inner')]] }]] },
      { type: 'list', ordered: true, items: [[paragraph('first')]] },
      paragraph('> we send the terms'),
    ])
})

test('the toolbar sets marks, style and lists, and says what is set', async ({ page, openNote }) => {
  const note = await openNote()
  await note.click()
  await page.keyboard.type('plain ')
  for (const name of ['Bold', 'Italic', 'Underlined']) await page.getByRole('button', { name }).click()
  await expect(page.getByRole('button', { name: 'Bold' })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.type('strong')
  const marks = [{ type: 'bold' }, { type: 'italic' }, { type: 'underline' }]
  const content = [...text('plain '), { type: 'text', text: 'strong', marks }]
  await expect.poll(() => blocksOf(page)).toEqual([{ type: 'paragraph', content }])
  await page.getByRole('button', { name: 'Style of the line' }).click()
  await page.getByRole('menuitemradio', { name: 'Heading 1' }).click()
  await expect.poll(() => blocksOf(page)).toEqual([{ type: 'heading', level: 1, content }])
  await page.getByRole('button', { name: 'List', exact: true }).click()
  await expect.poll(() => blocksOf(page)).toEqual([{ type: 'list', ordered: false, items: [[{ type: 'paragraph', content }]] }])
  await page.getByRole('button', { name: 'Numbered list' }).click()
  await expect.poll(() => blocksOf(page)).toEqual([{ type: 'list', ordered: true, items: [[{ type: 'paragraph', content }]] }])
  await page.getByRole('button', { name: 'Numbered list' }).click()
  await page.getByRole('button', { name: 'Quotation' }).click()
  await expect.poll(() => blocksOf(page)).toEqual([{ type: 'quote', blocks: [{ type: 'paragraph', content }] }])
})

test('the toolbar is one stop of the keyboard: Alt+F10 leads there, arrows inside, Esc back', async ({ page, openNote }) => {
  const note = await openNote()
  await note.click()
  await page.keyboard.type('- item')
  await page.keyboard.press('Alt+F10')
  await expect(page.getByRole('button', { name: 'Style of the line' })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('button', { name: 'Bold' })).toBeFocused()
  await page.keyboard.press('End')
  await expect(page.getByRole('button', { name: 'Redo' })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.getByRole('menuitemradio', { name: 'Heading 3' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(note).toBeFocused()
  await page.keyboard.press('Alt+F10')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('button', { name: 'Bold' })).toBeFocused()
  // Whoever types on without a pause types into the text: it has the focus before the press is over.
  const isBack = await note.evaluate((text) => {
    const button = document.activeElement as HTMLElement
    button.click()
    return document.activeElement === text
  })
  expect(isBack).toBe(true)
  await page.keyboard.type(' x')
  await expect
    .poll(() => blocksOf(page))
    .toEqual([
      {
        type: 'list',
        ordered: false,
        items: [[{ type: 'paragraph', content: [...text('item'), { type: 'text', text: ' x', marks: [{ type: 'bold' }] }] }]],
      },
    ])
})

test('a table is inserted, filled by Tab, grown and shrunk', async ({ page, openNote }) => {
  const note = await openNote()
  await note.click()
  await page.getByRole('button', { name: 'Insert a table' }).click()
  for (const words of ['Who', 'What', 'When', 'IT Park', 'terms', '14 March']) {
    await page.keyboard.type(words)
    await page.keyboard.press('Tab')
  }
  const act = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Table' }).click()
    await page.getByRole('menuitem', { name }).click()
  }
  const cellsOf = async (): Promise<string[]> => {
    const table = (await blocksOf(page)).find((block) => block.type === 'table')
    const words = (cell: { header?: boolean | undefined; blocks: unknown }): string =>
      `${cell.header === true ? '#' : ''}${/"text":"([^"]*)"/.exec(JSON.stringify(cell.blocks))?.[1] ?? ''}`
    return table?.type === 'table' ? table.rows.map((row) => row.map(words).join('|')) : []
  }
  expect(await cellsOf()).toEqual(['#Who|#What|#When', 'IT Park|terms|14 March', '||'])
  await act('Delete the row')
  await note.getByText('terms').click()
  await act('Column after')
  await act('Row above')
  expect(await cellsOf()).toEqual(['#Who|#What|#|#When', '|||', 'IT Park|terms||14 March'])
  await note.getByText('Who').click()
  await act('Delete the column')
  expect(await cellsOf()).toEqual(['#What|#|#When', '||', 'terms||14 March'])
  await act('Header row on or off')
  expect((await cellsOf())[0]).toBe('What||When')
  expect((await blocksOf(page)).at(-1)).toEqual(paragraph(''))
  await act('Delete the table')
  expect((await blocksOf(page)).some((block) => block.type === 'table')).toBe(false)
})

test('a link takes https and e-mail addresses only, and a click stays on the page', async ({ page, context, openNote }) => {
  const note = await openNote()
  await note.click()
  await page.keyboard.type('See terms')
  await page.keyboard.press('Control+Shift+ArrowLeft')
  const link = page.getByRole('button', { name: 'Link', exact: true })
  await link.click()
  await page.getByLabel('Address').fill('http://example.org')
  await page.getByRole('button', { name: 'Set the link' }).click()
  await expect(page.getByText('Write an https address or an e-mail address')).toBeVisible()
  await page.getByLabel('Address').fill('example.org/terms')
  await page.keyboard.press('Enter')
  const linked = (words: string) => ({ type: 'text', text: words, marks: [{ type: 'link', href: 'https://example.org/terms' }] })
  await expect.poll(() => blocksOf(page)).toEqual([{ type: 'paragraph', content: [...text('See '), linked('terms')] }])
  const address = page.url()
  await note.getByText('terms').click()
  await note.getByText('terms').click({ button: 'middle' })
  await note.getByText('terms').click({ modifiers: ['Control'] })
  expect([page.url(), context.pages().length]).toEqual([address, 1])
  await link.click()
  await expect(page.getByLabel('Address')).toHaveValue('https://example.org/terms')
  await page.getByRole('button', { name: 'Remove the link' }).click()
  await expect.poll(() => blocksOf(page)).toEqual([paragraph('See terms')])
})

test('undo and redo go through the document, on a Russian keyboard too', async ({ page, openNote }) => {
  const note = await openNote()
  await note.click()
  await page.keyboard.type('first')
  await page.waitForTimeout(700)
  // At once: between two keys a busy machine may take longer than the undo waits for more.
  await page.keyboard.insertText(' second')
  await page.evaluate(() => window.notePage?.colleague(0, 'theirs '))
  await page.keyboard.press('Control+z')
  await expect(note).toHaveText('theirs first')
  await page.keyboard.press('Control+Shift+z')
  await expect(note).toHaveText('theirs first second')
  const cdp = await page.context().newCDPSession(page)
  for (const kind of ['rawKeyDown', 'keyUp'] as const) {
    await cdp.send('Input.dispatchKeyEvent', { type: kind, key: 'я', code: 'KeyZ', windowsVirtualKeyCode: 90, modifiers: 2 })
  }
  await expect(note).toHaveText('theirs first')
  await page.getByRole('button', { name: 'Redo' }).click()
  await expect(note).toHaveText('theirs first second')
})

test('a full disk is said, the text can be copied, and it is saved when there is room', async ({ page, context, openNote }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const note = await openNote()
  await page.evaluate(() => window.notePage?.failWith('QuotaExceededError'))
  await note.click()
  await page.keyboard.type('kept')
  await expect(page.getByRole('alert')).toContainText('Not saved: the disk is full. Free space or save a copy elsewhere')
  await page.getByRole('button', { name: 'Copy the text' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('kept')
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('Write permission denied.', 'NotAllowedError'))
  })
  await page.getByRole('button', { name: 'Copied' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Not copied: this browser does not allow it' })).toBeVisible()
  await page.evaluate(() => window.notePage?.failWith(null))
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(page.getByText('Saved on this laptop 13:58')).toBeVisible()
  await page.reload()
  await expect(note).toHaveText('kept')
})

test('turning away saves at once', async ({ page, openNote }) => {
  const note = await openNote({ clock: 'stands' })
  await note.click()
  await page.keyboard.type('quick')
  await page.getByRole('button', { name: 'Bold' }).focus()
  await expect.poll(() => page.evaluate(() => window.notePage?.storedUpdates())).toBe(1)
})

test('a note of a newer version can be read, not changed, and its links stay closed', async ({ page, openNote }) => {
  const note = await openNote({ pages: '1', readonly: 'newer' })
  await expect(page.getByText('written with a newer version of Safarnoma')).toBeVisible()
  await expect(page.getByRole('toolbar')).toHaveCount(0)
  await expect(note).toHaveAttribute('contenteditable', 'false')
  expect(await page.evaluate(() => window.notePage?.flush())).toBe(true)
  expect(await page.evaluate(() => window.notePage?.storedUpdates())).toBe(1)
})

test('axe finds nothing: empty, filled, in a menu, with a failure, read-only', async ({ page, openNote }) => {
  const check = async (): Promise<void> => {
    // Half faded in, nothing has the contrast that it will have.
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
    expect((await findingsOf(page)).map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([])
  }
  // A menu that has not begun to fade in yet has no animation that could be waited for.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const note = await openNote({ scheme: 'dark' })
  await check()
  await note.click()
  await page.keyboard.type('## Heading')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Insert a table' }).click()
  for (const words of ['Who', 'What', 'When']) {
    await page.keyboard.type(words)
    await page.keyboard.press('Tab')
  }
  await page.getByRole('button', { name: 'Table' }).click()
  await page.getByRole('menuitem', { name: 'Row below' }).waitFor()
  await check()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Link', exact: true }).click()
  await page.getByLabel('Address').fill('no')
  await page.keyboard.press('Enter')
  await check()
  await page.keyboard.press('Escape')
  await page.evaluate(() => window.notePage?.failWith('UnknownError'))
  await note.pressSequentially('x')
  await page.getByRole('alert').waitFor()
  await check()
  await openNote({ pages: '1', readonly: 'reader', note: 'other' })
  await check()
})
