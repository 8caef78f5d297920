import type { Page } from '@playwright/test'

/** A Japanese input method, as Chromium hears one: every key is "Process" (229) and the text is a composition. */
export type InputMethod = {
  /** Shows these readings one after the other; the composition stays open. */
  readonly begin: (readings: readonly string[]) => Promise<void>
  /** Ends the open composition with Enter. */
  readonly commit: (words: string) => Promise<void>
  readonly compose: (readings: readonly string[], words: string) => Promise<void>
}

export async function createInputMethod(page: Page): Promise<InputMethod> {
  const cdp = await page.context().newCDPSession(page)
  const key = (type: 'rawKeyDown' | 'keyUp', code: string) =>
    cdp.send('Input.dispatchKeyEvent', { type, key: 'Process', code, windowsVirtualKeyCode: 229 })
  const begin = async (readings: readonly string[]): Promise<void> => {
    for (const reading of readings) {
      await key('rawKeyDown', 'KeyK')
      await cdp.send('Input.imeSetComposition', { text: reading, selectionStart: reading.length, selectionEnd: reading.length })
      await key('keyUp', 'KeyK')
    }
  }
  const commit = async (words: string): Promise<void> => {
    await key('rawKeyDown', 'Enter')
    await cdp.send('Input.insertText', { text: words })
    await key('keyUp', 'Enter')
    // The editor reads a finished composition a moment later, by the clock of the page: whoever asks afterwards stands behind it in the line.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 60)))
  }
  const compose = async (readings: readonly string[], words: string): Promise<void> => {
    await begin(readings)
    await commit(words)
  }
  return { begin, commit, compose }
}
