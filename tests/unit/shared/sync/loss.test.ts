import { describe, expect, test } from 'vitest'
import { conflictOf } from '@shared/domain/conflict.ts'
import type { Json } from '@shared/lib/canonical-json.ts'
import type { Cell, Cells } from '@shared/sync/cell.ts'
import { isDoubtful, lossesOnDevice, lossesOnServer, type Ancestry } from '@shared/sync/loss.ts'
import { nextStamp, NEVER, type Stamp } from '@shared/sync/stamp.ts'

const at = (now: number, author = 'x.s'): Stamp => nextStamp(NEVER, now, author)
const text = (value: Json, stamp: Stamp, bases: Stamp[] = [NEVER]): { text: Cell } => ({ text: { value, stamp, bases } })
const pending = new Set(['text'])
const unknown: Ancestry = () => new Map<Stamp, Stamp[]>()

describe('On a laptop', () => {
  test.each<[string, { mine: Cells; theirs: Cells }, Json[]]>([
    ['L2: mine loses to one that had not seen it', { mine: text('mine', at(1)), theirs: text('theirs', at(2)) }, ['mine']],
    ['L2: mine loses to one that was written on top of it', { mine: text('mine', at(1)), theirs: text('theirs', at(2), [at(1)]) }, []],
    ['L2: theirs loses to mine, which had not seen it', { mine: text('mine', at(3)), theirs: text('theirs', at(2)) }, ['theirs']],
    ['L2: theirs loses to mine, which stands on it', { mine: text('mine', at(3), [at(2)]), theirs: text('theirs', at(2)) }, []],
    ['L2: equal values are no reason to stay silent', { mine: text('same', at(1)), theirs: text('same', at(2)) }, ['same']],
    ['L2: equal stamps with different values are always a loss', { mine: text('a', at(1)), theirs: text('b', at(1), [at(1)]) }, ['a']],
    ['L2: the same cell is no loss', { mine: text('same', at(1)), theirs: text('same', at(1)) }, []],
    [
      'L2: an author conflicts with itself, for its laptop may have been restored',
      { mine: text('old life', at(1, 'x.s1')), theirs: text('new life', at(2, 'x.s2')) },
      ['old life'],
    ],
  ])('%s', (_, { mine, theirs }, lost) => {
    expect(lossesOnDevice(mine, theirs, pending).map((loss) => loss.value)).toEqual(lost)
  })

  const settled = { isMineSettled: true, isTheirsWaiting: false }
  const brought = { isMineSettled: true, isTheirsWaiting: true }
  const cell = (stamp: Stamp, ...bases: Stamp[]): Cell => ({ value: stamp, stamp, bases })
  test.each<[string, { mine: Cell; theirs: Cell }, typeof settled, boolean]>([
    ['mine, which the ministry had, and theirs does not name', { mine: cell(at(1)), theirs: cell(at(3), at(2)) }, settled, true],
    ['mine, which theirs names', { mine: cell(at(1)), theirs: cell(at(2), at(1)) }, settled, false],
    ['mine, which waits', { mine: cell(at(1)), theirs: cell(at(3), at(2)) }, { ...settled, isMineSettled: false }, false],
    ['mine against what waits in the pack', { mine: cell(at(1)), theirs: cell(at(3), at(2)) }, brought, false],
    ['theirs, which waits, older than what mine stands on', { mine: cell(at(3), at(2)), theirs: cell(at(1)) }, brought, true],
    ['theirs, which mine names', { mine: cell(at(3), at(1), at(2)), theirs: cell(at(1)) }, brought, false],
    ['theirs, later than what mine stands on', { mine: cell(at(3), at(1)), theirs: cell(at(2)) }, brought, false],
    ['theirs, which the ministry has', { mine: cell(at(3), at(2)), theirs: cell(at(1)) }, settled, false],
    ['the same cell', { mine: cell(at(1)), theirs: cell(at(1)) }, settled, false],
  ])('L2: whether only the server can tell of %s', (...[, cells, where, expected]) => {
    expect(isDoubtful(cells, where)).toBe(expected)
  })

  test('L2: a field that the server has is no loss here: the server saw both', () => {
    expect(lossesOnDevice(text('mine', at(1)), text('theirs', at(2)), new Set())).toEqual([])
  })
})

describe('On the server', () => {
  test('L3: a winner that stands on the loser, also by way of others, is silent', () => {
    const ancestry: Ancestry = () => new Map([[at(2), [at(1)]]])
    expect(lossesOnServer(text('old', at(1)), text('new', at(3), [at(2)]), ancestry)).toEqual([])
    expect(lossesOnServer(text('new', at(3), [at(2)]), text('old', at(1)), ancestry)).toEqual([])
  })

  test('L3: a winner that does not is told, whoever came first', () => {
    expect(lossesOnServer(text('old', at(1)), text('new', at(3)), unknown)).toMatchObject([{ value: 'old', stamp: at(1) }])
    expect(lossesOnServer(text('new', at(3)), text('old', at(1)), unknown)).toMatchObject([{ value: 'old', stamp: at(1) }])
  })

  test('L3: bases that name each other do not hang the search', () => {
    const ancestry: Ancestry = () =>
      new Map([
        [at(2), [at(4)]],
        [at(4), [at(2)]],
      ])
    expect(lossesOnServer(text('old', at(1)), text('new', at(5), [at(4)]), ancestry)).toHaveLength(1)
  })

  test('L3: equal stamps with different values are always a loss, equal cells never', () => {
    expect(lossesOnServer(text('a', at(1)), text('b', at(1), [at(1)]), unknown)).toMatchObject([{ value: 'a' }])
    expect(lossesOnServer(text('a', at(1)), text('a', at(1)), unknown)).toEqual([])
  })
})

describe('A conflict record', () => {
  const record = { kind: 'agreement', id: '11111111-1111-4111-8111-111111111111' }
  const loss = { field: 'text', stamp: at(1), value: 'lost words' }

  test('L4: is the same whoever finds the loss, and carries the losing stamp in every cell', () => {
    const conflict = conflictOf(record, loss)
    expect(conflictOf(record, { ...loss })).toEqual(conflict)
    expect(new Set(Object.values(conflict.cells).map((cell) => cell.stamp))).toEqual(new Set([at(1)]))
    expect(conflict.cells['losingValue']?.value).toBe('lost words')
    expect(conflict.cells['state']).toBeUndefined()
  })

  test('L4: is another one for another record, field, stamp or value', () => {
    const ids = [
      conflictOf(record, loss),
      conflictOf({ ...record, id: '22222222-2222-4222-8222-222222222222' }, loss),
      conflictOf(record, { ...loss, field: 'details' }),
      conflictOf(record, { ...loss, stamp: at(2) }),
      conflictOf(record, { ...loss, value: 'other words' }),
    ].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
