import { beforeAll, describe, expect, test } from 'vitest'
import { reviewId } from '@shared/domain/review.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@shared/sync/protocol.ts'
import { sharedGround, type Ground } from '../ministry.ts'
import { holdingOf, keptHandedIn, shapeOf } from '../knowledge.ts'
import type { Laptop } from '../laptop.ts'
import { admit, changeRole, set, tabOf, takeInRescues } from '../people.ts'
import { review } from '../reviewers.ts'
import { Scenario } from '../scenario.ts'
import { quarantined, serverHolding } from '../server-view.ts'
import { idOf, NOTE, VISIT } from '../world.ts'

const DAY = 86_400_000
let ground: Ground
beforeAll(async () => {
  ground = await sharedGround()
})

const setRole = (story: Scenario, role: 'reader' | 'editor' | 'reviewer'): Promise<boolean> =>
  story.run(async () => changeRole(await tabOf(story.laptop(0)), { colleague: story.laptop(1), role }))

const MEETINGS = Array.from({ length: 30 }, (_, index) => `meeting ${index + 2}`)

/** The editor writes 30 records and a word with no network, and is taken out of the visit meanwhile. */
async function leaveWith30(story: Scenario): Promise<void> {
  const editor = story.laptop(1)
  await story.change(
    editor,
    MEETINGS.map((name) => set('meeting', idOf(name), { title: `Title of ${name}` })),
  )
  await story.type(editor)
  expect(await story.waiting(editor)).toHaveLength(31)
  await story.run(async () => changeRole(await tabOf(story.laptop(0)), { colleague: editor, role: null }))
  expect(await story.sync(editor)).toBeNull()
}

/** Table -> how many of its rows are of the visit, of those that have any. */
const rowsOfVisit = (laptop: Laptop): Promise<Record<string, number>> =>
  laptop.reading(async ({ dexie }) => {
    const found: Record<string, number> = {}
    for (const table of dexie.tables) {
      const rows = await table.toArray()
      const count = rows.filter((row: { readonly scope?: string; readonly id?: string }) => row.scope === VISIT || row.id === VISIT).length
      if (count > 0) found[table.name] = count
    }
    return found
  })

