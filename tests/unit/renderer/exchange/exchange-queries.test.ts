import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unpackRecord } from '@shared/sync/packed.ts'
import type { PushItem } from '@shared/sync/protocol/records.ts'
import { applyRemote } from '../../../../src/renderer/db/apply-remote.ts'
import { markHandedOver } from '../../../../src/renderer/db/collect-pack.ts'
import { prepareOutgoing } from '../../../../src/renderer/db/outgoing.ts'
import { settleOutgoing } from '../../../../src/renderer/db/settle-outgoing.ts'
import { leftFilesOf, receivedOf, refusedOf, revivedOf, valueBefore } from '../../../../src/renderer/features/exchange/exchange-queries.ts'
import { organizationLink } from '../../../../src/renderer/features/meetings/meeting-commands.ts'
import { lossesOfRecord, twoVersionsOf } from '../../../../src/renderer/records/losses.ts'
import { receiptOf } from '../../../../src/renderer/records/receipt.ts'
import { isHereAlone, overdueOf, waitingOf } from '../../../../src/renderer/records/waiting.ts'
import { openLaptop, type TestLaptop } from '../../../support/database.ts'
import { handOver, takeIn } from '../../../support/pack-laptop.ts'
import { openDesk, VISIT, type Desk } from '../visits/desk.ts'

const AGREEMENT = '22222222-2222-4222-8222-222222222222'
const MEETING = '33333333-3333-4333-8333-333333333333'
const RECEIVED_AT = 1_800_000_000_000

