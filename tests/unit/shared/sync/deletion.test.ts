import { describe, expect, test } from 'vitest'
import type { Json } from '@shared/lib/canonical-json.ts'
import { DELETED, type Cells } from '@shared/sync/cell.ts'
import { deletionOf, isDead } from '@shared/sync/deletion.ts'
import { nextStamp, NEVER, type Stamp } from '@shared/sync/stamp.ts'

const at = (now: number, author = 'x.s'): Stamp => nextStamp(NEVER, now, author)
const cell = (stamp: Stamp, value: Json = 'words') => ({ value, stamp, bases: [] })
const deleted = (cells: Cells, stamp: Stamp): Cells => ({ ...cells, [DELETED]: cell(stamp, deletionOf(cells)) })

describe('A record', () => {
  test('D1: that is deleted remembers the stamp of every other field, not its own', () => {
    expect(deletionOf({ text: cell(at(1)), [DELETED]: cell(at(2), null) })).toEqual({ seen: { text: at(1) } })
  })

  test('D2: is alive without a deletion, dead with one that saw everything', () => {
    const cells = { text: cell(at(1)) }
    expect(isDead(cells)).toBe(false)
    expect(isDead(deleted(cells, at(2)))).toBe(true)
  })

  test('D2: lives on by an edit that the deleter had not seen, whichever stamp is greater', () => {
    const dead = deleted({ text: cell(at(1)) }, at(9))
    expect(isDead({ ...dead, text: cell(at(5)) })).toBe(false)
    expect(isDead({ ...dead, text: cell(at(20)) })).toBe(false)
  })

  test('D2: lives on by a field that was not there for the deleter', () => {
    expect(isDead({ ...deleted({ text: cell(at(1)) }, at(9)), amount: cell(at(2)) })).toBe(false)
  })

  test('D2: is not revived by what the server writes into it', () => {
    expect(isDead({ ...deleted({ text: cell(at(1)) }, at(9)), receipt: cell(at(20, 'server-1')) })).toBe(true)
  })

  test('D2: is restored by writing null', () => {
    expect(isDead({ text: cell(at(1)), [DELETED]: cell(at(3), null) })).toBe(false)
  })

  test('D2: is not dead by a deletion that this version cannot read', () => {
    const unreadable: Json[] = [true, 'yes', {}, { seen: 'all' }, []]
    expect(unreadable.filter((value) => isDead({ text: cell(at(1)), [DELETED]: cell(at(2), value) }))).toEqual([])
  })
})
