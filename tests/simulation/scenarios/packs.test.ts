import { beforeAll, describe, expect, test } from 'vitest'
import { readHistory } from '../../../src/server/db/history-repository.ts'
import { sharedGround, type Ground } from '../ministry.ts'
import { readSetting } from '../../../src/renderer/db/settings.ts'
import { admit, changeRole, handPack, packOf, tabOf, takePack } from '../people.ts'
import { Scenario } from '../scenario.ts'
import { serverHolding } from '../server-view.ts'
import { viewOf } from '../knowledge.ts'
import type { Laptop } from '../laptop.ts'
import { idOf, VISIT } from '../world.ts'

/** 40 to 43 are told in tests/contract/renderer (packs.test.ts, packs-refused.test.ts), beside the format that they are about. */

const YEAR = 365 * 86_400_000
let ground: Ground
beforeAll(async () => {
  ground = await sharedGround()
})

const hand = (story: Scenario, from: Laptop, to: Laptop): Promise<boolean> =>
  story.run(async () => handPack(await tabOf(from), await tabOf(to)))
const historyOf = async (record: string): Promise<number> =>
  ground.database.transaction(async (tx) => (await readHistory(tx, VISIT, idOf(record))).length)

describe('Packs', () => {
  test('26 S2 S4 (moot: nothing is put aside for its date) two laptops a year ahead and a year behind exchange by pack and then meet the server', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    owner.clockError = YEAR
    editor.clockError = -YEAR
    await story.write(owner, 'agreement 0', { text: 'A year ahead' })
    expect(await hand(story, owner, editor)).toBe(true)
    await story.write(editor, 'agreement 0', { text: 'A year behind, and later' })
    expect(await hand(story, editor, owner)).toBe(true)
    expect(await story.value(owner, 'agreement 0', 'text')).toBe('A year behind, and later')
    for (const laptop of [owner, editor, owner]) await story.sync(laptop)
    expect((await story.end()).reported).toBe(0)
  })

  test('37 X5 a pack a year old brings what nobody else has, and changes nothing that was written since', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    await story.write(owner, 'agreement 0', { text: 'Of last year' })
    await story.write(owner, 'agreement 1', { text: 'Only in the pack' })
    const bytes = await story.run(async () => packOf(await tabOf(owner)))
    await story.write(owner, 'agreement 0', { text: 'Of this year' })
    await story.pass(YEAR)
    expect(await story.run(async () => takePack(await tabOf(editor), bytes))).toBe(true)
    expect(await story.value(editor, 'agreement 1', 'text')).toBe('Only in the pack')
    await story.end()
    expect(await story.value(editor, 'agreement 0', 'text')).toBe('Of this year')
    expect(await story.losses(editor)).toEqual([])
  })

  test('37 L2 a pack overwrites what the ministry had, the server is restored to before it, and the loss is reported', async () => {
    const story = await Scenario.open(ground)
    const [editor, third] = [story.laptop(1), story.laptop(2)]
    const dump = await story.world.ministry.dump()
    await story.write(editor, 'agreement 0', { text: 'The ministry had it' })
    await story.sync(editor)
    await story.write(third, 'agreement 0', { text: 'Later, and unseen' })
    expect(await hand(story, third, editor)).toBe(true)
    await story.world.ministry.restore(dump)
    for (const laptop of [third, editor]) await story.sync(laptop)
    expect(await story.losses(editor)).toEqual(['The ministry had it'])
    await story.end()
  })

  test('37 X4 a pack of a restored ministry overwrites what the ministry had before: it goes there once more, and the loss is reported', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor, third] = [story.laptop(0), story.laptop(1), story.laptop(2)]
    const dump = await story.world.ministry.dump()
    await story.write(editor, 'agreement 0', { text: 'The ministry had it' })
    await story.sync(editor)
    await story.world.ministry.restore(dump)
    // By now the ministry has never heard of it, and what the pack brings waits for nobody.
    await story.write(third, 'agreement 0', { text: 'Later, and unseen' })
    await story.sync(third)
    expect(await hand(story, third, editor)).toBe(true)
    expect(await story.value(editor, 'agreement 0', 'text')).toBe('Later, and unseen')
    expect(await story.waiting(editor)).toEqual([])
    await story.sync(editor)
    expect(await story.losses(editor)).toEqual(['The ministry had it'])
    await story.sync(owner)
    await story.end()
    expect(await story.losses(owner)).toEqual(['The ministry had it'])
  })

  test('37 X4 what a pack overwrites, and the ministry has, is sent once more and is no loss', async () => {
    const story = await Scenario.open(ground)
    const [editor, third] = [story.laptop(1), story.laptop(2)]
    await story.write(editor, 'agreement 0', { text: 'First' })
    for (const laptop of [editor, third]) await story.sync(laptop)
    for (const text of ['Second', 'Third']) {
      await story.write(third, 'agreement 0', { text })
      await story.sync(third)
    }
    expect(await hand(story, third, editor)).toBe(true)
    const before = await historyOf('agreement 0')
    await story.sync(editor)
    expect(await historyOf('agreement 0')).toBe(before + 1)
    await story.sync(editor)
    expect(await historyOf('agreement 0')).toBe(before + 1)
    expect(await story.losses(editor)).toEqual([])
    expect((await story.end()).reported).toBe(0)
  })

  test('37 A6 X4 a review that a pack overwrites, and a restored ministry has forgotten, goes there once more from its reviewer’s laptop', async () => {
    const story = await Scenario.open(ground)
    const [owner, first, second] = [story.laptop(0), story.laptop(1), story.laptop(2)]
    await story.run(async () => changeRole(await tabOf(owner), { colleague: first, role: 'reviewer' }))
    await story.sync(first)
    // The reviewer's second laptop.
    second.killAll()
    await story.run(() => second.putImage({ rows: new Map(), counters: new Map(), refreshToken: null }))
    second.account = first.account
    await story.run(async () => admit(story.world, await tabOf(second)))
    await story.sync(second)
    const by = (await first.reading((page) => readSetting(page, 'identity')))?.personId ?? ''
    const review = (state: string) => ({ recordId: idOf('agreement 0'), recordKind: 'agreement', state, by, byName: 'Desk' })
    const dump = await story.world.ministry.dump()
    await story.write(first, 'review 0', review('returned'))
    await story.sync(first)
    expect(await story.waiting(first)).toEqual([])
    await story.world.ministry.restore(dump)
    await story.write(second, 'review 0', review('accepted'))
    await story.sync(second)
    expect(await story.waiting(second)).toEqual([])
    await story.sync(owner)
    expect(await hand(story, owner, first)).toBe(true)
    expect(await story.value(first, 'review 0', 'state')).toBe('accepted')
    await story.sync(first)
    expect(await story.waiting(first)).toEqual([])
    await story.sync(owner)
    expect(await story.losses(owner)).toContain('returned')
    await story.end()
  })

  test('37 L2 what waits in a pack and is older than what the winner stands on goes to the ministry, also when its writer’s disk is gone', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor, third] = [story.laptop(0), story.laptop(1), story.laptop(2)]
    const disk = await third.takeImage()
    await story.write(third, 'agreement 0', { text: 'In the pack alone' })
    await story.write(editor, 'agreement 0', { text: 'Later, and unseen' })
    await story.sync(editor)
    await story.write(editor, 'agreement 0', { text: 'Later still' })
    await story.sync(editor)
    expect(await hand(story, third, editor)).toBe(true)
    third.killAll()
    await third.putImage(disk)
    await story.sync(editor)
    expect(await story.losses(editor)).toEqual(['In the pack alone'])
    await story.sync(owner)
    expect(await story.losses(owner)).toEqual(['In the pack alone'])
    await story.end()
  })

  test('37 C8 X4 a pack that names a later commit does not hide that the ministry has forgotten what it answered here', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor, third] = [story.laptop(0), story.laptop(1), story.laptop(2)]
    await story.write(owner, 'meeting 1', { place: 'Hall' })
    await story.sync(owner)
    const dump = await story.world.ministry.dump()
    await story.write(editor, 'agreement 1', { text: 'The ministry had it' })
    // Its commit is named until a pull has come to it, and none does.
    await story.sync(editor, { faults: [{ request: 'pull', fault: 'request lost' }] })
    expect(await story.waiting(editor)).toEqual([])
    await story.world.ministry.restore(dump)
    for (const title of ['One', 'Two', 'Three']) {
      await story.write(third, 'visit', { title })
      await story.sync(third)
    }
    expect(await hand(story, third, editor)).toBe(true)
    await story.write(third, 'agreement 1', { text: 'Later, and unseen' })
    await story.sync(third)
    await story.sync(editor)
    expect(await story.value(editor, 'agreement 1', 'text')).toBe('Later, and unseen')
    expect(await story.losses(editor)).toEqual(['The ministry had it'])
    await story.end()
  })

  test('38 P2 L3 A to B to C by pack: C delivers A’s work, A pushes the same later, and it stands once', async () => {
    const story = await Scenario.open(ground)
    const [a, b, c] = [story.laptop(0), story.laptop(1), story.laptop(2)]
    const before = await historyOf('agreement 0')
    await story.write(a, 'agreement 0', { text: 'By A' })
    await story.write(a, 'meeting 7', { title: 'Made by A' })
    await story.type(a)
    expect(await hand(story, a, b)).toBe(true)
    expect(await hand(story, b, c)).toBe(true)
    for (const laptop of [a, b, c]) expect(await story.waiting(laptop)).toHaveLength(3)
    expect(await story.sync(c)).toBeNull()
    const delivered = await serverHolding(ground.database, VISIT)
    expect(delivered.records.get(idOf('agreement 0'))?.cells['text']?.value).toBe('By A')
    expect(delivered.records.get(idOf('meeting 7'))?.cells['title']?.value).toBe('Made by A')
    expect(delivered.texts.size).toBe(1)
    expect(await historyOf('agreement 0')).toBe(before + 1)
    // A, who wrote it, and B, who handed it on, still say that it waits, and push the same.
    for (const laptop of [a, b]) {
      expect(await story.sync(laptop)).toBeNull()
      expect(await story.waiting(laptop)).toEqual([])
    }
    const after = await serverHolding(ground.database, VISIT)
    expect([...after.records.values()].map(viewOf).toSorted()).toEqual([...delivered.records.values()].map(viewOf).toSorted())
    expect(after.digest).toBe(delivered.digest)
    for (const laptop of [a, b, c]) {
      await story.sync(laptop)
      // Two words, each once.
      expect(await story.words(laptop)).toHaveLength(2)
      expect(await story.losses(laptop)).toEqual([])
    }
    expect((await story.end()).reported).toBe(0)
  })

  test('39 X5 packs accepted twice and out of order change nothing the second time', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    const pack = (): Promise<Uint8Array> => story.run(async () => packOf(await tabOf(owner)))
    const take = (bytes: Uint8Array): Promise<boolean> => story.run(async () => takePack(await tabOf(editor), bytes))
    await story.write(owner, 'agreement 0', { text: 'First' })
    const first = await pack()
    await story.write(owner, 'agreement 0', { text: 'Second' })
    const second = await pack()
    for (const bytes of [second, first, second, first]) {
      expect(await take(bytes)).toBe(true)
      expect(await story.value(editor, 'agreement 0', 'text')).toBe('Second')
    }
    expect((await story.end()).reported).toBe(0)
  })
})
