import { expect, type Page } from '@playwright/test'
import type { Block } from '@shared/domain/note-body.ts'
import { createInputMethod, type InputMethod } from './pages/editor/input-method.ts'
import { test } from './pages/editor/note-page.ts'
import { whileTimersStand } from './pages/timers.ts'

const blocksOf = (page: Page): Promise<Block[]> => page.evaluate(() => window.notePage?.body().blocks ?? [])
const text = (words: string, ...marks: string[]) => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 ? { marks: marks.map((type) => ({ type })) } : {}),
})
const paragraph = (words: string) => ({ type: 'paragraph', content: words === '' ? [] : [text(words)] })

/** 会議 as it is typed: letters, kana, conversion, Enter. */
const meeting = (input: InputMethod): Promise<void> => input.compose(['ｋ', 'か', 'かい', 'かいｇ', 'かいぎ', '会議'], '会議')

test.describe('an input method', () => {
  test('doubles no first character: paragraph, list item, heading, bold run, table cell', async ({ page, openNote }) => {
    const note = await openNote({ text: 'ja' })
    const input = await createInputMethod(page)
    await note.click()
    await meeting(input)
    await page.keyboard.press('Enter')
    await page.keyboard.type('- ')
    await meeting(input)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.keyboard.type('## ')
    await meeting(input)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+b')
    await meeting(input)
    await page.keyboard.press('Control+b')
    await page.getByRole('button', { name: 'Insert a table' }).click()
    await meeting(input)
    await page.keyboard.press('Tab')
    await meeting(input)
    const blocks = await blocksOf(page)
    expect(blocks.slice(0, 4)).toEqual([
      paragraph('会議'),
      { type: 'list', ordered: false, items: [[paragraph('会議')]] },
      { type: 'heading', level: 2, content: [text('会議')] },
      { type: 'paragraph', content: [text('会議', 'bold')] },
    ])
    const table = blocks[4]
    expect(table?.type === 'table' && table.rows[0]).toEqual([
      { header: true, blocks: [paragraph('会議')] },
      { header: true, blocks: [paragraph('会議')] },
      { header: true, blocks: [paragraph('')] },
    ])
  })

  test('its Enter commits the word and splits nothing', async ({ page, openNote }) => {
    const note = await openNote()
    const input = await createInputMethod(page)
    await note.click()
    await page.keyboard.type('前')
    await meeting(input)
    await expect.poll(() => blocksOf(page)).toEqual([paragraph('前会議')])
  })

  for (const where of ['paragraph', 'list item', 'heading', 'table cell'] as const) {
    test(`keeps its word while a colleague writes in the same ${where} and in another`, async ({ page, openNote }) => {
      const note = await openNote()
      const input = await createInputMethod(page)
      await note.click()
      await page.keyboard.type('other')
      await page.keyboard.press('Enter')
      if (where === 'list item') await page.keyboard.type('- ')
      if (where === 'heading') await page.keyboard.type('# ')
      if (where === 'table cell') await page.getByRole('button', { name: 'Insert a table' }).click()
      await page.keyboard.type('mine ')
      await input.begin(['ｋ', 'きょう', 'きょうて'])
      await page.evaluate(() => window.notePage?.colleague(0, 'A '))
      await page.evaluate(() => window.notePage?.colleague(1, 'B '))
      await input.begin(['きょうてい', '協定'])
      await page.evaluate(() => window.notePage?.colleague(1, 'C '))
      await input.commit('協定')
      const words = JSON.stringify(await blocksOf(page))
      expect(words).toContain('"A other"')
      expect(words).toContain('"C B mine 協定"')
      expect(words).not.toMatch(/き|ｋ/)
    })
  }

  test('is not disturbed by the toolbar, and what it wrote is undone as a word', async ({ page, openNote }) => {
    const note = await openNote()
    const input = await createInputMethod(page)
    await note.click()
    await page.keyboard.type('x')
    await page.waitForTimeout(700)
    await input.begin(['か', 'かい'])
    await page.getByRole('button', { name: 'Bold' }).click()
    await page.getByRole('button', { name: 'Insert a table' }).click()
    // Longer than the undo of Yjs waits for more: whoever composes looks for the right character.
    await page.waitForTimeout(700)
    await input.commit('会')
    await expect.poll(() => blocksOf(page)).toEqual([paragraph('x会')])
    await page.keyboard.press('Control+z')
    await expect(note).toHaveText('x')
  })

  test('saves what it wrote, also when a save falls into a composition', async ({ page, openNote }) => {
    const note = await openNote()
    const input = await createInputMethod(page)
    await note.click()
    await input.begin(['か', 'かい'])
    await page.evaluate(() => window.notePage?.flush())
    await input.begin(['かいぎ', '会議'])
    await input.commit('会議')
    await page.evaluate(() => window.notePage?.flush())
    await page.reload()
    await expect(note).toHaveText('会議')
  })
})

