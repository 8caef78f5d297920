import { beforeAll, describe, expect, test } from 'vitest'
import { nextStamp, stampParts } from '@shared/sync/stamp.ts'
import { sharedGround, type Ground } from '../ministry.ts'
import { Scenario } from '../scenario.ts'

const YEAR = 365 * 86_400_000
let ground: Ground
beforeAll(async () => {
  ground = await sharedGround()
})

describe('Clocks', () => {
  test('23 S2 (moot: no stamp is corrected) a clock a year ahead does not beat what is written later in its knowledge', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    editor.clockError = YEAR
    await story.write(editor, 'agreement 0', { text: 'From next year' })
    await story.sync(editor)
    await story.sync(owner)
    await story.write(owner, 'agreement 0', { text: 'Later, by the right clock' })
    for (const laptop of [owner, editor]) await story.sync(laptop)
    expect(await story.value(editor, 'agreement 0', 'text')).toBe('Later, by the right clock')
    expect((await story.end()).reported).toBe(0)
  })

  test('24 S2 L2 (moot: no clock dominates in silence) edits of a clock a year behind win over what they saw, and are reported where they lose', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    editor.clockError = -YEAR
    await story.write(editor, 'agreement 0', { text: 'Seen and changed' })
    await story.sync(editor)
    await story.sync(owner)
    expect(await story.value(owner, 'agreement 0', 'text')).toBe('Seen and changed')
    await story.write(owner, 'agreement 1', { text: 'Unseen by the other' })
    await story.write(editor, 'agreement 1', { text: 'By the clock behind' })
    for (const laptop of [owner, editor, owner]) await story.sync(laptop)
    // Its edit had seen a year that is to come, and counts as later.
    expect(await story.losses(owner)).toEqual(['Unseen by the other'])
    // Of a record that nobody with a right clock has touched, it counts as earlier.
    await story.write(editor, 'meeting 9', { title: 'Made by the clock behind' })
    for (const laptop of [editor, owner]) await story.sync(laptop)
    await story.write(editor, 'meeting 9', { title: 'Behind, and unseen' })
    await story.write(owner, 'meeting 9', { title: 'By the right clock' })
    for (const laptop of [owner, editor, owner]) await story.sync(laptop)
    for (const laptop of [owner, editor]) {
      expect(await story.value(laptop, 'meeting 9', 'title')).toBe('By the right clock')
      expect(new Set(await story.losses(laptop))).toEqual(new Set(['Behind, and unseen', 'Unseen by the other']))
    }
    await story.end()
  })

  test('25 S2 a clock that is put right in the middle of a session: the later edit stays', async () => {
    const story = await Scenario.open(ground)
    const owner = story.laptop(0)
    owner.clockError = YEAR
    await story.write(owner, 'agreement 0', { text: 'Wrong date' })
    owner.clockError = 0
    await story.write(owner, 'agreement 0', { text: 'Right date' })
    for (const laptop of [owner, story.laptop(1)]) await story.sync(laptop)
    expect(await story.value(story.laptop(1), 'agreement 0', 'text')).toBe('Right date')
    expect((await story.end()).reported).toBe(0)
  })

  test('27 S1 S2 (moot: a counter a record) a hundred thousand writes of one record in one millisecond are all later than the one before', () => {
    const now = Date.UTC(2025, 2, 5)
    let last = ''
    for (let count = 0; count < 100_000; count += 1) {
      const next = nextStamp(last, now, 'device.session')
      if (next <= last) throw new Error(`stamp ${count} is not later`)
      last = next
    }
    expect(stampParts(last)).toMatchObject({ epoch: 0, wall: now, count: 99_999 })
  })

  test('28 S2 A3 (moot: the server’s clock decides nothing) a server ten minutes ahead, then right again, loses and reorders nothing', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    story.world.ministry.clocks.fill(600_000)
    await story.write(owner, 'agreement 0', { text: 'First' })
    await story.sync(owner)
    await story.sync(editor)
    story.world.ministry.clocks.fill(0)
    await story.write(editor, 'agreement 0', { text: 'Second' })
    for (const laptop of [editor, owner]) await story.sync(laptop)
    expect(await story.value(owner, 'agreement 0', 'text')).toBe('Second')
    expect((await story.end()).reported).toBe(0)
  })

  test('29 S1 (moot: stamps count milliseconds since 1970) a change of zone or of summer time moves no stamp', async () => {
    const story = await Scenario.open(ground)
    const owner = story.laptop(0)
    const zone = process.env['TZ']
    try {
      process.env['TZ'] = 'Asia/Tokyo'
      await story.write(owner, 'agreement 0', { text: 'In Tokyo' })
      const there = stampParts((await story.stored(owner, 'agreement 0'))?.cells['text']?.stamp ?? '').wall
      process.env['TZ'] = 'America/New_York'
      await story.write(owner, 'agreement 0', { text: 'In New York' })
      const after = stampParts((await story.stored(owner, 'agreement 0'))?.cells['text']?.stamp ?? '').wall
      expect(after - there).toBe(1)
    } finally {
      if (zone === undefined) delete process.env['TZ']
      else process.env['TZ'] = zone
    }
    await story.end()
  })
})