/** A laptop, a colleague's laptop, and what a server would do between them. */
describe('where the records are', () => {
  let desk: Desk
  let other: TestLaptop
  beforeEach(async () => {
    desk = await openDesk(1)
    other = await openLaptop(2)
  })
  afterEach(() => {
    desk.close()
    other.database.close()
  })
  const scopes = async () => [{ scope: VISIT, live: await desk.scope(VISIT) }]
  /** The one field of the one record that two people wrote. */
  const versions = async () => {
    const found = (await scopes()).flatMap(({ live }) => twoVersionsOf(live))
    const [entry, field] = [found[0], found[0]?.fields[0]]
    if (!entry || !field || found.length !== 1) throw new Error(`two versions of one record were expected, not ${found.length}`)
    return { entry, field, before: await beforeOn(desk) }
  }
  /** What the screen of a laptop says stood there before both. */
  const beforeOn = async (laptop: Desk) => {
    const [entry] = twoVersionsOf(await laptop.scope(VISIT))
    const [field] = entry?.fields ?? []
    if (!entry || !field) throw new Error('there are two versions')
    const [, ...lost] = field.versions.map(({ stamp }) => stamp)
    return valueBefore(laptop.database, { record: entry.record, field: field.field, lost })
  }
  const choices = async () => (await scopes()).flatMap(({ live }) => twoVersionsOf(live)).length
  const setText = (laptop: TestLaptop, text: string, field = 'text') =>
    laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { [field]: text } })
  /** The server takes all that waits, or refuses it. Gives what was sent. */
  const send = async ({ database }: TestLaptop, isRefused = false): Promise<readonly PushItem[]> => {
    const outgoing = await prepareOutgoing(database, VISIT)
    if (!outgoing) throw new Error('something waits')
    const results = outgoing.request.items.map((_, n) =>
      isRefused ? ({ outcome: 'parked', reason: 'too-large' } as const) : ({ outcome: 'stored', seq: n + 1 } as const),
    )
    await settleOutgoing(database, VISIT, { outgoing, reply: { results, receivedAt: RECEIVED_AT } })
    return outgoing.request.items
  }
  const take = ({ database }: TestLaptop, items: readonly PushItem[]) =>
    applyRemote(database, VISIT, {
      items: items.map((item) => ({ record: unpackRecord(item.record), updates: [], receivedAt: RECEIVED_AT })),
      cursor: { seq: 1, token: 't' },
      role: 'editor',
      isLast: true,
    })
  /** The agreement with a text that was written over one that the history does not have. */
  const edited = async () => {
    await setText(desk, 'Courses')
    await desk.database.dexie.history.clear()
    const record = (await desk.scope(VISIT)).kinds['agreement']?.get(AGREEMENT)
    if (!record) throw new Error('the agreement is there')
    return record
  }
  /** Both have the agreement, then each writes the field without having seen the other's. The colleague is later. */
  const writeBoth = async (field: string, mine: string, theirs: string): Promise<void> => {
    await setText(desk, 'Joint courses')
    await setText(desk, 'Before', field)
    await take(other, await send(desk))
    desk.host.advance(1_000)
    other.host.advance(2_000)
    await setText(desk, mine, field)
    await setText(other, theirs, field)
  }

  it('waits, oldest first, until the ministry has received it; links are not counted', async () => {
    await setText(desk, 'Joint courses')
    desk.host.advance(1_000)
    await desk.write(VISIT, { type: 'set', kind: 'meeting', id: MEETING, fields: { title: 'Talks' } }, organizationLink(MEETING, AGREEMENT))
    const waiting = waitingOf(await scopes())
    expect(waiting.map(({ record }) => record.id)).toEqual([AGREEMENT, MEETING])
    expect(waiting.map(({ since }) => since)).toEqual([desk.host.now() - 1_000, desk.host.now()])
    expect(receivedOf(await scopes())).toEqual([])
    await send(desk)
    expect(waitingOf(await scopes())).toEqual([])
    expect(receivedOf(await scopes()).map(({ record, at }) => [record.kind, at])).toEqual([
      ['agreement', RECEIVED_AT],
      ['meeting', RECEIVED_AT],
    ])
  })

  it('waits again, and is not called received, when it is edited after', async () => {
    await setText(desk, 'Joint courses')
    await send(desk)
    await setText(desk, 'Joint courses in Tashkent')
    expect(waitingOf(await scopes())).toHaveLength(1)
    expect(receivedOf(await scopes())).toEqual([])
  })

  it('shows a link that was refused with its meeting as part of it, and by itself where the meeting was not refused', async () => {
    await desk.write(VISIT, { type: 'set', kind: 'meeting', id: MEETING, fields: { title: 'Talks' } }, organizationLink(MEETING, AGREEMENT))
    await send(desk, true)
    const shown = async () => refusedOf(await scopes()).map(({ record, links }) => [record.kind, links.map(({ kind }) => kind)])
    expect(await shown()).toEqual([['meeting', ['meetingOrganization']]])
    await desk.write(VISIT, { type: 'set', kind: 'meeting', id: MEETING, fields: { title: 'Talks again' } })
    expect(await shown()).toEqual([['meetingOrganization', []]])
  })

  it('tells of bytes that nobody else has and whose visit is not here, and of no others', () => {
    const blob = { chunks: 1, isWhole: true, heldAt: null, isDamaged: false, since: 0, hash: 'h' }
    const local = new Map([
      ['left a', { ...blob, id: '1', scope: 'left', size: 10 }],
      ['left b', { ...blob, id: '2', scope: 'left', size: 5 }],
      ['left c', { ...blob, id: '3', scope: 'left', size: 100, heldAt: 1 }],
      ['left d', { ...blob, id: '4', scope: 'left', size: 100, isWhole: false }],
      ['left e', { ...blob, id: '5', scope: 'left', size: 100 }],
      ['here a', { ...blob, id: '6', scope: 'here', size: 100 }],
      ['other a', { ...blob, id: '7', scope: 'other', size: 1 }],
    ])
    const departures = [{ scope: 'left', title: 'Tokyo', at: 1, handedIn: 0 }]
    expect(leftFilesOf({ local, held: new Set(['left e']) }, new Set(['here']), departures)).toEqual([
      { scope: 'left', title: 'Tokyo', bytes: 15 },
      { scope: 'other', title: '', bytes: 1 },
    ])
  })

  it('is refused in its own list, stands in no queue, and waits again after one more edit', async () => {
    await setText(desk, 'Too much')
    await send(desk, true)
    expect(refusedOf(await scopes()).map(({ record }) => record.parked?.reason)).toEqual(['too-large'])
    expect(waitingOf(await scopes())).toEqual([])
    await setText(desk, 'Shorter')
    expect(refusedOf(await scopes())).toEqual([])
    expect(waitingOf(await scopes())).toHaveLength(1)
  })

  it('is overdue after three days on this laptop alone, by the clock that is passed in', async () => {
    const began = desk.host.now()
    await setText(desk, 'Joint courses')
    desk.host.advance(60_000)
    await desk.write(VISIT, { type: 'set', kind: 'meeting', id: MEETING, fields: { title: 'Talks' } })
    const waiting = waitingOf(await scopes())
    const threeDays = 3 * 24 * 60 * 60_000
    expect(overdueOf(waiting, began + threeDays - 1)).toBeNull()
    expect(overdueOf(waiting, began + threeDays)).toEqual({ count: 1, since: began })
    expect(overdueOf(waiting, began + threeDays + 60_000)).toEqual({ count: 2, since: began })
    // A clock that went back makes nothing overdue.
    expect(overdueOf(waiting, began - threeDays)).toBeNull()
  })

  it('has one receipt: here, then received with its time; refused and two versions come before both', async () => {
    const receipt = async () => {
      const live = await desk.scope(VISIT)
      const record = live.kinds['agreement']?.get(AGREEMENT)
      return record && receiptOf(record, live)
    }
    await setText(desk, 'Joint courses')
    expect(await receipt()).toEqual({ state: 'here' })
    await send(desk)
    expect(await receipt()).toEqual({ state: 'received', at: RECEIVED_AT })
    await setText(desk, 'Too much')
    await send(desk, true)
    expect(await receipt()).toEqual({ state: 'failed', reason: 'too-large' })
    await writeBoth('text', 'Mine', 'Theirs')
    await take(desk, await send(other))
    expect(await receipt()).toEqual({ state: 'choice' })
  })

  it('is with a colleague from when a pack that carried it was saved, until the next edit or until the ministry has it', async () => {
    const receipt = async () => {
      const live = await desk.scope(VISIT)
      const record = live.kinds['agreement']?.get(AGREEMENT)
      return record && receiptOf(record, live)
    }
    const hand = async () => {
      const cells = (await desk.scope(VISIT)).kinds['agreement']?.get(AGREEMENT)?.cells ?? {}
      await markHandedOver(desk.database, VISIT, new Map([[AGREEMENT, cells]]))
    }
    await setText(desk, 'Joint courses')
    desk.host.advance(60_000)
    await hand()
    const at = desk.host.now()
    expect(await receipt()).toEqual({ state: 'colleague', at })
    // It is safe on a second laptop: nothing is overdue, and the ministry still waits for it.
    expect(waitingOf(await scopes()).map(isHereAlone)).toEqual([false])
    expect(overdueOf(waitingOf(await scopes()), at + 9 * 24 * 60 * 60_000)).toBeNull()
    await setText(desk, 'Joint courses in June')
    expect(await receipt()).toEqual({ state: 'here' })
    await hand()
    expect(await receipt()).toEqual({ state: 'colleague', at })
    await send(desk)
    expect(await receipt()).toEqual({ state: 'received', at: RECEIVED_AT })
  })

  it('is kept in spite of a deletion by somebody who had not seen the last edit, and says so', async () => {
    await setText(desk, 'Joint courses')
    await take(other, await send(desk))
    await desk.write(VISIT, { type: 'delete', kind: 'agreement', id: AGREEMENT })
    expect(revivedOf(await scopes())).toEqual([])
    other.host.advance(1_000)
    await setText(other, 'Joint courses in June')
    await take(desk, await send(other))
    expect(revivedOf(await scopes()).map((record) => record.id)).toEqual([AGREEMENT])
  })

  it('shows both versions, whose and when, and the value before both from the history when theirs came later', async () => {
    await writeBoth('text', 'Mine', 'Theirs')
    await take(desk, await send(other))
    const { entry, field, before } = await versions()
    expect(field.versions.map(({ value, at }) => [value, at])).toEqual([
      ['Theirs', other.host.now()],
      ['Mine', desk.host.now()],
    ])
    expect(entry.record.pending['text']).toBeUndefined()
    expect(before?.value).toBe('Before')
  })

  it('knows the value before both while mine, which came later, waits, and after it was sent', async () => {
    await writeBoth('text', 'Mine', 'Theirs')
    desk.host.advance(5_000)
    await setText(desk, 'Mine, once more')
    await take(desk, await send(other))
    const found = async () => {
      const { field, before } = await versions()
      return { values: field.versions.map(({ value }) => value), before: before?.value }
    }
    expect(await found()).toEqual({ values: ['Mine, once more', 'Theirs'], before: 'Before' })
    await send(desk)
    expect(await found()).toEqual({ values: ['Mine, once more', 'Theirs'], before: 'Before' })
  })

  it('knows that nothing was there before both, and that it did not see what was', async () => {
    await setText(desk, 'Joint courses')
    await take(other, await send(desk))
    other.host.advance(2_000)
    await setText(desk, 'floated', 'status')
    await setText(other, 'signed', 'status')
    await take(desk, await send(other))
    expect((await versions()).before).toEqual({ value: null, stamp: '' })
    expect(await valueBefore(desk.database, { field: 'text', record: await edited() })).toBeUndefined()
  })

  describe('over packs, where the ministry never had it', () => {
    let colleague: Desk
    beforeEach(async () => {
      colleague = await openDesk(3)
      await other.write(VISIT, { type: 'set', kind: 'visit', id: VISIT, fields: { title: 'Tokyo' } })
      await setText(other, 'Before')
      await give(other, desk)
      await give(other, colleague)
    })
    afterEach(() => colleague.close())
    const give = async (from: TestLaptop, to: TestLaptop) => takeIn(to, await handOver(from, VISIT))
    /** Both write without having seen each other, the colleague later, and give it to each other. */
    const bothWrite = async (): Promise<void> => {
      for (const laptop of [desk, colleague]) laptop.host.set(desk.host.now() + 60_000)
      await setText(desk, 'Mine')
      colleague.host.advance(1_000)
      await setText(colleague, 'Theirs')
      const theirs = await handOver(colleague, VISIT)
      await give(desk, colleague)
      await takeIn(desk, theirs)
    }

    it('knows the value before both', async () => {
      await bothWrite()
      expect([(await beforeOn(desk))?.value, (await beforeOn(colleague))?.value]).toEqual(['Before', 'Before'])
    })

    it('knows the last of several that went to and fro', async () => {
      colleague.host.advance(1_000)
      await setText(colleague, 'Passed on')
      await give(colleague, desk)
      await bothWrite()
      expect((await beforeOn(desk))?.value).toBe('Passed on')
    })
  })

  it('asks nobody about a field that is not weighed', async () => {
    await writeBoth('details', 'Mine', 'Theirs')
    await take(desk, await send(other))
    expect(await choices()).toBe(0)
    const [loss] = lossesOfRecord(await desk.scope(VISIT), AGREEMENT)
    expect(loss).toMatchObject({ field: 'details', lost: { value: 'Mine' } })
  })

  it('asks no more when it is settled, or when the lost value stands again', async () => {
    await writeBoth('text', 'Mine', 'Theirs')
    await take(desk, await send(other))
    const { field } = await versions()
    const undo = await setText(desk, 'Mine')
    expect(await choices()).toBe(0)
    await desk.write(VISIT, ...undo)
    expect(await choices()).toBe(1)
    await desk.write(VISIT, { type: 'set', kind: 'conflict', id: field.conflicts[0] ?? '', fields: { state: 'settled' } })
    expect(await choices()).toBe(0)
  })

  it('asks nobody about a record that is in the trash', async () => {
    await writeBoth('text', 'Mine', 'Theirs')
    await take(desk, await send(other))
    const undo = await desk.write(VISIT, { type: 'delete', kind: 'agreement', id: AGREEMENT })
    expect(await choices()).toBe(0)
    await desk.write(VISIT, ...undo)
    expect(await choices()).toBe(1)
  })
})
