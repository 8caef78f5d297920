import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { minuteId } from '@shared/domain/note.ts'
import { tables } from '@shared/domain/tables.ts'
import {
  FILE_KINDS,
  recordsToVisitFile,
  UNFILED,
  visitFileToRecords,
  type RecordDraft,
  type VisitRecords,
} from '@shared/domain/visit-file-records.ts'
import { parseVisitFileText, visitFileText } from '@shared/domain/visit-file-text.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { recordsOfDrafts, SCOPE, visitContents, type VisitContent } from '../../../support/visit-records.ts'

const isFull = process.env['SAFARNOMA_FULL'] === '1'
const RUNS = { numRuns: isFull ? 3_000 : 100, seed: 20_250_306 }
const ABOUT = { version: 3, updatedAt: '2025-03-05T13:30:00Z' }
if (isFull) vi.setConfig({ testTimeout: 900_000 })
const noNewId = (): string => {
  throw new Error('an exported file needs no new ids')
}
const exported = ({ records, noteBodies }: VisitContent): VisitFile => recordsToVisitFile(records, noteBodies, ABOUT)
const imported = (file: VisitFile, scope: string, newId = noNewId): VisitContent => {
  const { drafts, noteBodies } = visitFileToRecords(file, { newId, scope })
  return { records: recordsOfDrafts(drafts, scope), noteBodies }
}

describe('A visit file', () => {
  test('carries every record and every field there and back', () => {
    const sizes: number[] = []
    fc.assert(
      fc.property(visitContents, (content) => {
        const back = visitFileToRecords(exported(content), { newId: noNewId, scope: SCOPE })
        sizes.push(back.drafts.length)
        expect(byId(back.drafts)).toEqual(byId(saidOf(content.records)))
        expect(back.noteBodies).toEqual(content.noteBodies)
      }),
      RUNS,
    )
    console.log(
      `${sizes.length} visits, ${Math.max(...sizes)} records at most, ${(sizes.reduce((a, b) => a + b, 0) / sizes.length).toFixed(0)} on average`,
    )
    expect(Math.max(...sizes)).toBeGreaterThan(30)
  })

  test('that was exported, imported and exported again is the same text', () => {
    fc.assert(
      fc.property(visitContents, (content) => {
        const text = visitFileText(exported(content))
        const parsed = parseVisitFileText(text)
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
        expect(visitFileText(exported(imported(parsed.file, SCOPE)))).toBe(text)
      }),
      RUNS,
    )
  })

  test('does not depend on the order in which records are held', () => {
    fc.assert(
      fc.property(visitContents, (content) => {
        const turned = Object.fromEntries(FILE_KINDS.map((kind) => [kind, [...content.records[kind]].reverse()])) as unknown as VisitRecords
        expect(visitFileText(exported({ ...content, records: turned }))).toBe(visitFileText(exported(content)))
      }),
      RUNS,
    )
  })

  test('leaves out references to records that were deleted, and keeps the rest', () => {
    const content = imported(small(), SCOPE)
    const file = exported({ ...content, records: { ...content.records, contact: [], organization: [] } })
    expect(file.visit.headContact).toBeUndefined()
    expect(file.meetings[0]).toMatchObject({ title: 'METI', organizations: [], participants: [] })
    expect(file.agreements[0]).toMatchObject({ organizations: [] })
    expect(parseVisitFileText(visitFileText(file)).ok).toBe(true)
  })
})

describe('Loading a file', () => {
  test('keeps the ids of a file whose visit it is', () => {
    const meetingId = '22222222-2222-4222-8222-222222222222'
    const file = { ...small(), id: SCOPE }
    const withId = { ...file, meetings: file.meetings.map((one) => ({ ...one, id: meetingId })) }
    expect(imported(withId, SCOPE).records.meeting[0]?.id).toBe(meetingId)
  })

  test('draws new ids for the sample and for a copy, so that nothing is overwritten', () => {
    const copy = '33333333-3333-4333-8333-333333333333'
    const file = exported(imported(small(), SCOPE))
    const kept = new Set(visitFileToRecords(file, { newId: noNewId, scope: SCOPE }).drafts.map(({ id }) => id))
    const fresh = visitFileToRecords(file, { newId: counter(), scope: copy }).drafts.map(({ id }) => id)
    expect(fresh.filter((id) => kept.has(id))).toEqual([])
    expect(new Set(fresh).size).toBe(fresh.length)
  })

  test('gives a record without an id in a file with one the same id each time', () => {
    const first = visitFileToRecords(small(), { newId: noNewId, scope: SCOPE }).drafts
    expect(visitFileToRecords(small(), { newId: noNewId, scope: SCOPE }).drafts).toEqual(first)
  })

  test('gives a minute the id that its meeting demands, so that there is one at most', () => {
    const body = { bodySchema: 1 as const, blocks: [] }
    const notes = [
      { key: 'a', role: 'note' as const, body },
      { key: 'b', role: 'minute' as const, body },
    ]
    const file = { ...small(), meetings: small().meetings.map((one) => ({ ...one, notes })) }
    const { records } = imported(file, SCOPE, counter())
    const meetingId = records.meeting[0]?.id ?? ''
    expect(records.note.map(({ role, id }) => [role, id === minuteId(meetingId)])).toEqual([
      ['note', false],
      ['minute', true],
    ])
  })
})

/** A small visit in which everything names something. */
function small(): VisitFile {
  const parsed = parseVisitFileText(
    JSON.stringify({
      safarnoma: 1,
      id: SCOPE,
      visit: { title: 'Visit', headContact: 'head' },
      organizations: [{ key: 'meti', name: 'METI' }],
      contacts: [{ key: 'head', side: 'ours', latin: { full: 'Delegate A' }, posts: [{ title: 'Adviser', organization: 'meti' }] }],
      meetings: [{ key: 'meti', title: 'METI', organizations: ['meti'], participants: [{ contact: 'head' }] }],
      agreements: [{ key: 'one', text: 'An agreement', meeting: 'meti', organizations: ['meti'] }],
    }),
  )
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.file
}

function counter(): () => string {
  let drawn = 0
  return () => `44444444-4444-4444-8444-${String((drawn += 1)).padStart(12, '0')}`
}

const byId = (drafts: readonly RecordDraft[]): Map<string, RecordDraft> =>
  new Map(drafts.map((draft) => [`${draft.kind} ${draft.id}`, draft]))

function saidOf(records: VisitRecords): RecordDraft[] {
  return FILE_KINDS.flatMap((kind) =>
    records[kind].map((record) => {
      const values = Object.entries(record).filter(
        ([field, value]) => field in tables[kind] && value !== null && !UNFILED[kind]?.includes(field),
      )
      return { kind, id: record.id, fields: Object.fromEntries(values) as RecordDraft['fields'] }
    }),
  )
}
