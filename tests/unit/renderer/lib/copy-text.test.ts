import { describe, expect, it } from 'vitest'
import { findDesktop } from '../../../../src/renderer/lib/desktop.ts'

/** A page as far as copying a text needs one. */
const pageWith = (more: object): Window => ({ location: { hash: '', pathname: '/', search: '' }, ...more }) as unknown as Window

describe('a text for the clipboard', () => {
  it('goes to the clipboard of a browser', async () => {
    const copied: string[] = []
    const writeText = (text: string) => Promise.resolve(void copied.push(text))
    const desktop = findDesktop(pageWith({ navigator: { clipboard: { writeText } } }))
    expect(await desktop.copyText('ABCD-1234')).toBe(true)
    expect(copied).toEqual(['ABCD-1234'])
  })

  it.each([
    ['refuses', { clipboard: { writeText: () => Promise.reject(new DOMException('Write permission denied.', 'NotAllowedError')) } }],
    ['has none', {}],
  ])('is said not to be copied where a browser %s', async (_why, navigator) => {
    expect(await findDesktop(pageWith({ navigator })).copyText('ABCD-1234')).toBe(false)
  })

  it('goes through main on the desktop, whatever the page itself may, and a refusal there is said', async () => {
    const asked: unknown[] = []
    const request = (channel: string, input: { text: string }) => {
      if (channel === 'clipboard.write') asked.push(input)
      return Promise.resolve(input.text === '' ? { ok: false, error: { code: 'bad-input', message: '' } } : { ok: true })
    }
    const desktop = findDesktop(pageWith({ desktop: { request, on: () => () => undefined } }))
    expect(await desktop.copyText('ABCD-1234')).toBe(true)
    expect(asked).toEqual([{ text: 'ABCD-1234' }])
    expect(await desktop.copyText('')).toBe(false)
  })
})
