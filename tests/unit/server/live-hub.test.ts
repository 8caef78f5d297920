import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveEvent } from '@shared/sync/protocol/live.ts'
import type { Database } from '../../../src/server/db/database.ts'
import { createLiveHub, type LiveHub } from '../../../src/server/live/live-hub.ts'

const LOOK = 1_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A hub whose questions are answered when the test says so: each with one visit, at place 1, of every session that was asked for. */
function hubWithSlowAnswers() {
  const questions: (readonly string[])[] = []
  const waiting: (() => void)[] = []
  const database: Database = {
    close: () => Promise.resolve(),
    transaction: (work) =>
      work({
        script: () => Promise.resolve(),
        query: <Row>(_sql: string, [sessions]: readonly unknown[] = []) => {
          questions.push(sessions as readonly string[])
          const rows = (sessions as readonly string[]).map((session) => ({ session, scope: 'visit', seq: 1 }) as Row)
          return new Promise<Row[]>((resolve) => waiting.push(() => resolve(rows)))
        },
      }),
  }
  const hub = createLiveHub({ database, now: Date.now, onError: (error) => expect.fail(String(error)) })
  const answer = async (): Promise<void> => {
    for (const resolve of waiting.splice(0)) resolve()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { hub, questions, answer }
}

function listen(hub: LiveHub, session: string): { readonly events: LiveEvent[]; readonly stop: () => void } {
  const events: LiveEvent[] = []
  const hear = (event: LiveEvent): void => void events.push(event)
  const stop = hub.listen({ session, account: session, send: hear, beat: () => undefined, end: hear })
  if (!stop) throw new Error(`${session} finds no place`)
  return { events, stop }
}

describe('a line that is opened while the server looks what moved', () => {
  it('V1 is not taken for that of a dead session, and is told at the next look', async () => {
    const { hub, questions, answer } = hubWithSlowAnswers()
    const early = listen(hub, 'early')
    await vi.advanceTimersByTimeAsync(LOOK)
    const late = listen(hub, 'late')
    await answer()
    const moved = { type: 'moved', scope: 'visit', seq: 1 }
    expect([early.events, late.events]).toEqual([[moved], []])
    await vi.advanceTimersByTimeAsync(LOOK)
    await answer()
    expect(questions).toEqual([['early'], ['early', 'late']])
    expect([early.events, late.events]).toEqual([[moved], [moved]])
  })

  it('V1 and one that is closed meanwhile is told nothing more', async () => {
    const { hub, answer } = hubWithSlowAnswers()
    const line = listen(hub, 'gone')
    await vi.advanceTimersByTimeAsync(LOOK)
    line.stop()
    await answer()
    expect(line.events).toEqual([])
  })
})
