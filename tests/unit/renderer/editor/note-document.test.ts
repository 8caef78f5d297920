import { BODY_SCHEMA } from '@shared/domain/note-body.ts'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { docOfBody } from '../../../../src/notes/note-body-conversion.ts'
import { openOnLaptop, settle, textOf, type, wordsIn, type Laptop } from './note-laptop.ts'

const statusOf = ({ note }: Laptop): string => note.saveState().status
const diskFull = (): Error => Object.assign(new Error('no room'), { name: 'AbortError', inner: { name: 'QuotaExceededError' } })
const stored = (text: string): Uint8Array =>
  docOfBody({ bodySchema: BODY_SCHEMA, blocks: [{ type: 'paragraph', content: [{ type: 'text', text }] }] })

describe('saving a note', () => {
  test('opening and closing a note writes nothing', async () => {
    const laptop = openOnLaptop({}, [stored('Read only with the eyes')])
    expect(laptop.note.saveState()).toEqual({ status: 'saved', at: null })
    await laptop.clock.pass(60_000)
    expect(await laptop.note.close()).toBe(true)
    expect(laptop.store.updates).toHaveLength(1)
    expect(laptop.store.listening()).toBe(0)
  })

  test('typing without a pause gives one update every two seconds', async () => {
    const laptop = openOnLaptop()
    for (let tenth = 0; tenth < 100; tenth += 1) {
      type(laptop.note, 'a')
      await laptop.clock.pass(100)
    }
    await laptop.clock.pass(2_000)
    expect(laptop.store.updates.length).toBeGreaterThanOrEqual(5)
    expect(laptop.store.updates.length).toBeLessThanOrEqual(6)
    expect(wordsIn(laptop.store.updates)).toBe('a'.repeat(100))
    expect(laptop.clock.waiting()).toBe(0)
  })

  test('the states are shown in order, and saved only after the store has confirmed', async () => {
    const laptop = openOnLaptop()
    const seen: string[] = []
    laptop.note.onSaveState(() => seen.push(statusOf(laptop)))
    const release = laptop.store.hold()
    type(laptop.note, 'ab')
    await laptop.clock.pass(2_000)
    expect(seen).toEqual(['unsaved', 'saving'])
    release()
    await settle()
    expect(seen).toEqual(['unsaved', 'saving', 'saved'])
    expect(laptop.note.saveState()).toEqual({ status: 'saved', at: 1_002_000 })
  })

  test('flush writes at once and waits for the store', async () => {
    const laptop = openOnLaptop()
    type(laptop.note, 'now')
    expect(await laptop.note.flush()).toBe(true)
    expect(wordsIn(laptop.store.updates)).toBe('now')
    expect(laptop.clock.waiting()).toBe(0)
  })

  test('what is typed while a write is under way goes out with the next one', async () => {
    const laptop = openOnLaptop()
    const release = laptop.store.hold()
    type(laptop.note, 'one ')
    const first = laptop.note.flush()
    type(laptop.note, 'two')
    const second = laptop.note.flush()
    const third = laptop.note.flush()
    release()
    expect(await Promise.all([first, second, third])).toEqual([true, true, true])
    expect(wordsIn(laptop.store.updates)).toBe('one two')
    expect(laptop.store.updates).toHaveLength(2)
    expect(statusOf(laptop)).toBe('saved')
  })

  test('what is typed while a write is under way is not called saved, and is saved by itself', async () => {
    const laptop = openOnLaptop()
    const release = laptop.store.hold()
    type(laptop.note, 'one ')
    await laptop.clock.pass(2_000)
    type(laptop.note, 'two')
    release()
    await settle()
    expect(wordsIn(laptop.store.updates)).toBe('one ')
    expect(statusOf(laptop)).toBe('unsaved')
    await laptop.clock.pass(2_000)
    expect(wordsIn(laptop.store.updates)).toBe('one two')
    expect(statusOf(laptop)).toBe('saved')
  })

  test('closing waits for what is typed', async () => {
    const laptop = openOnLaptop()
    type(laptop.note, 'last word')
    expect(await laptop.note.close()).toBe(true)
    expect(wordsIn(laptop.store.updates)).toBe('last word')
  })

  test('a deletion alone is saved', async () => {
    const laptop = openOnLaptop({}, [stored('taken back')])
    textOf(laptop.note.doc).delete(0, 6)
    await laptop.note.flush()
    expect(wordsIn(laptop.store.updates)).toBe('back')
  })

  test('an update carries the deletions of its own seconds, not of the whole life of the note', async () => {
    const laptop = openOnLaptop()
    for (let word = 0; word < 3_000; word += 1) {
      type(laptop.note, 'かい')
      textOf(laptop.note.doc).delete(textOf(laptop.note.doc).length - 2, 1)
      if (word % 20 === 0) await laptop.note.flush()
    }
    await laptop.note.flush()
    type(laptop.note, '会')
    await laptop.note.flush()
    expect(laptop.store.updates.at(-1)?.length).toBeLessThan(100)
    expect(wordsIn(laptop.store.updates)).toHaveLength(3_001)
  })
})

