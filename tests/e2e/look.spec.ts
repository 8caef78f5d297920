import { expect, test as base, type Page } from '@playwright/test'
import { serveLook, type LookPage } from './pages/look/serve.ts'
import { findingsOf } from '../support/axe.ts'
import { closeByEscape } from './pages/escape.ts'

type Opening = {
  readonly path?: string
  readonly lang?: string
  readonly theme?: 'light' | 'dark'
  readonly width?: number
  readonly height?: number
  readonly more?: string
}

/** The page of `pages/look`, built once a worker and served under the product's policy; a test fails on any error of the page. */
const test = base.extend<{ open: (opening?: Opening) => Promise<Page> }, { look: LookPage }>({
  look: [
    // Playwright wants the braces.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, give) => {
      const look = await serveLook()
      await give(look)
      await look.close()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  open: async ({ look, page }, give) => {
    const errors: string[] = []
    const hosts = new Set<string>()
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('request', (request) => hosts.add(new URL(request.url()).host))
    await give(async ({ path = '/', lang = 'en', theme = 'light', width = 1440, height = 900, more = '' } = {}) => {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ reducedMotion: 'reduce' })
      await page.goto(`${look.address}/?lang=${lang}&theme=${theme}${more}#${path}`)
      await page.getByRole('main').waitFor()
      return page
    })
    expect(errors).toEqual([])
    expect([...hosts].filter((host) => host !== '' && host !== new URL(look.address).host)).toEqual([])
  },
})

const VISIT = '/visit/6f0c6a52-0000-4000-8000-000000000001'
const PATHS = ['/', VISIT, `${VISIT}/meetings`, `${VISIT}/register`, `${VISIT}/meeting/a`, '/directory', '/nowhere'] as const

