import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { plainText } from '@shared/domain/note-body.ts'
import { parseVisitFileText, visitFileText } from '@shared/domain/visit-file-text.ts'
import type { VisitFile, VisitFileInput } from '@shared/domain/visit-file.ts'
import * as Y from 'yjs'
import { recordsOf } from '../../../../src/renderer/db/live.ts'
import { readNoteUpdates } from '../../../../src/renderer/db/note-updates.ts'
import { bodyOfDoc } from '../../../../src/notes/note-body-conversion.ts'
import { commit } from '../../../../src/renderer/records/commit.ts'
import {
  choiceKey,
  defaultChoices,
  exportVisitFile,
  findSample,
  importAsNew,
  importChosen,
  parseVisitFileBytes,
  planImport,
  readSample,
  rememberExport,
  SAMPLE_ORIGIN,
  visitFileOf,
  type ImportPlan,
} from '../../../../src/renderer/records/visit-exchange-file.ts'
import { putOtherwise } from '../../../support/put-otherwise.ts'
import { fileOf, openDesk, VISIT, type Desk } from './desk.ts'

const AGREEMENT = '22222222-2222-4222-8222-222222222222'
const NOTE = '33333333-3333-4333-8333-333333333333'
const MEETING = '44444444-4444-4444-8444-444444444444'

const input = (text = 'Joint courses', words = 'Opening words'): VisitFileInput => ({
  safarnoma: 1,
  id: VISIT,
  version: 3,
  updatedAt: '2025-03-05T13:30:00Z',
  visit: { title: 'Tokyo', code: 'TYO', startDay: '2025-03-03' },
  meetings: [
    {
      key: 'meti',
      id: MEETING,
      title: 'METI',
      notes: [
        {
          key: 'n',
          id: NOTE,
          role: 'note',
          body: { bodySchema: 1, blocks: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] },
        },
      ],
    },
  ],
  agreements: [{ key: 'a', id: AGREEMENT, text, status: 'floated', meeting: 'meti' }],
})

