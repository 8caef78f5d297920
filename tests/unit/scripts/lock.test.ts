import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { CACHE } from '../../../scripts/folders.mjs'
import { withLock } from '../../../scripts/lock.mjs'
import { until } from '../../support/until.ts'

const name = `test-${process.pid}`
const file = join(CACHE, 'locks', name)
afterEach(() => rmSync(file, { force: true }))

describe('work that two commands must not do at once', () => {
  it('is done one after the other, also when the first one fails', async () => {
    const steps: string[] = []
    const work = (label: string) => async () => {
      steps.push(`${label} begins`)
      await new Promise((resolve) => setTimeout(resolve, 50))
      steps.push(`${label} ends`)
      if (label === 'first') throw new Error('failed')
      return label
    }
    const first = withLock(name, work('first')).catch((error: Error) => error.message)
    // Of two that ask at the same moment either may be the first.
    await until(() => steps.length > 0)
    const second = withLock(name, work('second'))
    expect(await Promise.all([first, second])).toEqual(['failed', 'second'])
    expect(steps).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
    expect(existsSync(file)).toBe(false)
  })

  it('does not wait for a command that is dead', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, String(pid))
    expect(await withLock(name, () => Promise.resolve('done'))).toBe('done')
  })

  it('does not wait for one that died while it took over from a dead one', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, String(pid))
    const door = `${file}.heir`
    writeFileSync(door, '')
    const longAgo = new Date(Date.now() - 60_000)
    utimesSync(door, longAgo, longAgo)
    expect(await withLock(name, () => Promise.resolve('done'), 2)).toBe('done')
    expect(existsSync(door)).toBe(false)
  })

  it('is done one after the other by many who find a dead command at once', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    mkdirSync(dirname(file), { recursive: true })
    for (let round = 0; round < 60; round += 1) {
      writeFileSync(file, String(pid))
      let [inside, most] = [0, 0]
      const work = async () => {
        inside += 1
        most = Math.max(most, inside)
        await new Promise((resolve) => setTimeout(resolve, 1))
        inside -= 1
      }
      await Promise.all(Array.from({ length: 8 }, () => withLock(name, work, 1)))
      expect(most).toBe(1)
    }
    expect(existsSync(file)).toBe(false)
  })
})
