import { beforeAll, describe, expect, test } from 'vitest'
import { reviewId } from '@shared/domain/review.ts'
import { readSetting } from '../../../src/renderer/db/settings.ts'
import { attach, carry, wholeFiles } from '../files.ts'
import { readStored, viewOf } from '../knowledge.ts'
import type { Laptop } from '../laptop.ts'
import { sharedGround, type Ground } from '../ministry.ts'
import { admit, changeRole, tabOf } from '../people.ts'
import { review } from '../reviewers.ts'
import { Scenario } from '../scenario.ts'
import { serverHolding } from '../server-view.ts'
import { idOf, VISIT } from '../world.ts'

const WEEK = 7 * 86_400_000
let ground: Ground
beforeAll(async () => {
  ground = await sharedGround()
})

const deviceOf = (laptop: Laptop): Promise<string | undefined> =>
  laptop.reading(async (page) => (await readSetting(page, 'identity'))?.deviceId)

const restoreDisk = async (story: Scenario, laptop: Laptop, image: Awaited<ReturnType<Laptop['takeImage']>>): Promise<void> => {
  laptop.killAll()
  await story.run(() => laptop.putImage(image))
}

/** How often the server was asked to mend what both sides count otherwise. */
const repairs = (): Promise<number> =>
  ground.database.transaction(async (tx) => (await tx.query(`SELECT 1 FROM audit WHERE action = 'digests-differ'`)).length)

/** Everything of the visit that people wrote, as a laptop holds it. */
const viewsOf = (laptop: Laptop): Promise<string[]> =>
  laptop.reading(async (page) =>
    (await readStored(page, VISIT))
      .filter(({ kind }) => kind !== 'member')
      .map(viewOf)
      .toSorted(),
  )

