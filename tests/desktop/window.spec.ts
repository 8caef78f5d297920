import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Host } from './host.ts'

const closeWindow = ({ evaluate }: Host) => evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null)
const boundsOf = ({ evaluate }: Host) => evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds(), null)

test.describe('the window', () => {
  test('closes after the page has stored everything, not before', async ({ start }) => {
    const host = await start()
    await host.page.evaluate(() =>
      window.desktop?.on('app.closing', () => {
        document.title = 'storing'
        Object.assign(globalThis, { release: () => window.desktop?.request('app.readyToClose') })
      }),
    )
    await closeWindow(host)
    await expect.poll(() => host.page.title()).toBe('storing')
    // A second click on the cross does not hurry it.
    await closeWindow(host)
    expect(await host.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)).toBe(1)
    // Later: the page does not outlive its answer, and neither would this call.
    await host.page.evaluate(() => void setTimeout((globalThis as unknown as { release: () => void }).release, 0))
    await host.exited
  })

  test('does not wait for ever for a page that has nothing to say', async ({ start }) => {
    const host = await start()
    const began = Date.now()
    await closeWindow(host)
    await host.exited
    expect(Date.now() - began).toBeGreaterThan(4_500)
    expect(Date.now() - began).toBeLessThan(15_000)
  })

  test('opens where and as large as it was closed', async ({ start }) => {
    const first = await start()
    await first.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 120, y: 60, width: 1100, height: 700 }),
      null,
    )
    const written = () => JSON.parse(readFileSync(join(first.profile, 'preferences.json'), 'utf8')) as { window: unknown }
    await expect
      .poll(() => {
        try {
          return written().window
        } catch {
          return null
        }
      })
      .toMatchObject({ bounds: { width: 1100, height: 700 } })
    const before = await boundsOf(first)
    await first.close()
    const second = await start({ profile: first.profile })
    expect(await boundsOf(second)).toEqual(before)
  })

  test('of a second start with the same data stays closed, and the first comes to the front', async ({ start, isStandIn }) => {
    const first = await start()
    await first.evaluate(({ app, BrowserWindow }) => {
      Object.assign(globalThis, { seconds: 0 })
      ;(app as unknown as { on(name: string, listener: () => void): void }).on('second-instance', () => {
        Object.assign(globalThis, { seconds: (globalThis as unknown as { seconds: number }).seconds + 1 })
      })
      return BrowserWindow.getAllWindows().length
    }, null)
    const second = await first.startAgain()
    expect(await second.exited).toBe(isStandIn ? 0 : expect.any(Number))
    await expect.poll(() => first.evaluate(() => (globalThis as unknown as { seconds: number }).seconds, null)).toBe(1)
    expect(await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)).toBe(1)
  })
})