const paste = async (page: Page, data: { html?: string; plain?: string }): Promise<void> => {
  await page.evaluate(({ html, plain }) => {
    const clipboard = new DataTransfer()
    if (html !== undefined) clipboard.setData('text/html', html)
    if (plain !== undefined) clipboard.setData('text/plain', plain)
    document
      .querySelector('.ProseMirror')
      ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }))
  }, data)
}

const WORD_ITEM = (level: number, sign: string, words: string): string =>
  `<p class=MsoListParagraphCxSpMiddle style='margin-left:${level * 36}pt;text-indent:-18.0pt;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>${sign}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]><span lang=RU>${words}<o:p></o:p></span></p>\n`

test.describe('pasting', () => {
  test('from Word keeps headings, marks, tables with spans and nested lists, and loads nothing', async ({ page, openNote }) => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    const note = await openNote()
    await note.click()
    asked.length = 0
    await paste(page, {
      html: `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body><!--StartFragment-->
        <h1 style='margin:0'>Протокол<o:p></o:p></h1><p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Стороны</b> <i>обсудили</i> <u>центр</u><o:p></o:p></p>
        <p class=MsoNormal><o:p>&nbsp;</o:p></p>
        ${WORD_ITEM(1, '·', 'первый')}${WORD_ITEM(2, 'o', 'вложенный')}${WORD_ITEM(1, '·', 'второй')}${WORD_ITEM(1, '1.', 'шаг')}${WORD_ITEM(1, '2.', 'ещё шаг')}
        <p class=MsoNormal>конец<img src="https://tracker.example.org/p.png"><script>window.x=1</script></p>
        <table class=MsoTableGrid border=1><tr><td colspan=2 style='width:200pt'><p class=MsoNormal>шапка</p></td></tr><tr><td><p class=MsoNormal>а</p></td><td><p class=MsoNormal>б</p></td></tr></table>
        <!--EndFragment--></body></html>`,
    })
    const item = (words: string) => [paragraph(words)]
    await expect
      .poll(() => blocksOf(page))
      .toEqual([
        { type: 'heading', level: 1, content: [text('Протокол')] },
        {
          type: 'paragraph',
          content: [text('Стороны', 'bold'), text(' '), text('обсудили', 'italic'), text(' '), text('центр', 'underline')],
        },
        paragraph(''),
        {
          type: 'list',
          ordered: false,
          items: [[...item('первый'), { type: 'list', ordered: false, items: [item('вложенный')] }], item('второй')],
        },
        { type: 'list', ordered: true, items: [item('шаг'), item('ещё шаг')] },
        paragraph('конец'),
        {
          type: 'table',
          rows: [[{ colspan: 2, blocks: [paragraph('шапка')] }], [{ blocks: [paragraph('а')] }, { blocks: [paragraph('б')] }]],
        },
      ])
    expect(asked.filter((url) => !url.startsWith(new URL(page.url()).origin))).toEqual([])
  })

  test('a Word list without its marks in the style is known by its signs', async ({ page, openNote }) => {
    const note = await openNote()
    await note.click()
    await paste(page, {
      html: '<p class="MsoListParagraphCxSpFirst">·&nbsp; one</p><p class="MsoListParagraphCxSpLast"><b>·</b>&nbsp; two</p>',
    })
    await expect.poll(() => blocksOf(page)).toEqual([{ type: 'list', ordered: false, items: [[paragraph('one')], [paragraph('two')]] }])
  })

  test('other links keep their address as text, scripts and styles are gone', async ({ page, openNote }) => {
    const note = await openNote()
    await note.click()
    await paste(page, {
      html: '<p style="color:red" class="x"><a href="http://example.org/a">old site</a>, <a href="https://example.org">site</a>, <a href="javascript:x()">bad</a></p><pre>one\ntwo</pre>',
    })
    await expect
      .poll(() => blocksOf(page))
      .toEqual([
        {
          type: 'paragraph',
          content: [
            text('old site (http://example.org/a), '),
            { type: 'text', text: 'site', marks: [{ type: 'link', href: 'https://example.org' }] },
            text(', bad'),
          ],
        },
        { type: 'paragraph', content: [text('one'), { type: 'break' }, text('two')] },
      ])
  })

  test('plain text comes as paragraphs, an address over chosen words as their link', async ({ page, openNote }) => {
    const note = await openNote()
    await note.click()
    await paste(page, { plain: 'Birinchi qator\r\nУчинчи\n協定' })
    await expect.poll(() => blocksOf(page)).toEqual([paragraph('Birinchi qator'), paragraph('Учинчи'), paragraph('協定')])
    await page.keyboard.press('Shift+Home')
    await expect.poll(() => page.evaluate(() => getSelection()?.toString())).toBe('協定')
    // The editor hears of it by an event of the next frame; a hand is slower than that, a test is not.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    await paste(page, { plain: 'https://example.org' })
    expect((await blocksOf(page))[2]).toEqual({
      type: 'paragraph',
      content: [{ type: 'text', text: '協定', marks: [{ type: 'link', href: 'https://example.org' }] }],
    })
  })

  test('what is copied here is pasted here the same', async ({ page, context, openNote }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const note = await openNote({ pages: '1' })
    const before = await blocksOf(page)
    await note.click()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+c')
    await page.keyboard.press('Delete')
    await page.keyboard.press('Control+v')
    await expect.poll(() => blocksOf(page)).toEqual(before)
  })
})

