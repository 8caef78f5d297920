import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffVisitFile } from '@shared/domain/visit-file-difference.ts'
import { recordsToVisitFile, visitFileToRecords } from '@shared/domain/visit-file-records.ts'
import { visitFile, type VisitFile } from '@shared/domain/visit-file.ts'
import { recordsOfDrafts, SCOPE, visitContents, type VisitContent } from '../../../support/visit-records.ts'

const ABOUT = { version: 1, updatedAt: '2025-03-05T13:30:00Z' }
const noNewId = (): string => {
  throw new Error('no new ids here')
}
const held = (file: VisitFile): VisitContent => {
  const { drafts, noteBodies } = visitFileToRecords(file, { newId: noNewId, scope: SCOPE })
  return { records: recordsOfDrafts(drafts, SCOPE), noteBodies }
}
const words = (text: string) => ({
  bodySchema: 1 as const,
  blocks: [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text }] }],
})

/** One meeting with one note, one agreement; what a test does not name is as it was at the last import. */
function fileWith({ place = 'Room 1', subject = 'Talks', note = 'As it was', agreements = ['one'] } = {}): VisitFile {
  return visitFile.parse({
    safarnoma: 1,
    id: SCOPE,
    visit: { title: 'Visit' },
    meetings: [{ key: 'm', title: 'METI', place, subject, notes: [{ key: 'n', role: 'note', body: words(note) }] }],
    agreements: agreements.map((key) => ({ key, text: `Agreement ${key}`, meeting: 'm' })),
  })
}

describe('Importing a file whose visit is here', () => {
  test('does nothing when the file is what is here, with or without a last import', () => {
    fc.assert(
      fc.property(visitContents, (content) => {
        const file = recordsToVisitFile(content.records, content.noteBodies, ABOUT)
        expect(diffVisitFile(file, content)).toEqual([])
        expect(diffVisitFile(file, content, file)).toEqual([])
      }),
      { numRuns: 60, seed: 20_250_307 },
    )
  })

  test('does nothing when the file did not change since its last import, whatever changed here', () => {
    const mine = held(fileWith({ place: 'Room 2', note: 'Mine', agreements: [] }))
    expect(diffVisitFile(fileWith(), mine, fileWith())).toEqual([])
  })

  test('shows a change of the file alone as theirs to take', () => {
    expect(diffVisitFile(fileWith({ place: 'Room 3' }), held(fileWith()), fileWith())).toMatchObject([
      {
        type: 'changed',
        kind: 'meeting',
        fields: [{ field: 'place', base: 'Room 1', mine: 'Room 1', theirs: 'Room 3', isConflict: false }],
      },
    ])
  })

  test('shows a field that both changed as a conflict with all three values, and not the field that only this laptop changed', () => {
    const mine = held(fileWith({ place: 'Room 2', subject: 'Mine' }))
    expect(diffVisitFile(fileWith({ place: 'Room 3' }), mine, fileWith())).toMatchObject([
      {
        type: 'changed',
        kind: 'meeting',
        fields: [{ field: 'place', base: 'Room 1', mine: 'Room 2', theirs: 'Room 3', isConflict: true }],
      },
    ])
  })

  test('leaves the choice to a person when nothing tells who changed a field', () => {
    const [difference] = diffVisitFile(fileWith({ place: 'Room 3' }), held(fileWith()))
    expect(difference).toMatchObject({ type: 'changed', fields: [{ base: undefined, mine: 'Room 1', theirs: 'Room 3', isConflict: true }] })
  })

  test('takes other text in a note as a new note, once', () => {
    const before = held(fileWith())
    const [difference, ...more] = diffVisitFile(fileWith({ note: 'Theirs' }), before, fileWith())
    expect(more).toEqual([])
    expect(difference).toMatchObject({ type: 'new-note', noteId: before.records.note[0]?.id, body: words('Theirs') })
    if (difference?.type !== 'new-note') throw new Error('a new note is expected')
    expect(difference.draft.id).not.toBe(difference.noteId)
    const made = recordsOfDrafts([difference.draft], SCOPE)
    const after = { records: { ...before.records, note: [...before.records.note, ...made.note] }, noteBodies: before.noteBodies }
    expect(diffVisitFile(fileWith({ note: 'Theirs' }), after, fileWith())).toEqual([])
  })

  test('never makes a second minute: other text in a minute becomes a note', () => {
    const withMinute = (text: string): VisitFile => {
      const file = fileWith({ note: text })
      return {
        ...file,
        meetings: file.meetings.map((one) => ({ ...one, notes: one.notes.map((note) => ({ ...note, role: 'minute' as const })) })),
      }
    }
    const [difference] = diffVisitFile(withMinute('Theirs'), held(withMinute('As it was')), withMinute('As it was'))
    expect(difference).toMatchObject({ type: 'new-note', draft: { fields: { role: 'note' } } })
  })

  test('shows records that came, went, and were deleted here but changed there', () => {
    const added = diffVisitFile(fileWith({ agreements: ['one', 'two'] }), held(fileWith()), fileWith())
    expect(added).toMatchObject([{ type: 'added', draft: { kind: 'agreement', fields: { text: 'Agreement two' } } }])
    const removed = diffVisitFile(fileWith({ agreements: [] }), held(fileWith()), fileWith())
    expect(removed).toMatchObject([{ type: 'removed', kind: 'agreement' }])
    expect(diffVisitFile(fileWith({ agreements: [] }), held(fileWith({ agreements: [] })), fileWith())).toEqual([])
    const changed = fileWith()
    const [one] = changed.agreements
    if (one) one.text = 'Agreement one, reworded'
    const deletedHere = diffVisitFile(changed, held(fileWith({ agreements: [] })), fileWith())
    expect(deletedHere).toMatchObject([{ type: 'deleted-here', draft: { fields: { text: 'Agreement one, reworded' } } }])
  })

  test('takes other text of a note that was deleted here as a new note, and leaves the deleted one alone', () => {
    const without = fileWith()
    const mine = held({ ...without, meetings: without.meetings.map((one) => ({ ...one, notes: [] })) })
    expect(diffVisitFile(fileWith(), mine, fileWith())).toEqual([])
    expect(diffVisitFile(fileWith({ note: 'Theirs' }), mine, fileWith())).toMatchObject([{ type: 'new-note', body: words('Theirs') }])
  })

  test('removes nothing when no last import is known', () => {
    expect(diffVisitFile(fileWith({ agreements: [] }), held(fileWith()))).toEqual([])
  })
})