describe('Time travel', () => {
  test('30 P3 a laptop restored from a backup a week old becomes a new device where its numbers were used, and nothing is lost', async () => {
    const story = await Scenario.open(ground)
    const editor = story.laptop(1)
    await story.write(editor, 'agreement 0', { text: 'Before the backup' })
    await story.sync(editor)
    const image = await story.run(() => editor.takeImage())
    const device = await deviceOf(editor)
    await story.pass(WEEK)
    await story.write(editor, 'agreement 0', { text: 'After the backup' })
    await story.sync(editor)
    await restoreDisk(story, editor, image)
    await story.write(editor, 'agreement 0', { text: 'On the restored disk' })
    await story.write(editor, 'agreement 1', { text: 'Another word' })
    await story.sync(editor)
    await story.run(async () => admit(story.world, await tabOf(editor)))
    await story.sync(editor)
    await story.run(async () => admit(story.world, await tabOf(editor)))
    await story.sync(editor)
    await story.sync(story.laptop(0))
    expect(await deviceOf(editor)).not.toBe(device)
    expect(await story.value(story.laptop(0), 'agreement 1', 'text')).toBe('Another word')
    // The restored disk had not seen what the laptop wrote after the backup.
    expect(await story.losses(story.laptop(0))).toEqual(['After the backup'])
    await story.end()
  })

  test('31 P3 S3 a disk cloned to a second laptop: both edit, both go on, nothing is lost', async () => {
    const story = await Scenario.open(ground)
    const [editor, third] = [story.laptop(1), story.laptop(2)]
    await restoreDisk(story, third, await story.run(() => editor.takeImage()))
    third.account = editor.account
    await story.write(editor, 'agreement 0', { text: 'By the original' })
    await story.write(third, 'agreement 0', { text: 'By the clone', status: 'agreed' })
    for (const laptop of [editor, third, editor, third]) {
      await story.run(async () => admit(story.world, await tabOf(laptop)))
      await story.sync(laptop)
    }
    const found = await story.end()
    expect(found.unseen).toBe(1)
    expect(await deviceOf(editor)).not.toBe(await deviceOf(third))
  })

  test('32 C4 a server restored from yesterday’s dump, behind a laptop’s cursor, gets everything again', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    const dump = await story.world.ministry.dump()
    await story.write(owner, 'agreement 0', { text: 'Lost by the server' })
    await story.type(owner)
    for (const laptop of [owner, editor]) await story.sync(laptop)
    await story.world.ministry.restore(dump)
    await story.write(editor, 'agreement 1', { text: 'Not sent yet' })
    for (const laptop of [editor, owner]) await story.sync(laptop)
    expect(await repairs()).toBe(0)
    const { records, texts } = await serverHolding(ground.database, VISIT)
    expect(records.get(idOf('agreement 0'))?.cells['text']?.value).toBe('Lost by the server')
    expect(records.get(idOf('agreement 1'))?.cells['text']?.value).toBe('Not sent yet')
    expect(texts.size).toBe(1)
    expect((await story.end()).reported).toBe(0)
  })

  test('32 C8 L2 a server restored to before an answered push, and after the last pull: what was overwritten there is reported', async () => {
    const story = await Scenario.open(ground)
    const [editor, third] = [story.laptop(1), story.laptop(2)]
    await story.write(editor, 'agreement 0', { text: 'Sent and answered' })
    await story.write(third, 'agreement 0', { text: 'Later, and unseen' })
    await story.sync(third)
    const dump = await story.world.ministry.dump()
    // After the list of visits the push is answered, and the pull never leaves.
    await story.sync(editor, { faults: [{ request: 2, fault: 'request lost' }] })
    expect(await story.waiting(editor)).toEqual([])
    await story.world.ministry.restore(dump)
    await story.sync(editor)
    expect(await story.losses(editor)).toEqual(['Sent and answered'])
    await story.end()
  })

  test('33 C3 C4 a server restored and then moved past a laptop’s cursor is noticed by its token', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    const dump = await story.world.ministry.dump()
    await story.write(owner, 'agreement 0', { text: 'Lost by the server' })
    await story.sync(owner)
    await story.world.ministry.restore(dump)
    for (let index = 0; index < 5; index += 1) {
      await story.write(editor, 'agreement 1', { text: `Further ${index}` })
      await story.sync(editor)
    }
    await story.sync(owner)
    // By the token, and not because both count otherwise in the end.
    expect(await repairs()).toBe(0)
    await story.sync(editor)
    expect(await story.value(editor, 'agreement 0', 'text')).toBe('Lost by the server')
    expect(await story.value(owner, 'agreement 1', 'text')).toBe('Further 4')
    await story.end()
  })

  test('33 G3 what the server forgot from before a cursor that still holds comes back by the digest', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    const dump = await story.world.ministry.dump()
    await story.write(owner, 'agreement 0', { text: 'Lost by the server' })
    // Stored and acknowledged, but its pull did not get through: the cursor stays where the dump is.
    await story.sync(owner, { faults: [{ request: 2, fault: 'request lost' }] })
    expect(await story.waiting(owner)).toEqual([])
    await story.world.ministry.restore(dump)
    await story.sync(owner)
    await story.sync(editor)
    expect(await story.value(editor, 'agreement 0', 'text')).toBe('Lost by the server')
    await story.end()
  })

  test('33 G3 what the server forgot comes back also from a laptop that has something parked', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    // Only the owner may delete the visit.
    await story.remove(editor, 'visit')
    await story.sync(editor)
    const dump = await story.world.ministry.dump()
    await story.write(editor, 'agreement 0', { text: 'Lost by the server' })
    await story.sync(editor, { faults: [{ request: 2, fault: 'request lost' }] })
    await story.world.ministry.restore(dump)
    await story.pass(2 * 60 * 60_000)
    await story.sync(editor)
    const requests = story.world.traffic.requests
    await story.sync(editor)
    // Looked at, and not again with every round.
    expect(story.world.traffic.requests - requests).toBeLessThanOrEqual(4)
    await story.sync(owner)
    expect(await story.value(owner, 'agreement 0', 'text')).toBe('Lost by the server')
    expect((await story.stored(editor, 'visit'))?.parked?.reason).toBe('forbidden')
    await story.world.close()
  })

  test('33 R1 a server restored to when this person was out of the visit gets what it acknowledged since, before the visit leaves the laptop', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    await story.run(async () => changeRole(await tabOf(owner), { colleague: editor, role: null }))
    await story.sync(editor)
    const dump = await story.world.ministry.dump()
    await story.run(async () => admit(story.world, await tabOf(editor)))
    await story.sync(editor)
    await story.write(editor, 'agreement 0', { text: 'On this laptop alone' })
    await story.run(async () => attach(story.world, await tabOf(editor), 20_000))
    await story.sync(editor)
    await story.run(async () => carry(await tabOf(editor), false))
    expect(await story.waiting(editor)).toEqual([])
    await story.world.ministry.restore(dump)
    await story.run(async () => {
      const tab = await tabOf(editor)
      await tab.session.signIn({ account: editor.account, password: 'a long enough password' })
    })
    await story.sync(editor)
    expect(await story.stored(editor, 'agreement 0')).toBeUndefined()
    expect((await story.run(() => wholeFiles(editor))).size).toBe(1)
    await story.end()
    expect((await story.run(() => wholeFiles(owner))).size).toBe(1)
    expect(await story.value(owner, 'agreement 0', 'text')).toBe('On this laptop alone')
  })

  test('34 C4 I12 an empty server empties nobody: all of it goes there again', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    await story.write(editor, 'agreement 0', { text: 'Not sent yet' })
    await story.type(editor)
    await story.world.ministry.empty()
    await story.sync(editor)
    expect(await story.value(editor, 'agreement 0', 'text')).toBe('Not sent yet')
    expect(await story.value(owner, 'agreement 1', 'text')).toBe('agreement 1')
    await story.end()
    expect(await story.value(owner, 'agreement 0', 'text')).toBe('Not sent yet')
    expect(await story.words(owner)).toHaveLength(2)
  })

  test('34 P4 A6 a change of a review that an empty server does not know is refused, and comes again whole', async () => {
    const story = await Scenario.open(ground)
    const [owner, reviewer] = [story.laptop(0), story.laptop(1)]
    const say = (state: 'returned' | 'accepted') =>
      story.run(async () => review(story.world, await tabOf(reviewer), { does: 'review', record: 'agreement 0', state }))
    const makeReviewer = () => story.run(async () => changeRole(await tabOf(owner), { colleague: reviewer, role: 'reviewer' }))
    await makeReviewer()
    await story.sync(reviewer)
    await say('returned')
    await story.sync(reviewer)
    await story.world.ministry.empty()
    await story.run(async () => admit(story.world, await tabOf(owner)))
    await story.sync(owner)
    await story.run(async () => admit(story.world, await tabOf(reviewer)))
    await makeReviewer()
    await say('accepted')
    await story.sync(reviewer)
    expect(await story.waiting(reviewer)).toEqual([])
    const held = (await serverHolding(ground.database, VISIT)).records.get(reviewId(idOf('agreement 0')))
    expect([held?.cells['state']?.value, held?.cells['byName']?.value]).toEqual(['accepted', 'second'])
    await story.end()
  })

  test('35 D2 (moot: deletions are kept for ever) a laptop that returns after two years brings nothing deleted back, and its edit survives', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    await story.write(editor, 'agreement 0', { text: 'Written before the long absence' })
    await story.remove(owner, 'agreement 0')
    await story.remove(owner, 'agreement 1')
    await story.sync(owner)
    await story.pass(104 * WEEK)
    await story.end()
    expect(await story.isAlive(owner, 'agreement 0')).toBe(true)
    expect(await story.isAlive(owner, 'agreement 1')).toBe(false)
    expect(await story.isAlive(editor, 'agreement 1')).toBe(false)
  })

  test('36 C1 a browser that threw the database away: everything that the ministry has comes back, and nothing claims to have what was not sent', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    await story.write(editor, 'agreement 0', { text: 'Sent in time' })
    await story.type(editor)
    await story.run(async () => attach(story.world, await tabOf(editor), 20_000))
    await story.sync(editor)
    await story.run(async () => carry(await tabOf(editor), false))
    const held = await story.run(() => viewsOf(editor))
    const [words, device] = [await story.words(editor), await deviceOf(editor)]
    // This is on no other disk.
    await story.write(editor, 'agreement 1', { text: 'Never sent' })
    await story.write(editor, 'meeting 7', { title: 'Never sent' })
    await story.type(editor)
    await restoreDisk(story, editor, { rows: new Map(), counters: new Map(), refreshToken: null })
    expect(await story.sync(editor)).toBe('sign-in-needed')
    await story.run(async () => admit(story.world, await tabOf(editor)))
    expect(await story.sync(editor)).toBeNull()
    expect(await story.run(() => viewsOf(editor))).toEqual(held)
    expect(await story.words(editor)).toEqual(words)
    expect(await story.value(editor, 'agreement 0', 'text')).toBe('Sent in time')
    await story.run(async () => carry(await tabOf(editor), true))
    expect((await story.run(() => wholeFiles(editor))).size).toBe(1)
    // What was lost is nowhere: nothing waits, nothing was received, and no number of the disk that is gone is used again.
    expect(await story.waiting(editor)).toEqual([])
    expect(await story.losses(editor)).toEqual([])
    expect(await deviceOf(editor)).not.toBe(device)
    await story.write(editor, 'agreement 1', { text: 'Written once more' })
    expect(await story.sync(editor)).toBeNull()
    await story.sync(owner)
    expect(await story.value(owner, 'agreement 1', 'text')).toBe('Written once more')
    // The owner sees the laptop that is gone beside the new one, and when it was last heard of.
    const reply = await story.run(async () => (await tabOf(owner)).session.call('memberDevices', { scope: VISIT }))
    const theirs = reply.ok ? reply.value.members.flatMap(({ devices }) => devices.map(({ id }) => id)) : []
    expect(theirs).toEqual(expect.arrayContaining([device, await deviceOf(editor)]))
    expect((await story.end()).reported).toBe(0)
  })
})