test('a key in a note of twenty pages is drawn with the next frames, by less than 50 ms of the processor, and React draws nothing for it', async ({
  page,
  openNote,
}) => {
  const note = await openNote({ pages: '20', clock: 'stands' })
  const line = note.locator('p').nth(100)
  await line.click()
  await page.keyboard.type('warm up ')
  const frame = () => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  await frame()
  // By the time that the page's own thread worked: how long it waited for a processor says something of the others on this machine.
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const worked = async (): Promise<number> => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0)
  }
  const renders = () => page.evaluate(() => window.notePage?.renders() ?? 0)
  const before = { worked: await worked(), renders: await renders() }
  const keys = 'the terms of the centre and the programme'
  const late: string[] = []
  // Words are counted where nobody types for 400 ms, which a busy machine may need between two keys.
  await whileTimersStand(page, [400], async () => {
    for (const [index, key] of keys.split('').entries()) {
      await page.keyboard.type(key)
      // Each is drawn, and with the next frames: keys that come together would be drawn together, and no timer runs that could bring one later.
      await frame()
      if (!(await line.textContent())?.includes(`warm up ${keys.slice(0, index + 1)}`.trimEnd())) late.push(key)
    }
  })
  const each = ((await worked()) - before.worked) / keys.length
  console.log(`a key in a note of twenty pages: ${each.toFixed(1)} ms`)
  expect(late).toEqual([])
  expect(each).toBeGreaterThan(0)
  expect(each).toBeLessThan(50)
  // The footer says "Typing" and the count; no key draws anything by itself.
  expect((await renders()) - before.renders).toBeLessThan(8)
})
