import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import type { conflictOf } from '@shared/domain/conflict.ts'
import { DELETED, greatestStampOf, type Cell, type Cells } from '@shared/sync/cell.ts'
import type { deletionOfRecord } from '../../src/renderer/db/cascade.ts'
import type { historyToBody } from '../../src/renderer/db/history-entry.ts'
import { readHistory } from '../../src/renderer/db/history.ts'
import type { dropSentBlobs } from '../../src/renderer/db/blobs.ts'
import type { dateAnew } from '../../src/renderer/db/parked.ts'
import { recordToRow, rowToRecord } from '../../src/renderer/db/stored-record.ts'
import type { Change, write } from '../../src/renderer/db/write.ts'
import type { settlingChanges } from '../../src/renderer/features/exchange/settle.ts'
import type { recoveredOf } from '../../src/renderer/records/recovered.ts'
import type { openNoteDocument } from '../../src/renderer/editor/note-document.ts'
import { MEET_ELSEWHERE, type Action, type Step } from './steps.ts'

import { instead, KEEP_FROM_MEETING, type ProductMutant } from './product-mutant.ts'

/** What a deleter says to have seen. */
const seenBy = (cells: Cells): Readonly<Record<string, string>> =>
  (cells[DELETED]?.value as { readonly seen?: Readonly<Record<string, string>> } | null | undefined)?.seen ?? {}

/** One after the other on a laptop, before everything else. */
const byLaptop = (laptop: number, ...actions: readonly Action[]): Step[] =>
  actions.map((action): Step => ({ after: 1, laptop, tab: 0, diesIn: 0, ...action }))
const wrote = (field: string, value: string): Action => ({ does: 'write', record: 'agreement 2', field, value })
const CALM: Action = { does: 'sync', slow: 0, faults: [] }
const BACK: Action = { does: 'clock', by: -3_600_000 }

/** A clock goes back by an hour before each edit, and a colleague edits the same; neither has heard of the other. */
const FAR_AHEAD: readonly Step[] = [
  ...byLaptop(1, ...['one', 'two', 'three', 'four'].flatMap((value) => [BACK, wrote('farAhead', value)])),
  ...byLaptop(0, wrote('farAhead', 'beside it'), CALM),
  ...byLaptop(1, CALM),
]

/** Two people write the same two fields, and hear of each other. */
const TWO_FIELDS: readonly Step[] = [
  ...byLaptop(0, wrote('text', 'by the one'), wrote('status', 'agreed by the one')),
  ...byLaptop(1, wrote('text', 'by the other'), wrote('status', 'agreed by the other'), CALM),
  ...byLaptop(0, CALM),
  ...byLaptop(1, CALM),
  ...byLaptop(0, CALM),
]
const isOfSettling = (value: Json): boolean => typeof value === 'string' && value.startsWith('settled ')

