import * as Y from 'yjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { startSyncLoop } from '../../../src/renderer/sync/sync-loop.ts'
import { createSyncStatus } from '../../../src/renderer/sync/sync-status.ts'
import { write } from '../../../src/renderer/db/write.ts'
import { sharedGround, type Ground } from '../ministry.ts'
import { tabOf } from '../people.ts'
import { Scenario } from '../scenario.ts'
import { serverHolding } from '../server-view.ts'
import { idOf, NOTE, VISIT } from '../world.ts'

const isFull = process.env['SAFARNOMA_FULL'] === '1'
const DAY = 86_400_000
let ground: Ground
beforeAll(async () => {
  ground = await sharedGround()
})

describe('Scale', () => {
  test('56 C2 a first sync that is killed at random storage calls ends with everything', async () => {
    const story = await Scenario.open(ground, { pageSize: 50 })
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    const count = isFull ? 5_000 : 300
    const changes = Array.from({ length: count }, (_, index) => ({
      type: 'set' as const,
      kind: 'meeting',
      id: idOf(`meeting ${index + 10}`),
      fields: { title: `Meeting ${index}` },
    }))
    await story.change(owner, changes)
    await story.sync(owner)
    for (let round = 0; round < 8; round += 1) {
      editor.diesIn = 20 + story.world.random.int(400)
      await story.sync(editor)
    }
    editor.diesIn = null
    expect(editor.deaths).toBeGreaterThan(2)
    expect(await story.sync(editor)).toBeNull()
    expect(await story.value(editor, `meeting ${count + 9}`, 'title')).toBe(`Meeting ${count - 1}`)
    await story.end()
  })

  test('57 P5 C1 one field of a visit of many records costs under 2 kB on both laptops together', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    const count = isFull ? 20_000 : 200
    for (let start = 0; start < count; start += 500) {
      const part = Array.from({ length: Math.min(500, count - start) }, (_, index) => ({
        type: 'set' as const,
        kind: 'meeting',
        id: idOf(`meeting ${start + index + 10}`),
        fields: { title: `Meeting ${index}` },
      }))
      await story.change(owner, part)
    }
    for (const laptop of [owner, editor]) await story.sync(laptop)
    story.world.traffic.bytes = 0
    await story.write(owner, 'meeting 11', { place: 'Room 4' })
    for (const laptop of [owner, editor]) await story.sync(laptop)
    console.log(`57: one field of ${count} records, ${story.world.traffic.bytes} bytes of bodies`)
    expect(await story.value(editor, 'meeting 11', 'place')).toBe('Room 4')
    expect(story.world.traffic.bytes).toBeLessThan(2_000)
    await story.end()
  })

  test('58 C10 an idle laptop asks a few times a minute, pulls nothing, and nothing is written at the ministry', async () => {
    const story = await Scenario.open(ground)
    const owner = story.laptop(0)
    const { timeline } = story.world
    const tab = await story.tab(owner)
    tab.sync.stop()
    const minutes = 10
    const headBefore = (await serverHolding(ground.database, VISIT)).head
    const { requests: before, bytes } = story.world.traffic
    const loop = startSyncLoop({
      database: tab.database,
      session: tab.session,
      status: createSyncStatus(),
      exclusively: (work) => work(),
      timers: {
        after: (ms, work) => {
          const event = timeline.at(timeline.now() + ms, () => timeline.spawn(() => Promise.resolve(work()).then(() => loop.syncNow())))
          return () => void (event.isOff = true)
        },
      },
    })
    await story.pass(minutes * 60_000)
    loop.stop()
    const requests = story.world.traffic.requests - before
    console.log(`58: ${(requests / minutes).toFixed(1)} requests a minute of an idle laptop`)
    expect(requests).toBeGreaterThan(minutes)
    expect(requests / minutes).toBeLessThanOrEqual(10)
    expect((await serverHolding(ground.database, VISIT)).head).toBe(headBefore)
    // The list of visits says that nothing moved: each request is that one, of a few hundred bytes.
    expect((story.world.traffic.bytes - bytes) / requests).toBeLessThan(500)
    await story.end()
  })

  test('59 N1 N2 an hour of typing with no network is many flushes, and all of it arrives', async () => {
    const story = await Scenario.open(ground, { compactAfter: 100 })
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    const flushes = isFull ? 1_800 : 400
    const tab = await story.tab(owner)
    await story.run(async () => {
      const document = new Y.Doc()
      document.clientID = 7
      const text = document.getText('body')
      for (let flush = 0; flush < flushes; flush += 1) {
        const before = Y.encodeStateVector(document)
        for (const letter of `flush${flush} `) text.insert(text.length, letter)
        const update = Y.encodeStateAsUpdateV2(document, before)
        const fields = { bodyEdited: { by: 'owner', at: flush } }
        const written = await write(
          tab.database,
          { author: tab.author },
          { scope: VISIT, changes: [{ type: 'type', id: NOTE, update, fields }] },
        )
        if (!written.ok) throw new Error(written.error.code)
      }
    })
    expect(await story.sync(owner)).toBeNull()
    expect((await story.stored(owner, 'note 0'))?.parked).toBeNull()
    expect(await story.waiting(owner)).toEqual([])
    await story.sync(editor)
    const words = await story.words(editor)
    expect(words.filter((word) => word.startsWith('flush'))).toHaveLength(flushes)
    await story.world.close()
  })

  test('59 P5 a text too long for one message goes in several, oldest first, and keeps waiting until the last', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    const tab = await story.tab(owner)
    await story.run(async () => {
      const document = new Y.Doc()
      document.clientID = 7
      for (let flush = 0; flush < 80; flush += 1) {
        const before = Y.encodeStateVector(document)
        const words = Array.from({ length: 1_000 }, () => Math.floor(story.world.random.next() * 2 ** 40).toString(36)).join('')
        document.getText('body').insert(0, `${words}-${flush} `)
        const change = {
          type: 'type' as const,
          id: NOTE,
          update: Y.encodeStateAsUpdateV2(document, before),
          fields: { bodyEdited: { by: 'owner', at: flush } },
        }
        const written = await write(tab.database, { author: tab.author }, { scope: VISIT, changes: [change] })
        if (!written.ok) throw new Error(written.error.code)
      }
    })
    expect(await story.sync(owner)).toBeNull()
    expect(await story.waiting(owner)).toEqual([])
    await story.sync(editor)
    expect((await story.words(editor)).filter((word) => /-\d+$/.test(word))).toHaveLength(80)
    await story.world.close()
  })

  test('60 G3 a bit that flips in one row of a laptop is found and mended, and the server logs it', async () => {
    const story = await Scenario.open(ground)
    const [owner, editor] = [story.laptop(0), story.laptop(1)]
    await story.pass(DAY)
    const tab = await story.run(() => tabOf(editor))
    const context = { table: 'records', id: idOf('agreement 0'), scope: VISIT } as const
    const row = await tab.database.dexie.records.get(idOf('agreement 0'))
    if (!row) throw new Error('the agreement is there')
    const body = tab.database.seal.open(row.body, context) as { r: { c: Record<string, unknown[]> } }
    const cell = body.r.c['text']
    if (cell) cell[0] = 'AGREEMENT 0'
    await tab.database.dexie.records.put({ ...row, body: tab.database.seal.seal(body, context) })
    await tab.database.dexie.digests.delete(VISIT)
    story.world.isDamaged = true
    const incidents = (): Promise<unknown[]> =>
      ground.database.transaction((tx) => tx.query(`SELECT 1 FROM audit WHERE action = 'digests-differ' AND scope = $1`, [VISIT]))
    const before = (await incidents()).length
    await story.sync(editor)
    expect(await incidents()).toHaveLength(before + 1)
    await story.sync(owner)
    const held = (await serverHolding(ground.database, VISIT)).records.get(idOf('agreement 0'))?.cells['text']?.value
    expect(await story.value(editor, 'agreement 0', 'text')).toBe(held)
    expect(await story.losses(owner)).toHaveLength(1)
    await story.world.close()
  })
})
