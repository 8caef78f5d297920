import { beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '@shared/lib/canonical-json.ts'
import { DELETED } from '@shared/sync/cell.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { participantId } from '@shared/domain/participant.ts'
import { recordsOf } from '../../../src/renderer/db/live.ts'
import { twoVersionsOf } from '../../../src/renderer/records/losses.ts'
import { readHistory } from '../../../src/server/db/history-repository.ts'
import { readStored } from '../knowledge.ts'
import type { Laptop } from '../laptop.ts'
import { sharedGround, type Ground } from '../ministry.ts'
import { save, set, tabOf } from '../people.ts'
import { Scenario } from '../scenario.ts'
import { serverHolding } from '../server-view.ts'
import { settle } from '../settling.ts'
import { idOf, VISIT } from '../world.ts'

let ground: Ground
beforeAll(async () => {
  ground = await sharedGround()
})

const historyOf = async (record: string): Promise<number> =>
  ground.database.transaction(async (tx) => (await readHistory(tx, VISIT, idOf(record))).length)

/** On these laptops and at the ministry agreement 0 is as the editor wrote it, and named to whoever deleted it. */
async function expectRevived(story: Scenario, laptops: readonly Laptop[]): Promise<void> {
  for (const laptop of laptops) {
    expect(await story.isAlive(laptop, 'agreement 0')).toBe(true)
    expect(await story.value(laptop, 'agreement 0', 'text')).toBe('Still wanted')
    expect(await story.revived(laptop)).toEqual([idOf('agreement 0')])
  }
  const held = (await serverHolding(ground.database, VISIT)).records.get(idOf('agreement 0'))?.cells ?? {}
  expect([isDead(held), held['text']?.value]).toEqual([false, 'Still wanted'])
}

describe('Concurrency', () => {
  test('11 L4 two laptops edit one field with no network: one value stays everywhere, the other is kept as a loss', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    await story.write(owner, 'agreement 0', { text: 'Owner’s words' })
    await story.write(editor, 'agreement 0', { text: 'Editor’s words' })
    for (const laptop of [owner, editor, owner]) await story.sync(laptop)
    for (const laptop of [owner, editor]) {
      expect(await story.value(laptop, 'agreement 0', 'text')).toBe('Editor’s words')
      expect(await story.losses(laptop)).toEqual(['Owner’s words'])
    }
    expect((await story.end()).unseen).toBe(1)
  })

  test('12 M1 different fields of one record are both kept, and nobody is asked', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    await story.write(owner, 'agreement 0', { text: 'Text' })
    await story.write(editor, 'agreement 0', { status: 'agreed' })
    for (const laptop of [owner, editor, owner]) await story.sync(laptop)
    expect((await story.stored(owner, 'agreement 0'))?.cells).toMatchObject({ text: { value: 'Text' }, status: { value: 'agreed' } })
    expect((await story.end()).reported).toBe(0)
  })

  test('13 P5 what is edited while its push is on the way still waits, and is sent', async () => {
    const story = await Scenario.open(ground)
    const owner = story.laptop(0)
    const before = await historyOf('agreement 0')
    await story.write(owner, 'agreement 0', { text: 'First' })
    await story.begin(() => story.syncIn(owner, { slow: 1_000 }))
    await story.pass(2_500)
    expect(await owner.reading((page) => page.dexie.pushes.count())).toBe(1)
    await story.begin(async () => {
      await save(story.world, await tabOf(owner), [set('agreement', idOf('agreement 0'), { text: 'Second' })])
    })
    await story.pass(60_000)
    expect(await story.value(owner, 'agreement 0', 'text')).toBe('Second')
    await story.sync(owner)
    await story.sync(story.laptop(1))
    expect(await story.value(story.laptop(1), 'agreement 0', 'text')).toBe('Second')
    // Each was sent by itself: the answer to the first settled nothing of the second.
    expect(await historyOf('agreement 0')).toBe(before + 2)
    expect((await story.end()).reported).toBe(0)
  })

  test('14 P1 two tabs that sync at once take turns, and nothing is pushed twice', async () => {
    const story = await Scenario.open(ground)
    const owner = story.laptop(0)
    await story.write(owner, 'agreement 0', { text: 'A word' })
    await story.run(() => owner.openTab())
    const pushes = (): Promise<number> => ground.database.transaction(async (tx) => (await tx.query('SELECT 1 FROM pushes')).length)
    const before = await pushes()
    const { requests } = story.world.traffic
    await story.begin(() => story.syncIn(owner, { tab: 0, slow: 1_000 }))
    await story.begin(() => story.syncIn(owner, { tab: 1, slow: 1_000 }))
    await story.pass(60_000)
    expect(await pushes()).toBe(before + 1)
    expect(await story.waiting(owner)).toEqual([])
    // Visits, push and pull of the one; then the other renews its token, asks for the visits, and is told that nothing moved.
    expect(story.world.traffic.requests - requests).toBe(5)
    await story.end()
  })

  test('15 S2 two tabs of one laptop edit one record: the later edit has seen the earlier, and nothing is a loss', async () => {
    const story = await Scenario.open(ground)
    const owner = story.laptop(0)
    await story.run(() => owner.openTab())
    const inTab = (tab: number, fields: Readonly<Record<string, string>>): Promise<boolean> =>
      story.change(owner, [set('agreement', idOf('agreement 0'), fields)], tab)
    await inTab(0, { text: 'First tab' })
    await inTab(1, { text: 'Second tab', status: 'agreed' })
    await inTab(0, { status: 'floated' })
    await story.sync(owner)
    expect((await story.stored(owner, 'agreement 0'))?.cells).toMatchObject({ text: { value: 'Second tab' }, status: { value: 'floated' } })
    expect((await story.end()).reported).toBe(0)
  })

  test('16 D2 an edit later than a deletion, and not seen by it, keeps the record alive, and the deleter is told', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    await story.remove(owner, 'agreement 0')
    expect(await story.isAlive(owner, 'agreement 0')).toBe(false)
    await story.write(editor, 'agreement 0', { text: 'Still wanted' })
    for (const laptop of [owner, editor, owner]) await story.sync(laptop)
    await expectRevived(story, [owner, editor])
    // Whoever deletes it again has seen the edit.
    await story.remove(owner, 'agreement 0')
    for (const laptop of [owner, editor]) await story.sync(laptop)
    for (const laptop of [owner, editor]) {
      expect(await story.isAlive(laptop, 'agreement 0')).toBe(false)
      expect(await story.revived(laptop)).toEqual([])
    }
    expect((await story.end()).reported).toBe(0)
  })

  test('17 D2 (moot: an unseen edit survives whichever is later) an edit earlier than a deletion that had not seen it keeps the record alive too, and the deleter is told', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    await story.write(editor, 'agreement 0', { text: 'Still wanted' })
    await story.remove(owner, 'agreement 0')
    const stampOf = async (laptop: Laptop, field: string) => (await story.stored(laptop, 'agreement 0'))?.cells[field]?.stamp ?? ''
    expect((await stampOf(editor, 'text')) < (await stampOf(owner, DELETED))).toBe(true)
    // Whoever comes first to the ministry.
    for (const laptop of [editor, owner, editor]) await story.sync(laptop)
    await expectRevived(story, [owner, editor])
    expect((await story.end()).reported).toBe(0)
  })

  test('18 D1 a child made for a parent that somebody deleted meanwhile is there, and can be found', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    await story.remove(owner, 'meeting 1')
    await story.write(editor, 'openQuestion 0', { meetingId: idOf('meeting 1'), text: 'Who pays?' })
    for (const laptop of [owner, editor, owner]) await story.sync(laptop)
    expect(await story.isAlive(owner, 'meeting 1')).toBe(false)
    expect(await story.isAlive(owner, 'openQuestion 0')).toBe(true)
    for (const laptop of [owner, editor]) {
      const questions = await story.onScreen(laptop, (_scope, live) => recordsOf(live, 'openQuestion').map(({ text }) => text))
      expect(questions).toEqual(['Who pays?'])
    }
    await story.change(owner, [{ type: 'restore', kind: 'meeting', id: idOf('meeting 1') }])
    expect(await story.isAlive(owner, 'meeting 1')).toBe(true)
    await story.end()
  })

  test('19 M3 two people who add the same participant add one', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    const fields = { meetingId: idOf('meeting 0'), contactId: idOf('contact 0'), role: 'guest' }
    const link = () => ({ type: 'create', kind: 'participant', id: participantId(fields.meetingId, fields.contactId), fields }) as const
    await story.change(owner, [link()])
    await story.change(editor, [link()])
    for (const laptop of [owner, editor, owner]) await story.sync(laptop)
    const participants = (await owner.reading((page) => readStored(page, VISIT))).filter((one) => one.kind === 'participant')
    expect(participants.map((one) => one.cells['role']?.value)).toEqual(['guest'])
    await story.end()
  })

  test('20 M3 D2 one adds a participant again while another removes them: they stay', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    const link = (role: string) => [
      { type: 'create', kind: 'participant', id: idOf('participant 0'), fields: { meetingId: idOf('meeting 0'), role } } as const,
    ]
    await story.change(owner, link('guest'))
    for (const laptop of [owner, editor]) await story.sync(laptop)
    await story.remove(owner, 'participant 0')
    await story.change(editor, link('interpreter'))
    for (const laptop of [owner, editor, owner]) await story.sync(laptop)
    expect(await story.isAlive(owner, 'participant 0')).toBe(true)
    expect(await story.value(owner, 'participant 0', 'role')).toBe('interpreter')
    await story.end()
  })

  test('21 L5 a conflict settled by two people in two ways ends the same everywhere, and both are kept', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    await story.write(owner, 'agreement 0', { text: 'Owner’s words' })
    await story.write(editor, 'agreement 0', { text: 'Editor’s words' })
    for (const laptop of [owner, editor, owner]) await story.sync(laptop)
    const settled = async (laptop: Laptop, choose: 'lost' | 'own'): Promise<Json | undefined> => {
      await story.pass(1)
      await story.run(async () => settle(story.world, await tabOf(laptop), { does: 'settle', choose }))
      expect(await story.onScreen(laptop, (_, live) => twoVersionsOf(live))).toEqual([])
      return story.value(laptop, 'agreement 0', 'text')
    }
    // Neither has heard of the other: the owner takes what lost, the editor writes a third.
    expect(await settled(owner, 'lost')).toBe('Owner’s words')
    const third = await settled(editor, 'own')
    for (const laptop of [owner, editor, owner]) await story.sync(laptop)
    for (const laptop of [owner, editor]) {
      expect(await story.value(laptop, 'agreement 0', 'text')).toBe(third)
      // It is two versions again, and the loss of before stays settled.
      const versions = await story.onScreen(laptop, (_, live) => twoVersionsOf(live).flatMap(({ fields }) => fields))
      expect(versions.map((one) => one.versions.map(({ value }) => value))).toEqual([[third, 'Owner’s words']])
      // Both settled the first one, without having seen each other do so.
      expect((await story.losses(laptop)).map(String).toSorted()).toEqual(['Owner’s words', 'Owner’s words', 'settled'])
    }
    await story.end()
  })

  test('22 I1 many laptops with many edits each end the same', async () => {
    const laptops = process.env['SAFARNOMA_FULL'] === '1' ? 50 : 4
    const story = await Scenario.open(ground, { laptops })
    for (let round = 0; round < 10; round += 1) {
      for (const laptop of story.world.laptops) {
        await story.write(laptop, `agreement ${round % 3}`, { text: `${laptop.options.index} ${round}` })
      }
    }
    for (const laptop of [...story.world.laptops, ...story.world.laptops]) await story.sync(laptop)
    const found = await story.end()
    // Of each field everybody's last value but one lost unseen.
    expect(found.unseen).toBe(3 * (laptops - 1))
    expect(found.spurious).toBe(0)
  })
})