describe('a store that fails', () => {
  test('a full disk is said, nothing is lost, and it is tried again by itself', async () => {
    const laptop = openOnLaptop()
    laptop.store.fail(diskFull())
    type(laptop.note, 'kept ')
    await laptop.clock.pass(2_000)
    expect(laptop.note.saveState()).toEqual({ status: 'failed', code: 'disk-full' })
    type(laptop.note, 'and more')
    expect(statusOf(laptop)).toBe('failed')
    await laptop.clock.pass(10_000)
    expect(laptop.store.updates).toHaveLength(0)
    laptop.store.fail(null)
    await laptop.clock.pass(30_000)
    expect(wordsIn(laptop.store.updates)).toBe('kept and more')
    expect(statusOf(laptop)).toBe('saved')
  })

  test('hours of failing tries end in one update with everything', async () => {
    const laptop = openOnLaptop({}, [stored('before ')])
    laptop.store.fail(new Error('gone'))
    for (let second = 0; second < 400; second += 1) {
      type(laptop.note, 'ab')
      await laptop.clock.pass(1_000)
    }
    expect(laptop.note.saveState()).toEqual({ status: 'failed', code: 'storage' })
    laptop.store.receive(remoteEdit(laptop.store.updates, 'Colleague: '))
    laptop.store.fail(null)
    expect(await laptop.note.flush()).toBe(true)
    expect(laptop.store.updates).toHaveLength(3)
    expect(wordsIn(laptop.store.updates)).toBe(`Colleague: before ${'ab'.repeat(400)}`)
  })

  test('a note that could not be stored stays open', async () => {
    const laptop = openOnLaptop()
    laptop.store.fail(new Error('gone'))
    type(laptop.note, 'here')
    expect(await laptop.note.close()).toBe(false)
    laptop.store.fail(null)
    type(laptop.note, ' still')
    expect(await laptop.note.close()).toBe(true)
    expect(wordsIn(laptop.store.updates)).toBe('here still')
  })

  test('a store that throws before its first wait is only another failure', async () => {
    const laptop = openOnLaptop()
    let isBroken = true
    const { append, subscribe, updates } = laptop.store
    const store = {
      subscribe,
      append: (update: Uint8Array): Promise<void> => {
        if (isBroken) throw new Error('broken')
        return append(update)
      },
    }
    const { note } = openOnLaptop({ store, clock: laptop.clock })
    type(note, 'x')
    expect(await note.flush()).toBe(false)
    isBroken = false
    expect(await note.flush()).toBe(true)
    expect(wordsIn(updates)).toBe('x')
  })
})

/** What a colleague writes who has the same text: at the beginning of the first paragraph. */
function remoteEdit(updates: readonly Uint8Array[], words: string): Uint8Array {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdateV2(doc, update)
  const before = Y.encodeStateVector(doc)
  textOf(doc).insert(0, words)
  return Y.encodeStateAsUpdateV2(doc, before)
}