describe('Versions and rights', () => {
  test('48 W3 a field that an older version does not know survives its edit of the same record', async () => {
    const story = await Scenario.open(ground)
    const [newer, older] = [story.laptop(0), story.laptop(1)]
    await story.write(newer, 'agreement 0', { fieldOfTomorrow: 'kept', text: 'By the newer' })
    for (const laptop of [newer, older]) await story.sync(laptop)
    await story.write(older, 'agreement 0', { text: 'By the older' })
    for (const laptop of [older, newer]) await story.sync(laptop)
    expect((await story.stored(newer, 'agreement 0'))?.cells).toMatchObject({
      fieldOfTomorrow: { value: 'kept' },
      text: { value: 'By the older' },
    })
    expect((await story.end()).reported).toBe(0)
  })

  test('49 W3 a kind that an older version does not know is stored and passed on', async () => {
    const story = await Scenario.open(ground)
    const [owner, older, newer] = [story.laptop(0), story.laptop(1), story.laptop(2)]
    const disk = await story.run(() => newer.takeImage())
    await story.write(newer, 'gadget 0', { colour: 'red' })
    for (const laptop of [newer, older]) await story.sync(laptop)
    await story.world.ministry.empty()
    newer.killAll()
    await story.run(() => newer.putImage(disk))
    // Only the older laptop has it to bring to the new server, once the owner has set it up.
    for (const laptop of [owner, newer]) expect(await story.stored(laptop, 'gadget 0')).toBeUndefined()
    await story.end()
    expect((await serverHolding(ground.database, VISIT)).records.get(idOf('gadget 0'))?.cells['colour']?.value).toBe('red')
    expect(await story.value(older, 'gadget 0', 'colour')).toBe('red')
  })

  test('50 N4 the text of a note of a newer editor passes through an older laptop unchanged', async () => {
    const story = await Scenario.open(ground)
    const [newer, older] = [story.laptop(0), story.laptop(1)]
    await story.write(newer, 'note 0', { bodySchema: 999 })
    await story.type(newer)
    for (const laptop of [newer, older]) await story.sync(laptop)
    const before = await story.words(older)
    expect(before).toHaveLength(2)
    const shapeOn = async (laptop: Laptop): Promise<string> => {
      const { texts } = await laptop.reading((page) => holdingOf(page, VISIT))
      return [...texts.values()].map(shapeOf).join()
    }
    const shape = await shapeOn(newer)
    await story.write(older, 'agreement 0', { text: 'Meanwhile' })
    for (const laptop of [older, newer]) await story.sync(laptop)
    expect(await story.words(newer)).toEqual(before)
    expect([await shapeOn(newer), await shapeOn(older)]).toEqual([shape, shape])
    expect(await story.value(older, 'note 0', 'bodySchema')).toBe(999)
    expect((await story.stored(older, 'note 0'))?.id).toBe(NOTE)
    await story.end()
  })

  test('51 P1 a token that is refused in the middle of a push is renewed once and the same push goes again', async () => {
    const story = await Scenario.open(ground)
    const owner = story.laptop(0)
    await story.write(owner, 'agreement 0', { text: 'A word' })
    const pushes = (): Promise<number> => ground.database.transaction(async (tx) => (await tx.query('SELECT 1 FROM pushes')).length)
    const before = await pushes()
    const { requests } = story.world.traffic
    expect(await story.sync(owner, { faults: [{ request: 1, fault: 'token refused' }] })).toBeNull()
    expect([story.world.took.get('token refused'), await pushes()]).toEqual([1, before + 1])
    // Visits, the push that is refused, the renewal, the push, and the pull.
    expect(story.world.traffic.requests - requests).toBe(5)
    expect(await story.waiting(owner)).toEqual([])
    await story.end()
  })

  test('51 S2 sixty days with no network: work waits, a sign-in is asked for, and then all of it goes', async () => {
    const story = await Scenario.open(ground)
    const owner = story.laptop(0)
    for (let day = 0; day < 60; day += 20) {
      await story.write(owner, 'agreement 0', { text: `Day ${day}` })
      await story.type(owner)
      await story.pass(20 * DAY)
    }
    expect(await story.sync(owner)).toBe('sign-in-needed')
    expect(await story.waiting(owner)).toHaveLength(2)
    await story.run(async () => admit(story.world, await tabOf(owner)))
    expect(await story.sync(owner)).toBeNull()
    expect(await story.waiting(owner)).toEqual([])
    expect((await story.end()).reported).toBe(0)
  })

  test('52 R1 R4 access removed while 30 edits are unsent: the visit leaves the laptop whole, and the owner has all 30 and the words', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    await leaveWith30(story)
    expect(await story.run(() => rowsOfVisit(editor))).toEqual({})
    // Nobody pulls what is in the quarantine; its owner is told of all of it.
    await story.sync(owner)
    expect(await story.value(owner, 'meeting 7', 'title')).toBeUndefined()
    const handedIn = await quarantined(ground.database, VISIT)
    expect(handedIn.map(({ record }) => record.i).toSorted()).toEqual([...MEETINGS.map(idOf), NOTE].toSorted())
    await story.run(async () => takeInRescues(await tabOf(owner)))
    await story.sync(owner)
    expect(await Promise.all(MEETINGS.map((name) => story.value(owner, name, 'title')))).toEqual(MEETINGS.map((name) => `Title of ${name}`))
    expect(await story.words(owner)).toHaveLength(2)
    expect((await story.end()).reported).toBe(0)
  })

  test('53 P4 an editor who becomes a reader keeps what was not sent, parked with the reason, and it goes once they may write again', async () => {
    const story = await Scenario.open(ground)
    const editor = story.laptop(1)
    for (let index = 0; index < 30; index += 1) await story.write(editor, `meeting ${index}`, { title: `Meeting ${index}` })
    await story.type(editor)
    await setRole(story, 'reader')
    await story.sync(editor)
    expect(await story.waiting(editor)).toHaveLength(31)
    expect((await story.stored(editor, 'meeting 7'))?.parked).toEqual({ reason: 'forbidden', detail: 'role' })
    await story.sync(editor)
    await setRole(story, 'editor')
    await story.sync(editor)
    expect(await story.waiting(editor)).toEqual([])
    expect((await serverHolding(ground.database, VISIT)).records.get(idOf('meeting 7'))?.cells['title']?.value).toBe('Meeting 7')
    expect((await story.end()).reported).toBe(0)
  })

  test('53 P4 A6 a review that waits while its reviewer is an editor goes once they may review again', async () => {
    const story = await Scenario.open(ground)
    const reviewer = story.laptop(1)
    await setRole(story, 'reviewer')
    await story.sync(reviewer)
    await story.run(async () => review(story.world, await tabOf(reviewer), { does: 'review', record: 'agreement 0', state: 'returned' }))
    await setRole(story, 'editor')
    await story.sync(reviewer)
    const [waits] = await story.waiting(reviewer)
    expect(waits).toBe(reviewId(idOf('agreement 0')))
    await story.sync(reviewer)
    await setRole(story, 'reviewer')
    await story.sync(reviewer)
    expect(await story.waiting(reviewer)).toEqual([])
    expect((await serverHolding(ground.database, VISIT)).records.get(waits ?? '')?.cells['state']?.value).toBe('returned')
    await story.end()
  })

  test('53 N3 words that may not be sent keep their note waiting, and what others write of it meanwhile is no loss', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    await setRole(story, 'reader')
    await story.type(editor)
    await story.sync(editor)
    for (let round = 0; round < 2; round += 1) {
      await story.type(owner)
      await story.sync(owner)
      await story.type(owner)
      await story.sync(owner)
      await story.sync(editor)
    }
    expect(await story.waiting(editor)).toContain(NOTE)
    // The editor's own mark is one: nobody had seen it.
    expect(await story.losses(editor)).toHaveLength(1)
    await setRole(story, 'editor')
    await story.sync(editor)
    expect(await story.waiting(editor)).toEqual([])
    expect((await story.end()).reported).toBe(1)
  })

  test('53 P4 a role taken back between the list of visits and the push ends the round, and does not repeat the push for ever', async () => {
    const story = await Scenario.open(ground)
    const editor = story.laptop(1)
    const [owners, editors] = [await story.tab(story.laptop(0)), await story.tab(editor)]
    const become = (role: 'reader' | 'editor'): Promise<void> => story.begin(() => changeRole(owners, { colleague: editor, role }))
    await story.write(editor, 'agreement 0', { text: 'A word' })
    await become('reader')
    await story.sync(editor)
    await become('editor')
    await story.begin(() => story.syncIn(editor, { slow: 1_000 }))
    await story.pass(2_500)
    await become('reader')
    await story.pass(60_000)
    expect(editors.isSyncing).toBe(false)
    expect(await story.waiting(editor)).toEqual([idOf('agreement 0')])
    await become('editor')
    await story.sync(editor)
    expect(await story.waiting(editor)).toEqual([])
    await story.end()
  })

  test('54 R4 access given back: the laptop has the visit and its unsent work again, sends it, and what was handed in changes nothing', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    await leaveWith30(story)
    await story.run(async () => admit(story.world, await tabOf(editor)))
    for (let round = 0; round < 2; round += 1) expect(await story.sync(editor)).toBeNull()
    expect(await story.waiting(editor)).toEqual([])
    expect(await story.value(editor, 'meeting 7', 'title')).toBe('Title of meeting 7')
    expect(await story.run(() => editor.reading((page) => keptHandedIn(page, VISIT)))).toEqual([])
    await story.sync(owner)
    const titles = () => Promise.all(MEETINGS.map((name) => story.value(owner, name, 'title')))
    expect(await titles()).toEqual(MEETINGS.map((name) => `Title of ${name}`))
    // The owner's later word stays when the same work is taken in from the quarantine.
    await story.write(owner, 'meeting 7', { title: 'Written over' })
    await story.sync(owner)
    await story.run(async () => takeInRescues(await tabOf(owner)))
    for (const laptop of [owner, editor]) {
      await story.sync(laptop)
      expect(await story.value(laptop, 'meeting 7', 'title')).toBe('Written over')
      expect(await story.words(laptop)).toHaveLength(2)
    }
    expect((await story.end()).reported).toBe(0)
  })

  test('W2 a laptop of another protocol is refused whole, works on, and sends everything after its update', async () => {
    const story = await Scenario.open(ground)
    const owner = story.laptop(0)
    await story.write(owner, 'agreement 0', { text: 'A word' })
    expect(await story.sync(owner, { faults: [{ request: 0, fault: 'other protocol' }] })).toBe('other-protocol')
    expect(await story.sync(owner)).toBeNull()
    const { reply } = await story.world.ministry.deliver(
      { method: 'GET', path: '/api/scopes', headers: { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION + 1) }, body: null },
      null,
    )
    expect([reply.status, JSON.parse(Buffer.from(reply.body).toString())]).toMatchObject([400, { code: 'other-protocol' }])
    await story.end()
  })
})
