import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decideEdition, describeMove, readRemembered, remember } from '../../../scripts/edition.mjs'
import { readStartOptions } from '../../../scripts/start-options.mjs'

const screen = { hasDisplay: true, isRootOnLinux: false, platform: 'linux' }
const address = 'http://127.0.0.1:4818'
const runtimeHere = () => Promise.resolve({ ok: true as const, path: '/electron' })
const noRuntime = () => Promise.resolve({ ok: false as const, reason: 'no byte in 20 s' })
const notAsked = () => Promise.reject(new Error('the runtime was looked for although it is not needed'))

describe('which edition npm start opens', () => {
  it('is the one that was asked for, before the one of last time', async () => {
    const remembered = { edition: 'desktop' as const, address }
    expect(await decideEdition({ wanted: 'browser', remembered, here: screen, getRuntime: notAsked })).toMatchObject({ edition: 'browser' })
    expect(await decideEdition({ wanted: 'desktop', remembered: null, here: screen, getRuntime: runtimeHere })).toMatchObject({
      edition: 'desktop',
      runtime: '/electron',
    })
  })

  it('is the one of last time, because the records are there', async () => {
    const remembered = { edition: 'browser' as const, address }
    expect(await decideEdition({ wanted: null, remembered, here: screen, getRuntime: notAsked })).toMatchObject({
      edition: 'browser',
      why: 'as last time',
    })
  })

  it('is the browser without a display and for root on Linux, and says why, without looking for a runtime', async () => {
    const noDisplay = await decideEdition({ wanted: null, remembered: null, here: { ...screen, hasDisplay: false }, getRuntime: notAsked })
    expect(noDisplay).toMatchObject({ edition: 'browser', why: expect.stringContaining('no display') })
    const root = await decideEdition({ wanted: null, remembered: null, here: { ...screen, isRootOnLinux: true }, getRuntime: notAsked })
    expect(root).toMatchObject({ edition: 'browser', why: expect.stringContaining('root') })
  })

  it('is the desktop where its runtime can be had, else the browser with the reason', async () => {
    const from = { wanted: null, remembered: null, here: screen }
    expect(await decideEdition({ ...from, getRuntime: runtimeHere })).toMatchObject({ edition: 'desktop' })
    expect(await decideEdition({ ...from, getRuntime: noRuntime })).toEqual({ edition: 'browser', runtime: null, why: 'no byte in 20 s' })
  })
})

describe('a start in another place than last time', () => {
  it('says so, and how to stay and how to move', () => {
    const text = describeMove({ edition: 'browser', address }, { edition: 'desktop', address })
    expect(text).toContain('--edition browser --port 4818')
    expect(text).toContain('nothing is unsent')
    expect(describeMove({ edition: 'browser', address }, { edition: 'browser', address: 'http://127.0.0.1:5000' })).toContain('--port 4818')
  })

  it('says nothing at the first start, in the same place, and for another port of the desktop edition, whose records know no port', () => {
    expect(describeMove(null, { edition: 'browser', address })).toBeNull()
    expect(describeMove({ edition: 'browser', address }, { edition: 'browser', address })).toBeNull()
    expect(describeMove({ edition: 'desktop', address }, { edition: 'desktop', address: 'http://127.0.0.1:5000' })).toBeNull()
  })

  it('is remembered in the data folder; a damaged note counts as none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'edition-'))
    expect(readRemembered(folder)).toBeNull()
    remember(folder, { edition: 'desktop', address })
    expect(readRemembered(folder)).toEqual({ edition: 'desktop', address })
    writeFileSync(join(folder, 'edition.json'), '{"edition":"de')
    expect(readRemembered(folder)).toBeNull()
    rmSync(folder, { recursive: true })
  })
})

describe('the options of npm start', () => {
  it('have one fixed port and open the page unless told otherwise', () => {
    expect(readStartOptions([])).toMatchObject({ port: 4818, isOpened: true, edition: null })
    expect(readStartOptions(['--no-open', '--port', '5000', '--data', '/somewhere', '--edition', 'desktop'])).toEqual({
      port: 5000,
      isOpened: false,
      edition: 'desktop',
      data: '/somewhere',
    })
  })

  it('are refused by name when they are wrong', () => {
    expect(() => readStartOptions(['--port', '70000'])).toThrow('--port')
    expect(() => readStartOptions(['--edition', 'tablet'])).toThrow('--edition')
    expect(() => readStartOptions(['--colour'])).toThrow('--colour')
  })
})
