import { renderAsync } from 'docx-preview'
import { afterEach, describe, expect, test } from 'vitest'
import { LANGUAGES } from '@shared/domain/record.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { drawInWorker } from '../../../src/renderer/features/memos/preview/draw-in-worker.ts'
import { fillPages } from '../../../src/renderer/features/memos/preview/fill-pages.ts'
import { emptyPaper, PAPER_CLASS } from '../../../src/renderer/features/memos/preview/paper.ts'
import type { PreviewView } from '../../../src/renderer/features/memos/preview/preview-view.ts'
import { LOOKS, VISITS, askedOf, type LookName } from '../../support/memo-matrix.ts'

const looks = Object.keys(LOOKS) as LookName[]
const languageOf = (look: LookName) => LANGUAGES[looks.indexOf(look) % LANGUAGES.length] ?? 'en'

async function written(look: LookName, visit: keyof typeof VISITS, language = languageOf(look)): Promise<Uint8Array> {
  const file = VISITS[visit]()
  const request = askedOf(file, [look.startsWith('letter') ? 'shared' : 'internal', look, language])
  if (request === undefined) throw new Error(`No ${look}`)
  return (await writeMemo({ ...request, file })).bytes
}

async function frameWith(html: string): Promise<Document> {
  const frame = document.createElement('iframe')
  frame.style.cssText = 'width: 810px; height: 1200px'
  frame.srcdoc = html
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  document.body.append(frame)
  await loaded
  if (frame.contentDocument === null) throw new Error('The frame has no document')
  return frame.contentDocument
}

type Shown = { readonly desk: HTMLElement; readonly count: number | null }

async function shown(bytes: Uint8Array, view: PreviewView, isCurrent = () => true): Promise<Shown> {
  const drawn = await drawInWorker({ bytes, view })
  const frame = await frameWith(emptyPaper(drawn, 'en'))
  const desk = frame.querySelector<HTMLElement>(`.${PAPER_CLASS}`)
  if (desk === null) throw new Error('The paper has no desk')
  return { desk, count: await fillPages({ drawn, desk, isCurrent, onSheet: () => undefined }) }
}

/** What the library draws by itself, in a page. */
async function byTheLibrary(bytes: Uint8Array): Promise<HTMLElement> {
  const frame = await frameWith('<body></body>')
  await renderAsync(bytes, frame.body, frame.body, { useBase64URL: true, renderAltChunks: false })
  // A browser reads some of what a script may make otherwise: no paragraph holds a drawing, and rows stand in a body.
  const desk = (await frameWith(frame.body.innerHTML)).querySelector<HTMLElement>(`.${PAPER_CLASS}`)
  if (desk === null) throw new Error('The library draws no paper')
  return desk
}

/** Each element with its class, its style as the browser reads it, and its own words. */
function linesOf(desk: HTMLElement): string[] {
  return [...desk.querySelectorAll<HTMLElement>('*')].map((one) => {
    const style = [...one.style].filter(
      (name) => name !== 'zoom' && name !== 'margin-bottom' && one.style.getPropertyValue(name) !== 'none',
    )
    const css = style.map((name) => `${name}: ${one.style.getPropertyValue(name)}`).toSorted()
    const words = [...one.childNodes].flatMap((child) => (child.nodeType === Node.TEXT_NODE ? [child.nodeValue] : []))
    const cells = `${one.getAttribute('colspan') ?? 1} ${one.getAttribute('rowspan') ?? 1}`
    return `${one.localName}.${one.getAttribute('class') ?? ''} {${css.join('; ')}} ${one.lang ?? ''} ${cells} ${words.join('')}`
  })
}

const paragraphsOf = (desk: HTMLElement): string[] =>
  [...desk.querySelectorAll('article p')].map((one) => (one.textContent ?? '').replaceAll(/\s+/g, '')).filter((text) => text !== '')

afterEach(() => document.body.replaceChildren())

describe('the preview of a Word file', () => {
  test.each(looks)('of a %s is what the library draws in a page, though it is drawn in a worker', async (look) => {
    const bytes = await written(look, 'one')
    const { desk, count } = await shown(bytes, 'strip')
    expect(count).toBe(desk.querySelectorAll('section').length)
    expect(linesOf(desk)).toEqual(linesOf(await byTheLibrary(bytes)))
  })

  test.each([
    ['report', 'ja'],
    ['register', 'en'],
    ['brief-of-all', 'uz-Cyrl'],
    ['report-in-two', 'ru'],
  ] as const)('of a long %s in %s has sheets of one size, all words in their order and no heading at a foot', async (look, language) => {
    const bytes = await written(look, 'seventeen', language)
    const { desk, count } = await shown(bytes, 'pages')
    const sheets = [...desk.querySelectorAll<HTMLElement>('section.docx')]
    expect(sheets).toHaveLength(count ?? 0)
    expect(sheets.length).toBeGreaterThan(3)
    for (const [index, sheet] of sheets.entries()) {
      // A4 upright is 1123 pixels high; across it is drawn as wide as an upright one.
      expect([1122, 1123, 561, 562]).toContain(Math.round(sheet.getBoundingClientRect().height))
      expect(sheet.querySelector('article')?.lastElementChild?.className ?? '').not.toMatch(/docx_heading/i)
      expect(`${sheet.querySelector('header')?.textContent}${sheet.querySelector('footer')?.textContent}`).not.toMatch(/[\ue010\ue011…]/)
      expect(paragraphsOf(sheet).length, `sheet ${index + 1}`).toBeGreaterThan(0)
    }
    const [paged, strip] = [paragraphsOf(desk), paragraphsOf((await shown(bytes, 'strip')).desk)]
    // Heads of tables stand again on each page; without them the two say the same, in the same order.
    let at = 0
    for (const text of paged) if (text === strip[at]) at++
    expect(at).toBe(strip.length)
  })

  test('is given up when nobody looks at it any more', async () => {
    let looked = 0
    const { desk, count } = await shown(await written('report', 'seventeen'), 'pages', () => ++looked < 3)
    expect(count).toBeNull()
    expect(desk.querySelectorAll('section').length).toBeLessThan(4)
  })

  test('says what is wrong with bytes that are no Word file', async () => {
    await expect(drawInWorker({ bytes: new TextEncoder().encode('no'), view: 'pages' })).rejects.toThrow('not-a-word-file')
  })
})