describe('edits of others', () => {
  test('they appear, and are not written again', async () => {
    const laptop = openOnLaptop({}, [stored('common')])
    laptop.store.receive(remoteEdit(laptop.store.updates, 'theirs '))
    await laptop.clock.pass(10_000)
    expect(textOf(laptop.note.doc).toString()).toBe('theirs common')
    expect(laptop.store.updates).toHaveLength(2)
    expect(statusOf(laptop)).toBe('saved')
    type(laptop.note, '!')
    await laptop.note.flush()
    const mine = Y.decodeUpdateV2(laptop.store.updates.at(-1) ?? new Uint8Array())
    expect(new Set(mine.structs.map((struct) => struct.id.client))).toEqual(new Set([laptop.note.doc.clientID]))
  })

  test('two people in one paragraph keep every letter of both', async () => {
    const base = stored('middle')
    const a = openOnLaptop({}, [base])
    const b = openOnLaptop({ session: { personId: 'person-b', name: 'Delegate B' } }, [base])
    for (let step = 0; step < 40; step += 1) {
      type(a.note, 'a')
      textOf(b.note.doc).insert(0, 'b')
      if (step % 7 === 0) {
        await Promise.all([a.note.flush(), b.note.flush()])
        exchange(a, b)
      }
    }
    await Promise.all([a.note.flush(), b.note.flush()])
    exchange(a, b)
    expect(textOf(a.note.doc).toString()).toBe(`${'b'.repeat(40)}middle${'a'.repeat(40)}`)
    expect(textOf(b.note.doc).toString()).toBe(textOf(a.note.doc).toString())
    expect(a.note.doc.getMap('users').toJSON()).toEqual(b.note.doc.getMap('users').toJSON())
  })

  test('a damaged update of one is passed over, counted, and the rest is read', () => {
    const damaged = Uint8Array.from([9, 9, 9, 9, 9, 9])
    const laptop = openOnLaptop({}, [damaged, stored('readable')])
    expect(textOf(laptop.note.doc).toString()).toBe('readable')
    expect(laptop.note.unreadable()).toBe(1)
    laptop.store.receive(damaged)
    expect(laptop.note.unreadable()).toBe(2)
  })
})

/** Each gets what the other has stored and it has not. */
function exchange(a: Laptop, b: Laptop): void {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    for (const update of from.store.updates.filter((one) => !to.store.updates.includes(one))) to.store.receive(update)
  }
}

describe('who wrote', () => {
  test('the name of a session is written once, at its first edit', async () => {
    const laptop = openOnLaptop({}, [stored('x')])
    const users = laptop.note.doc.getMap('users')
    expect(users.size).toBe(0)
    type(laptop.note, 'a')
    await laptop.note.flush()
    type(laptop.note, 'b')
    await laptop.note.flush()
    expect(users.toJSON()).toEqual({ [String(laptop.note.doc.clientID)]: { id: 'person-a', name: 'Delegate A' } })
    const again = new Y.Doc()
    for (const update of laptop.store.updates) Y.applyUpdateV2(again, update)
    expect(again.getMap('users').size).toBe(1)
  })

  test('what the first drawing of the editor mends is nobody’s edit and goes out with the next one', async () => {
    const laptop = openOnLaptop({}, [stored('x')])
    laptop.note.quietly(() => textOf(laptop.note.doc).insert(0, 'mended '))
    await laptop.clock.pass(60_000)
    expect(laptop.store.updates).toHaveLength(1)
    expect(laptop.note.doc.getMap('users').size).toBe(0)
    type(laptop.note, '!')
    await laptop.note.flush()
    expect(wordsIn(laptop.store.updates)).toBe('mended x!')
  })
})

describe('a note that cannot be changed here', () => {
  test.each([
    [{ bodySchema: BODY_SCHEMA + 1 }, 'newer-version'],
    [{ isReader: true }, 'reader'],
  ] as const)('%o writes nothing, whatever happens to its document', async (more, reason) => {
    const laptop = openOnLaptop(more, [stored('x')])
    expect(laptop.note.canEdit).toBe(false)
    expect(laptop.note.readOnlyBecause).toBe(reason)
    type(laptop.note, 'damage')
    await laptop.clock.pass(10_000)
    expect(await laptop.note.close()).toBe(true)
    expect(laptop.store.updates).toHaveLength(1)
  })
})
