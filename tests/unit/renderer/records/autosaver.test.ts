import { beforeEach, describe, expect, it } from 'vitest'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { createAutosaver, IDLE, type Autosaver } from '../../../../src/renderer/records/autosaver.ts'
import type { SavePart } from '../../../../src/renderer/records/save-status.tsx'

describe('a fact that saves itself', () => {
  let saved: (string | null)[]
  let answer: () => Promise<Result<unknown, string>>
  let reports: (SavePart | null)[]
  let timers: { ms: number; run: () => void }[]
  let saver: Autosaver
  const pause = (): void => timers.splice(0).forEach(({ run }) => run())
  beforeEach(() => {
    saved = []
    reports = []
    timers = []
    answer = () => Promise.resolve(succeed(null))
    saver = createAutosaver({
      save: (value) => {
        saved.push(value)
        return answer()
      },
      report: (part) => reports.push(part),
      after: (ms, run) => {
        const timer = { ms, run }
        timers.push(timer)
        return () => void (timers = timers.filter((one) => one !== timer))
      },
      now: () => 1_000,
    })
  })

  it('is saved once after a pause in typing, not at each key', async () => {
    saver.change('M')
    saver.change('ME')
    saver.change('METI')
    expect(saved).toEqual([])
    expect(timers.map((timer) => timer.ms)).toEqual([IDLE])
    pause()
    await saver.flush()
    expect(saved).toEqual(['METI'])
    expect(reports.at(-1)).toEqual({ kind: 'saved', at: 1_000 })
  })

  it('is saved at once when its field is left, and blank text says nothing', async () => {
    saver.change('   ')
    expect(await saver.flush()).toBe(true)
    expect(saved).toEqual([null])
    expect(timers).toEqual([])
  })

  it('waits while an input method composes', () => {
    saver.setComposing(true)
    saver.change('けいざい')
    expect(timers).toEqual([])
    saver.setComposing(false)
    expect(timers).toHaveLength(1)
  })

  it('keeps what was typed when it could not be stored, and saves it on retry', async () => {
    answer = () => Promise.resolve(fail('disk-full'))
    saver.change('METI')
    expect(await saver.flush()).toBe(false)
    expect(saver.store.getState()).toEqual({ typed: 'METI', problem: 'disk-full', isDirty: true })
    const failed = reports.at(-1)
    if (failed?.kind !== 'failed') throw new Error('a failure was reported')
    expect(failed.reason).toBe('disk-full')
    answer = () => Promise.resolve(succeed(null))
    failed.onRetry()
    await Promise.resolve()
    await Promise.resolve()
    expect(saved).toEqual(['METI', 'METI'])
    expect(saver.store.getState()).toMatchObject({ problem: null, isDirty: false })
  })

  it('goes on showing what was saved until the store shows it', async () => {
    saver.change('METI')
    await saver.flush()
    expect(saver.store.getState().typed).toBe('METI')
    saver.storedChanged()
    expect(saver.store.getState().typed).toBeNull()
  })

  it("is not overwritten on the screen by a colleague's value while it is being typed", () => {
    saver.change('METI')
    saver.storedChanged()
    expect(saver.store.getState().typed).toBe('METI')
  })

  it('saves again what was typed while the first save was on its way', async () => {
    let finish = (): void => undefined
    answer = () => new Promise((resolve) => void (finish = () => resolve(succeed(null))))
    saver.change('ME')
    const first = saver.flush()
    saver.change('METI')
    finish()
    await first
    expect(saver.store.getState()).toMatchObject({ typed: 'METI', isDirty: true })
    expect(reports.at(-1)).toEqual({ kind: 'editing' })
    answer = () => Promise.resolve(succeed(null))
    await saver.flush()
    expect(saved).toEqual(['ME', 'METI'])
  })

  it('gives back what is stored on Esc', () => {
    saver.change('METI')
    saver.revert()
    expect(saver.store.getState()).toEqual({ typed: null, problem: null, isDirty: false })
    expect(timers).toEqual([])
    expect(reports.at(-1)).toBeNull()
  })
})
