import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isPrepared, type Meeting } from '@shared/domain/meeting.ts'
import { recordById } from '../../../../src/renderer/db/live.ts'
import { pointsOf, saveObjective } from '../../../../src/renderer/features/meetings/prepare-commands.ts'
import { saveField } from '../../../../src/renderer/records/save-field.ts'
import { openDesk, VISIT, type Desk } from '../visits/desk.ts'

const MEETING = '33333333-3333-4333-8333-333333333333'
const REF = { scope: VISIT, id: MEETING }

describe('Preparing a meeting', () => {
  let desk: Desk
  beforeEach(async () => {
    desk = await openDesk()
    await desk.write(VISIT, { type: 'set', kind: 'meeting', id: MEETING, fields: { title: 'Talks' } })
    // The live records are read behind the write.
    await desk.scope(VISIT)
  })
  afterEach(() => desk.close())
  const meeting = async (): Promise<Meeting> => {
    const held = recordById(await desk.scope(VISIT), 'meeting', MEETING)
    if (!held) throw new Error('no such meeting')
    return held
  }
  const objective = async (index: number, change: Parameters<typeof saveObjective>[2]['objective']) => {
    const saved = await saveObjective(desk, REF, { index, objective: change })
    await desk.scope(VISIT)
    return saved.ok ? 'saved' : saved.error.code
  }

  it('adds objectives behind the last, changes parts of them, and closes up when one goes', async () => {
    await objective(0, { text: 'A joint centre' })
    await objective(1, { text: 'Training' })
    await objective(0, { success: 'a date is named' })
    expect((await meeting()).objectives).toEqual([
      { text: 'A joint centre', success: 'a date is named' },
      { text: 'Training', success: null },
    ])
    await objective(0, null)
    expect((await meeting()).objectives).toEqual([{ text: 'Training', success: null }])
  })

  it('keeps every part of saves that follow each other within milliseconds', async () => {
    const saves = [
      { index: 0, objective: { text: 'A joint centre' } },
      { index: 0, objective: { success: 'a date is named' } },
      { index: 1, objective: { text: 'Training' } },
    ]
    await Promise.all(saves.map((save) => saveObjective(desk, REF, save)))
    await desk.scope(VISIT)
    expect((await meeting()).objectives).toEqual([
      { text: 'A joint centre', success: 'a date is named' },
      { text: 'Training', success: null },
    ])
  })

  it('takes an objective that says nothing any more for none, and the last one leaves the field empty', async () => {
    await objective(0, { text: 'A joint centre' })
    expect(await objective(0, { text: ' ' })).toBe('saved')
    expect((await meeting()).objectives).toBeNull()
    expect(isPrepared(await meeting())).toBe(false)
  })

  it('does not store a success without its objective', async () => {
    expect(await objective(0, { success: 'a date is named' })).toBe('required')
    expect((await meeting()).objectives).toBeNull()
  })

  it('keeps the texts as they are written, and reads points line by line', async () => {
    const text = 'First \r\n\n  Second\n'
    await saveField(desk, { ...REF, kind: 'meeting' }, { field: 'pointsToMake', value: text })
    const held = await meeting()
    expect(held.pointsToMake).toBe(text)
    expect(pointsOf(held.pointsToMake)).toEqual(['First', 'Second'])
    expect(isPrepared(held)).toBe(true)
  })
})
