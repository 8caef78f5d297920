import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from '@shared/lib/canonical-json.ts'
import { unpackRecord } from '@shared/sync/packed.ts'
import { applyRemote } from '../../../../src/renderer/db/apply-remote.ts'
import { recordById, recordsOf } from '../../../../src/renderer/db/live.ts'
import { prepareOutgoing } from '../../../../src/renderer/db/outgoing.ts'
import { settleOutgoing } from '../../../../src/renderer/db/settle-outgoing.ts'
import { bothTexts, choose, settlingChanges, versionsKey, type Choices } from '../../../../src/renderer/features/exchange/settle.ts'
import { columnsOf } from '../../../../src/renderer/features/exchange/version-columns.ts'
import { changedWords } from '../../../../src/renderer/records/changed-words.ts'
import { commit, undo } from '../../../../src/renderer/records/commit.ts'
import { twoVersionsOf, type FieldVersions } from '../../../../src/renderer/records/losses.ts'
import { openLaptop, type TestLaptop } from '../../../support/database.ts'
import { openDesk, VISIT, type Desk } from '../visits/desk.ts'

const AGREEMENT = '22222222-2222-4222-8222-222222222222'
const RECEIVED_AT = 1_800_000_000_000

describe('settling two versions', () => {
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

  const set = (laptop: TestLaptop, fields: Record<string, Json>) =>
    laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields })
  /** What waits on one laptop goes through the server to the other. */
  const carry = async (from: TestLaptop, to: TestLaptop): Promise<void> => {
    const outgoing = await prepareOutgoing(from.database, VISIT)
    if (!outgoing) throw new Error('something waits')
    const { items } = outgoing.request
    const results = items.map((_, n) => ({ outcome: 'stored', seq: n + 1 }) as const)
    await settleOutgoing(from.database, VISIT, { outgoing, reply: { results, receivedAt: RECEIVED_AT } })
    await applyRemote(to.database, VISIT, {
      items: items.map((item) => ({ record: unpackRecord(item.record), updates: [], receivedAt: RECEIVED_AT })),
      cursor: { seq: 1, token: 't' },
      role: 'editor',
      isLast: true,
    })
  }
  /** Both have the agreement; then each writes without having seen the other's words. The colleague is later. */
  const writeBoth = async (mine: Record<string, Json>, theirs: Record<string, Json>): Promise<void> => {
    await set(desk, { text: 'Joint courses', status: 'floated', owner: 'Both' })
    await carry(desk, other)
    desk.host.advance(1_000)
    other.host.advance(2_000)
    await set(desk, mine)
    await set(other, theirs)
    await carry(other, desk)
  }
  const entryNow = async () => {
    const [entry] = twoVersionsOf(await desk.scope(VISIT))
    if (!entry) throw new Error('two versions wait')
    return entry
  }
  const settle = async (choices: Choices) => commit(desk, VISIT, settlingChanges(await entryNow(), choices))
  const agreement = async () => recordById(await desk.scope(VISIT), 'agreement', AGREEMENT)
  const stampOf = (field: FieldVersions | undefined, value: Json): string =>
    field?.versions.find((version) => version.value === value)?.stamp ?? 'no such version'

  it('L5 settles all fields of a record in one write, one step of undo takes all of it back', async () => {
    await writeBoth({ text: 'Courses in May', status: 'signed' }, { text: 'Courses in June', status: 'dropped' })
    const entry = await entryNow()
    expect(entry.fields.map(({ field }) => field)).toEqual(['text', 'status'])
    const choices = choose(entry, {}, { field: 'text', choice: { type: 'version', stamp: stampOf(entry.fields[0], 'Courses in May') } })
    expect(await settle(choices)).toMatchObject({ ok: true })
    // Text: mine; status: nothing was chosen, so what stands stays.
    expect(await agreement()).toMatchObject({ text: 'Courses in May', status: 'dropped' })
    expect(twoVersionsOf(await desk.scope(VISIT))).toEqual([])
    expect(desk.undo.getState().done).toHaveLength(1)
    await undo(desk)
    expect(await agreement()).toMatchObject({ text: 'Courses in June', status: 'dropped' })
    expect(versionsKey(await entryNow())).not.toBe('')
    expect((await entryNow()).fields).toHaveLength(2)
  })

  it('L5 the settled value reaches the colleague as an ordinary edit, and nobody is asked again', async () => {
    await writeBoth({ text: 'Courses in May' }, { text: 'Courses in June' })
    await settle({ text: { type: 'own', value: 'Courses in May and June' } })
    other.host.advance(10_000)
    await carry(desk, other)
    const conflicts = await other.database.dexie.records.where('scope').equals(VISIT).count()
    expect(conflicts).toBe(2)
    // The colleague writes on top of it: no new loss anywhere.
    await set(other, { text: 'Courses in summer' })
    await carry(other, desk)
    expect(await agreement()).toMatchObject({ text: 'Courses in summer' })
    expect(recordsOf(await desk.scope(VISIT), 'conflict').map(({ state }) => state)).toEqual(['settled'])
  })

  it('keeps both texts one after the other, the oldest first, and only once where one holds the other', async () => {
    await writeBoth({ text: 'Courses in May' }, { text: 'Courses in June' })
    await settle({ text: { type: 'both' } })
    expect((await agreement())?.text).toBe('Courses in May\nCourses in June')
    const version = (value: Json, stamp: string) => ({ value, stamp, at: 0 })
    const field = (name: string, now: Json, lost: Json): FieldVersions => ({
      field: name,
      versions: [version(now, 'b'), version(lost, 'a')],
      conflicts: [],
      isSame: now === lost,
    })
    expect(bothTexts(field('owner', 'JETRO, Mr S', 'JETRO'))).toBeNull()
    expect(bothTexts(field('owner', 'JETRO', 'METI'))).toBe('METI; JETRO')
    expect(bothTexts(field('status', 'signed', 'dropped'))).toBeNull()
    expect(bothTexts(field('text', 'Words', null))).toBeNull()
  })

  it('chooses the steps with the status that they come to, from the same author', async () => {
    const step = (status: string) => [{ status, day: null, saidBy: null }]
    await writeBoth({ status: 'signed', steps: step('signed') }, { status: 'dropped', steps: step('dropped') })
    const entry = await entryNow()
    const choices = choose(entry, {}, { field: 'status', choice: { type: 'version', stamp: stampOf(entry.fields[0], 'signed') } })
    await settle(choices)
    expect(await agreement()).toMatchObject({ status: 'signed', steps: step('signed') })
  })

  it('says where both wrote the same, and settles that field with the others', async () => {
    await writeBoth({ text: 'Courses in May', status: 'signed' }, { text: 'Courses in June', status: 'signed' })
    const entry = await entryNow()
    expect(entry.fields.map(({ field, isSame }) => [field, isSame])).toEqual([
      ['text', false],
      ['status', true],
    ])
    await settle({})
    expect(recordsOf(await desk.scope(VISIT), 'conflict').map(({ state }) => state)).toEqual(['settled', 'settled'])
    expect(await agreement()).toMatchObject({ text: 'Courses in June', status: 'signed' })
  })

  it('knows another pair of versions from the one that was shown', async () => {
    await writeBoth({ text: 'Courses in May' }, { text: 'Courses in June' })
    const shown = versionsKey(await entryNow())
    other.host.advance(1_000)
    await set(other, { text: 'Courses in July' })
    await carry(other, desk)
    expect(versionsKey(await entryNow())).not.toBe(shown)
  })

  it('puts this laptop first and gives each other author a column of their own', async () => {
    await writeBoth({ text: 'Courses in May' }, { text: 'Courses in June', status: 'signed' })
    const mine = stampOf((await entryNow()).fields[0], 'Courses in May')
    const columns = columnsOf(await entryNow(), {
      of: (stamp) => (stamp === mine ? { type: 'this-laptop' } : { type: 'person', name: 'Delegate B' }),
      words: (stamp) => (stamp === mine ? 'this laptop' : 'Delegate B'),
    })
    expect(columns.map(({ name, isMine, stamps }) => [name, isMine, stamps.length])).toEqual([
      ['this laptop', true, 1],
      ['Delegate B', false, 1],
    ])
  })
})

describe('the words that an author changed', () => {
  const marked = (before: string, after: string, language: 'en' | 'ja' | 'ru' = 'en'): string =>
    changedWords(before, after, language)
      .map(({ text, isChanged }) => (isChanged ? `[${text}]` : text))
      .join('')

  it('are found word by word, in Japanese too', () => {
    expect(marked('between March and April', 'between late March and April')).toBe('between [late ]March and April')
    expect(marked('до конца марта', 'до середины марта', 'ru')).toBe('до [середины] марта')
    expect(marked('三月に東京で会議', '四月に東京で会議', 'ja')).toBe('[四月]に東京で会議')
    expect(marked('come for a course', 'come in June')).toBe('come [in June]')
    expect(marked('the same', 'the same')).toBe('the same')
  })

  it('are all of a text that has little in common with the other', () => {
    const long = Array.from({ length: 900 }, (_, n) => `a${n}`).join(' ')
    const other = Array.from({ length: 900 }, (_, n) => `b${n}`).join('-')
    expect(changedWords(long, other, 'en')).toEqual([{ text: other, isChanged: true }])
  })
})