/** Faults of what one person does on one laptop: writing, deleting, restoring, sending again. */
export const writeMutants: readonly ProductMutant[] = [
  {
    rule: 'S2',
    fault: 'an older value that is written again is taken for no edit',
    around: {
      write: instead<typeof write>((real) => async (database, writer, { scope, changes }) => {
        const news: Change[] = []
        for (const change of changes) {
          if (change.type !== 'set') {
            news.push(change)
            continue
          }
          const written = (await readHistory(database, change.id)).map(({ fields }) => fields)
          const isOld = ([field, value]: [string, Json]): boolean =>
            written.some((fields) => fields[field] !== undefined && canonicalJson(fields[field].value) === canonicalJson(value))
          news.push({ ...change, fields: Object.fromEntries(Object.entries(change.fields).filter((one) => !isOld(one))) })
        }
        return real(database, writer, { scope, changes: news })
      }),
    },
    story: byLaptop(0, wrote('again', 'first'), wrote('again', 'second'), wrote('again', 'first')),
  },
  {
    rule: 'S4',
    fault: 'what is dated anew counts as having seen what the ministry holds',
    around: {
      dateAnew: instead<typeof dateAnew>((real) => async (database, who, target) => {
        await real(database, who, target)
        const row = await database.dexie.records.get(target.id)
        if (!row) return
        const record = rowToRecord(row, database.seal)
        const cells = Object.entries(record.cells).map(([field, cell]) => [
          field,
          record.pending[field] ? { ...cell, bases: [target.last] } : cell,
        ])
        await database.dexie.records.put(recordToRow({ ...record, cells: Object.fromEntries(cells) as Cells }, database.seal))
      }),
    },
    mostEpochs: 2,
    story: FAR_AHEAD,
    without: [...MEET_ELSEWHERE, ...KEEP_FROM_MEETING],
  },
  {
    rule: 'S4',
    fault: 'what is dated anew is dated from what the laptop holds',
    around: {
      dateAnew: instead<typeof dateAnew>((real) => async (database, who, target) => {
        const row = await database.dexie.records.get(target.id)
        const last = row ? greatestStampOf(rowToRecord(row, database.seal).cells) : target.last
        return real(database, who, { ...target, last })
      }),
    },
    mostEpochs: 2,
    story: FAR_AHEAD,
    without: [...MEET_ELSEWHERE, ...KEEP_FROM_MEETING],
  },
  {
    rule: 'L5',
    fault: 'what was chosen of two versions is not written where it had lost',
    around: {
      settlingChanges: instead<typeof settlingChanges>(
        (real) => (entry, choices) => real(entry, choices).filter((change) => !('kind' in change) || change.kind === 'conflict'),
      ),
    },
    story: [...TWO_FIELDS, ...byLaptop(0, { does: 'settle', choose: 'lost' })],
  },
  {
    rule: 'L5',
    fault: 'one field of a record is settled, and the others are asked for again',
    around: {
      settlingChanges: instead<typeof settlingChanges>(
        (real) =>
          ({ record, fields }, choices) =>
            real({ record, fields: fields.slice(0, 1) }, choices),
      ),
    },
    story: [...TWO_FIELDS, ...byLaptop(0, { does: 'settle', choose: 'stands' })],
  },
  {
    rule: 'L5',
    fault: 'what two people settle differently is settled',
    around: {
      conflictOf: instead<typeof conflictOf>((real) => (record, loss) => {
        const delta = real(record, loss)
        const state: Cell = { value: 'settled', stamp: loss.stamp, bases: [] }
        return isOfSettling(loss.value) ? { ...delta, cells: { ...delta.cells, state } } : delta
      }),
    },
    story: [
      ...TWO_FIELDS,
      ...byLaptop(0, CALM, { does: 'settle', choose: 'own' }),
      ...byLaptop(1, CALM, { does: 'settle', choose: 'own' }, CALM),
      ...byLaptop(0, CALM),
    ],
    without: [...MEET_ELSEWHERE, ...KEEP_FROM_MEETING],
  },
  { rule: 'D1', fault: 'the deleter names nothing that it saw', around: { deletionOf: () => () => ({ seen: {} }) } },
  {
    rule: 'D1',
    fault: 'what hangs on a record stays when it is deleted',
    around: { deletionOfRecord: instead<typeof deletionOfRecord>(() => (_scope, kind, id) => [{ type: 'delete', kind, id }]) },
    story: byLaptop(0, { does: 'delete', record: 'meeting 0' }),
  },
  {
    rule: 'D1',
    fault: 'what was restored stays deleted',
    around: { write: changed((change) => (change.type === 'restore' ? { ...change, type: 'set', fields: {} } : change)) },
    story: byLaptop(0, { does: 'delete', record: 'agreement 2' }, { does: 'restore', record: 'agreement 2' }),
  },
  {
    rule: 'D1',
    fault: 'a link that is made again stays deleted',
    around: {
      write: changed((change) => (change.type === 'create' ? { ...change, type: 'set' } : change)),
    },
  },
  {
    rule: 'D2',
    fault: 'what is written to a dead record brings it back',
    around: { write: changed((change) => (change.type === 'set' ? { ...change, type: 'create' } : change)) },
  },
  {
    rule: 'D2',
    fault: 'a field that is as the deleter saw it keeps the record alive',
    around: {
      isDead: instead<(cells: Cells) => boolean>(
        (real) => (cells) => real(cells) && Object.entries(seenBy(cells)).every(([field, stamp]) => cells[field]?.stamp !== stamp),
      ),
    },
  },
  {
    rule: 'D3',
    fault: 'what was written under something deleted is shown nowhere',
    around: { recoveredOf: instead<typeof recoveredOf>(() => () => []) },
    story: [
      ...byLaptop(1, { does: 'type', removes: false }),
      ...byLaptop(0, { does: 'delete', record: 'meeting 0' }, CALM),
      ...byLaptop(1, CALM),
    ],
  },
  {
    rule: 'B6',
    fault: 'a visit that leaves a laptop takes the bytes along that nobody else has',
    around: {
      dropSentBlobs: instead<typeof dropSentBlobs>(() => async (database) => {
        for (const table of [database.dexie.blobs, database.dexie.blobChunks]) await table.clear()
      }),
    },
    story: [
      ...byLaptop(1, { does: 'attach', size: 20_000 }, { does: 'look' }),
      ...byLaptop(0, { does: 'role', role: null }),
      ...byLaptop(1, CALM, { does: 'look' }),
    ],
  },
  {
    rule: 'A8',
    fault: 'what a record was when it came is not told any more once it changes',
    around: { arrivalOf: () => () => null },
    without: MEET_ELSEWHERE,
  },
  {
    rule: 'A8',
    fault: 'the history on a laptop leaves out what its own person wrote',
    around: {
      historyToBody: instead<typeof historyToBody>((real) => (entry) => real(entry.origin === 'local' ? { ...entry, fields: {} } : entry)),
    },
    without: MEET_ELSEWHERE,
  },
  {
    rule: 'I3',
    fault: 'what is typed in a form is on the disk once it is saved and not before',
    around: { putDraft: () => () => Promise.resolve() },
    sure: ['unsaved form'],
  },
  {
    rule: 'I9',
    fault: 'what is typed in a form goes along with what is saved',
    around: {
      write: instead<typeof write>((real) => async (database, writer, { scope, changes }) => {
        const [draft] = await database.dexie.drafts.toArray()
        const typed = draft && (database.seal.open(draft.body, { table: 'drafts', id: draft.id, scope: '' }) as Json)
        const along = changes.map((change) =>
          change.type === 'set' && typed ? { ...change, fields: { ...change.fields, typed } } : change,
        )
        return real(database, writer, { scope, changes: along })
      }),
    },
    sure: ['unsaved form'],
  },
  {
    rule: 'N5',
    fault: 'a note does not say who types',
    around: {
      openNoteDocument: instead<typeof openNoteDocument>(
        (real) => (options) => real({ ...options, session: { personId: 'nobody', name: 'nobody' } }),
      ),
    },
  },
  {
    rule: 'N1',
    fault: 'words are stored without the field that makes them count',
    around: { write: changed((change) => (change.type === 'type' ? { ...change, fields: {} } : change)) },
  },
]

/** The write path with other changes than the person made. */
function changed(change: (change: Change) => Change): (real: never) => unknown {
  return instead<typeof write>(
    (real) =>
      (database, writer, { scope, changes }) =>
        real(database, writer, { scope, changes: changes.map(change) }),
  )
}