describe('visit files on a laptop', () => {
  let desk: Desk
  beforeEach(async () => {
    desk = await openDesk()
  })
  afterEach(() => desk.close())

  const imported = async (file: VisitFile): Promise<string> => {
    const made = await importAsNew(desk, file)
    if (!made.ok) throw new Error(made.error.code)
    await desk.scope(made.value)
    return made.value
  }
  const compared = async (file: VisitFile): Promise<Extract<ImportPlan, { type: 'compare' }>> => {
    const plan = await planImport(desk, file)
    if (plan.type !== 'compare') throw new Error(`expected a comparison, got ${plan.type}`)
    return plan
  }
  const noteText = async (id: string): Promise<string> => {
    const document = new Y.Doc()
    for (const update of await readNoteUpdates(desk.database, id)) Y.applyUpdateV2(document, update)
    return plainText(bodyOfDoc(document))
  }

  it('makes a visit whole in one step of undo, with its ids and the text of its notes', async () => {
    expect(await imported(fileOf(input()))).toBe(VISIT)
    const live = await desk.scope(VISIT)
    expect(recordsOf(live, 'visit')[0]).toMatchObject({ title: 'Tokyo', origin: VISIT })
    expect(recordsOf(live, 'agreement')[0]).toMatchObject({ id: AGREEMENT, text: 'Joint courses', meetingId: MEETING })
    expect(await noteText(NOTE)).toBe('Opening words')
    expect(recordsOf(live, 'note')[0]?.bodyEdited).toMatchObject({ by: desk.identity.personId })
    expect(desk.undo.getState().done).toHaveLength(1)
  })

  it('stores nothing of a visit whose last record cannot be stored', async () => {
    let writes = 0
    const putBack = putOtherwise(desk.database, (store, _row, put) => {
      if (store.name === 'records' && (writes += 1) === 4) throw new DOMException('full', 'QuotaExceededError')
      return put()
    })
    const made = await importAsNew(desk, fileOf(input()))
    putBack()
    expect(made).toMatchObject({ ok: false, error: { code: 'disk-full' } })
    expect(await desk.database.dexie.records.count()).toBe(0)
    expect(await desk.database.dexie.noteUpdates.count()).toBe(0)
  })

  it('makes a new visit of every file without an id', async () => {
    const { id: _, ...sample } = input()
    const first = await imported(fileOf({ ...sample, meetings: [], agreements: [] }))
    const second = await imported(fileOf({ ...sample, meetings: [], agreements: [] }))
    expect(first).not.toBe(second)
  })

  it('writes the same bytes for the same content and another version for other content', async () => {
    await imported(fileOf(input()))
    const first = await exportVisitFile(desk, VISIT)
    await rememberExport(desk, VISIT)
    const again = await exportVisitFile(desk, VISIT)
    expect(again.bytes).toEqual(first.bytes)
    expect(first.suggestedName).toBe('TYO_2025-03-03_v4.visit.json')
    desk.host.advance(60_000)
    await commit(desk, VISIT, [{ type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'Joint courses in spring' } }])
    await desk.scope(VISIT)
    const later = await visitFileOf(desk, VISIT)
    expect(later.version).toBe(5)
    expect(later.updatedAt).toBe('2025-03-05T04:01:00Z')
  })

  it('exports what another laptop imports again without a difference', async () => {
    await imported(fileOf(input()))
    const { bytes } = await exportVisitFile(desk, VISIT)
    const other = await openDesk(2)
    const parsed = parseVisitFileBytes(bytes)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
    await importAsNew(other, parsed.file)
    await other.scope(VISIT)
    expect(await planImport(other, parsed.file)).toMatchObject({ type: 'compare', differences: [] })
    const round = await visitFileOf(other, VISIT)
    expect(visitFileText({ ...round, version: 1, updatedAt: '2025-01-01T00:00:00Z' })).toBe(
      visitFileText({ ...parsed.file, version: 1, updatedAt: '2025-01-01T00:00:00Z' }),
    )
    other.close()
  })

  it('writes nothing where the file did not change since its last import, even after edits here', async () => {
    await imported(fileOf(input()))
    await commit(desk, VISIT, [{ type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'My words' } }])
    await desk.scope(VISIT)
    const plan = await compared(fileOf(input()))
    expect(plan.differences).toEqual([])
  })

  it('takes what only the file changed and leaves a field that both changed until a person chooses', async () => {
    await imported(fileOf(input()))
    const plan = await compared(fileOf(input('Their words')))
    expect([...defaultChoices(plan.differences)]).toHaveLength(1)
    await commit(desk, VISIT, [{ type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'My words' } }])
    await desk.scope(VISIT)
    const both = await compared(fileOf(input('Their words')))
    expect([...defaultChoices(both.differences)]).toEqual([])
    expect(await importChosen(desk, both, new Set())).toMatchObject({ ok: true, value: 0 })
    expect(recordsOf(await desk.scope(VISIT), 'agreement')[0]?.text).toBe('My words')
    // What was not taken is settled: the same file has nothing more to say.
    expect((await compared(fileOf(input('Their words')))).differences).toEqual([])
  })

  it('writes the chosen value and adds a changed note beside the old one', async () => {
    await imported(fileOf(input()))
    const plan = await compared(fileOf(input('Their words', 'Other words')))
    const everything = new Set(
      plan.differences.flatMap((one) => (one.type === 'changed' ? one.fields.map(({ field }) => choiceKey(one, field)) : [choiceKey(one)])),
    )
    expect((await importChosen(desk, plan, everything)).ok).toBe(true)
    const live = await desk.scope(VISIT)
    expect(recordsOf(live, 'agreement')[0]?.text).toBe('Their words')
    const texts = await Promise.all(recordsOf(live, 'note').map((note) => noteText(note.id)))
    expect(texts.sort()).toEqual(['Opening words', 'Other words'])
  })

  it('leaves what the file no longer has until a person says so', async () => {
    await imported(fileOf(input()))
    const { agreements: _, ...without } = input()
    const plan = await compared(fileOf(without))
    expect(plan.differences).toMatchObject([{ type: 'removed', id: AGREEMENT }])
    expect([...defaultChoices(plan.differences)]).toEqual([])
  })

  it('says that a visit lies in the trash instead of writing into it', async () => {
    await imported(fileOf(input()))
    await commit(desk, VISIT, [{ type: 'delete', kind: 'visit', id: VISIT }])
    await desk.scope(VISIT)
    expect(await planImport(desk, fileOf(input()))).toEqual({ type: 'in-trash', scope: VISIT })
  })

  it('loads the sample once: the one that is there is found, and not one in the trash', async () => {
    const sample = await readSample()
    expect(sample.id).toBeUndefined()
    expect(findSample(desk)).toBeUndefined()
    const made = await importAsNew(desk, sample, SAMPLE_ORIGIN)
    if (!made.ok) throw new Error(made.error.code)
    const live = await desk.scope(made.value)
    expect(recordsOf(live, 'meeting')).toHaveLength(18)
    expect(findSample(desk)).toBe(made.value)
    await commit(desk, made.value, [{ type: 'delete', kind: 'visit', id: made.value }])
    await desk.scope(made.value)
    expect(findSample(desk)).toBeUndefined()
  })

  it('reports bytes that are no text and text that is no visit file', () => {
    expect(parseVisitFileBytes(new Uint8Array([0xff, 0xfe, 0xfd]))).toEqual({ ok: false, problems: [{ path: '', code: 'not-text' }] })
    const wrong = parseVisitFileText(JSON.stringify({ ...input(), agreements: [{ key: 'a', text: 'X', colour: 'red' }] }))
    expect(wrong).toMatchObject({ ok: false, problems: [{ path: 'agreements[0].colour', code: 'unknown-field' }] })
  })
})