async function expectNoAxeFindings(page: Page): Promise<void> {
  expect((await findingsOf(page)).map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([])
}

test('axe would find a button without a name and pale words', async ({ page }) => {
  await page.setContent('<main><button></button><p style="color: #ccc; background: #fff">pale</p></main>')
  expect((await findingsOf(page)).map(({ id }) => id)).toEqual(expect.arrayContaining(['button-name', 'color-contrast']))
})

for (const theme of ['light', 'dark'] as const) {
  for (const path of PATHS) {
    test(`axe finds nothing on ${path} in ${theme}`, async ({ open }) => {
      await expectNoAxeFindings(await open({ path, theme }))
    })
  }
}

test('axe finds nothing in one column, in Russian and in Japanese', async ({ open }) => {
  await expectNoAxeFindings(await open({ width: 640, height: 450 }))
  await expectNoAxeFindings(await open({ lang: 'ru', width: 1280, height: 800 }))
  await expectNoAxeFindings(await open({ lang: 'ja', width: 1280, height: 800, path: `${VISIT}/register` }))
})

test('axe finds nothing in an open calendar, a question, the list of keys and a menu', async ({ open }) => {
  const page = await open({ path: VISIT })
  await page.getByLabel('Day', { exact: true }).click()
  await expect(page.getByRole('button', { name: 'Next month' }).first()).toBeVisible()
  await expectNoAxeFindings(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Next month' })).toHaveCount(0)
  await page.keyboard.press('Control+/')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await expectNoAxeFindings(page)
  await closeByEscape(page, page.getByRole('dialog', { name: 'Keys' }))
  await page.getByRole('button', { name: /Choose a visit/ }).click()
  await expect(page.getByRole('menuitem').first()).toBeVisible()
  await expectNoAxeFindings(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menuitem')).toHaveCount(0)
  await page.goto(page.url().replace(/#.*/, '#/'))
  await page.getByRole('button', { name: 'Ask' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoAxeFindings(page)
})

test('nothing is wider than the window at any size, and the page itself never scrolls', async ({ open }) => {
  for (const [width, height] of [
    [1440, 900],
    [1280, 800],
    [1024, 768],
    [720, 450],
    [640, 400],
  ] as const) {
    for (const lang of ['en', 'ru', 'uz-Latn']) {
      const page = await open({ width, height, lang })
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(`${width} ${lang}: ${overflow}`).toBe(`${width} ${lang}: 0`)
    }
  }
})

test('the side list becomes icons with names under 1100 px, and the rail a tab under 900', async ({ open }) => {
  const page = await open({ width: 1024, height: 768 })
  await expect(page.getByRole('link', { name: 'Register' })).toBeVisible()
  await expect(page.getByText('Register', { exact: true })).toBeHidden()
  await expect(page.getByRole('tab')).toHaveCount(0)
  await page.setViewportSize({ width: 720, height: 800 })
  await expect(page.getByRole('tab')).toHaveText(['Contacts', 'Pieces', 'What came out of it'])
  await page.getByRole('tab', { name: 'Pieces' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tabpanel', { name: 'What came out of it' })).toBeVisible()
  await expect(page.getByRole('tabpanel', { name: 'Pieces' })).toBeHidden()
})

test('F6 goes from the list through the panes to the bottom bar and round, Shift+F6 back', async ({ open }) => {
  const page = await open()
  const names: (string | null)[] = []
  for (let press = 0; press < 6; press++) {
    await page.keyboard.press('F6')
    names.push(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null))
  }
  expect(names).toEqual(['Main', 'Contacts', 'Pieces', 'What came out of it', 'State of this laptop', 'Main'])
  await page.keyboard.press('Shift+F6')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('State of this laptop')
})

test('keys mean places on the keyboard: they work on a Russian layout and wait while text is composed', async ({ open }) => {
  const page = await open({ path: VISIT })
  const press = (isComposing: boolean) =>
    page.evaluate((composing) => {
      const options = { key: '.', code: 'Slash', ctrlKey: true, bubbles: true, cancelable: true, isComposing: composing }
      document.body.dispatchEvent(new KeyboardEvent('keydown', options))
    }, isComposing)
  await press(true)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await press(false)
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
})

test('Alt+Down goes to the next meeting of the programme', async ({ open }) => {
  const page = await open({ path: `${VISIT}/meeting/a` })
  await page.keyboard.press('Alt+ArrowDown')
  await expect(page).toHaveURL(/meeting\/b$/)
  await page.keyboard.press('Alt+ArrowUp')
  await expect(page).toHaveURL(/meeting\/a$/)
})

test('a screen that breaks says what is safe and what to do, and leaves the frame usable', async ({ open, page }) => {
  await open({ path: `${VISIT}/meeting/a` })
  await expect(page.getByRole('alert')).toContainText('Everything that was shown as saved is on this laptop.')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Register' }).click()
  await expect(page.getByRole('table')).toBeVisible()
})

test('a table is walked with the arrows, folded with Left and Right, and opened with Enter', async ({ open }) => {
  const page = await open({ path: `${VISIT}/register` })
  await page.getByRole('button', { name: /ICT Week 2025/ }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('link', { name: 'ICT Week, item 1' })).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('button', { name: /ICT Week 2025/ })).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('link', { name: 'ICT Week, item 1' })).toHaveCount(0)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/item=GameFest-0$/)
})

test('a table of ten thousand rows draws the few in sight, and all of them for print', async ({ open }) => {
  const page = await open({ path: `${VISIT}/register`, more: '&long' })
  await expect(page.getByRole('link', { name: 'ICT Week, item 1', exact: true })).toBeVisible()
  expect(await page.getByRole('row').count()).toBeLessThan(80)
  await page.getByRole('link', { name: 'ICT Week, item 1', exact: true }).focus()
  await page.keyboard.press('End')
  await expect(page.getByRole('link', { name: 'GameFest, item 5000' })).toBeFocused()
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  expect(await page.getByRole('row').count()).toBe(10_003)
})

test('a print holds the sheet alone, black on white, also from the dark scheme', async ({ open }) => {
  const page = await open({ path: `${VISIT}/register`, theme: 'dark' })
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden()
  await expect(page.getByRole('contentinfo')).toBeHidden()
  await expect(page.getByRole('link', { name: 'ICT Week, item 1' })).toBeVisible()
  const [ink, paper] = await page.evaluate(() => {
    const head = document.querySelector('[data-item="0"]')
    return [head ? getComputedStyle(head).color : '', getComputedStyle(document.body).backgroundColor]
  })
  expect([ink, paper]).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)'])
})

test('a toast offers Undo and stays while the pointer is on it', async ({ open }) => {
  const page = await open()
  await page.clock.install()
  await page.getByRole('button', { name: 'Delete' }).click()
  const toast = page.getByText('Moved to the trash')
  await toast.hover()
  await page.clock.runFor(30_000)
  await expect(toast).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByTestId('answer')).toHaveText('undone')
  await page.mouse.move(0, 0)
  // From here its time passes by what is said below and by nothing else.
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 60_000)
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.mouse.move(0, 0)
  await page.clock.runFor(9_000)
  await expect(toast).toBeVisible()
  await page.clock.runFor(2_000)
  await expect(toast).toHaveCount(0)
})

test('a question is answered by its button alone; Esc is no', async ({ open }) => {
  const page = await open()
  await page.getByRole('button', { name: 'Ask' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('answer')).toHaveText('refused')
  await page.getByRole('button', { name: 'Ask' }).click()
  await page.getByRole('button', { name: 'Delete the meeting' }).click()
  await expect(page.getByTestId('answer')).toHaveText('confirmed')
})

test('days and times are typed as people type them; what cannot be read stays and is said', async ({ open }) => {
  const page = await open({ path: VISIT })
  const form = page.getByTestId('form')
  const day = page.getByLabel('Day', { exact: true })
  await day.fill('7.3.2025')
  await day.press('Tab')
  await expect(day).toHaveValue('7 March 2025')
  await expect(form).toContainText('"day":"2025-03-07"')
  await day.fill('32.3.2025')
  await day.press('Tab')
  await expect(day).toHaveValue('32.3.2025')
  await expect(page.getByText('Not a date. Write it as 5 March 2025 or 5.3.2025')).toBeVisible()
  const time = page.getByLabel('Time', { exact: true })
  await time.fill('930')
  await time.press('Tab')
  await expect(time).toHaveValue('09:30')
  await time.fill('25:00')
  await time.press('Tab')
  await expect(time).toHaveValue('25:00')
  await expect(page.getByText('Not a time. Write it as 9:30')).toBeVisible()
  await expect(form).toContainText('"time":"09:30"')
})

test('a calendar in Uzbek has our names of months', async ({ open }) => {
  const page = await open({ path: VISIT, lang: 'uz-Latn' })
  await expect(page.getByLabel('Day', { exact: true })).toHaveValue('2025-yil 5-mart')
  await page.getByLabel('Day', { exact: true }).click()
  await expect(page.getByRole('button', { name: '2025-yil mart' })).toBeVisible()
  await expect(page.getByText('Dush', { exact: true })).toBeVisible()
})

test('Chromium writes Uzbek from our tables, not from its own', async ({ open }) => {
  const page = await open({ path: `${VISIT}/meetings`, lang: 'uz-Latn' })
  const values = await page.locator('main dd').allInnerTexts()
  expect(values).toEqual([
    '2025-yil 5-mart, chorshanba',
    '2025-yil 5-mart',
    'Chor, 5-mart',
    '5-mar',
    '2025-yil mart',
    '2025-yil 3–7-mart',
    '1-mar–30-apr',
    '13:30–14:30 Tokio · 09:30–10:30 Toshkent',
    'Sesh, 4-mart, 13:04',
    'ertaga',
    '3 kundan keyin',
    '26 daqiqadan keyin',
    '2 soat oldin',
    '12\u00a0500,5',
    '1\u00a0250\u00a0000,50\u00a0UZS',
    'METI, JETRO va MIC',
    'Sobir Yoʻldosh Zafar Oʻtkir Shohruh',
  ])
  // Why our own tables: this is what the browser makes of the same day.
  expect(
    await page.evaluate(() => new Intl.DateTimeFormat('uz-Latn', { dateStyle: 'long', timeZone: 'UTC' }).format(Date.UTC(2025, 2, 5))),
  ).not.toContain('mart')
})

test('Uzbek in Cyrillic, Russian and Japanese are written by their own rules too', async ({ open }) => {
  for (const [lang, full, zones] of [
    ['uz-Cyrl', '2025 йил 5 март, чоршанба', '13:30–14:30 Токио · 09:30–10:30 Тошкент'],
    ['ru', 'среда, 5 марта 2025 г.', '13:30–14:30 Токио · 09:30–10:30 Ташкент'],
    ['ja', '2025年3月5日(水)', '13:30–14:30 東京 · 09:30–10:30 タシケント'],
  ] as const) {
    const page = await open({ path: `${VISIT}/meetings`, lang })
    await expect(page.locator('main dd').first()).toHaveText(full)
    await expect(page.locator('main dd').nth(7)).toHaveText(zones)
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(lang)
  }
})

test('text in another script carries its language, and Japanese is set in the font for it', async ({ open }) => {
  const page = await open()
  const name = page.getByText('京都精華大学')
  await expect(name).toHaveAttribute('lang', 'ja')
  const fonts = await page.evaluate(async () => {
    await document.fonts.ready
    return [...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.family.replaceAll('"', ''))
  })
  expect(new Set(fonts)).toEqual(new Set(['Noto Sans Variable', 'Noto Sans JP Variable']))
})

test('markup that reaches the page as text is cleaned, scripts and strange script addresses are refused', async ({ open }) => {
  const page = await open()
  const outcome = await page.evaluate(() => {
    const box = document.createElement('div')
    box.innerHTML = '<b>kept</b><img src=x onerror="window.hit = true"><script>window.hit = true</script>'
    const refused = (work: () => void): boolean => {
      try {
        work()
        return false
      } catch {
        return true
      }
    }
    const script = document.createElement('script')
    return {
      html: box.innerHTML,
      strange: refused(() => (script.src = 'https://elsewhere.example/a.js')),
      text: refused(() => (script.text = 'window.hit = true')),
      own: refused(() => (script.src = '/assets/own.js')),
      hit: 'hit' in window,
    }
  })
  expect(outcome).toEqual({ html: '<b>kept</b><img src="x">', strange: true, text: true, own: false, hit: false })
})
