import { readFields } from '@shared/domain/record.ts'
import { tables, type Kind, type RecordOfKind } from '@shared/domain/tables.ts'
import { FILE_KINDS, gatherVisitRecords, recordsToVisitFile } from '@shared/domain/visit-file-records.ts'
import { lastChangeOf } from '@shared/domain/visit-file-updated.ts'
import type { NoteBody } from '@shared/domain/note-body.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { attachedFileOf, type AttachedFile } from '@memos/content/attached-file.ts'
import { base64ToBytes } from '@shared/lib/base64.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { bodyOfUpdates } from '../../notes/body-of-updates.ts'
import { actAs } from '../db/actor.ts'
import type { Database, Transaction } from '../db/database.ts'
import { readUpdatesOfNote } from '../db/note-updates-repository.ts'
import { readRecordsById, type StoredRecord } from '../db/records-repository.ts'

const PAGE = 500

/** @property attached what reports name in their annexes; a picture is named only, because nothing on a server draws it anew */
export type ReceivedVisit = { readonly file: VisitFile; readonly attached: readonly AttachedFile[] }

/**
 * A visit of what the ministry has received: the file is the same value that a laptop with the same records exports, so documents made
 * of it are the same bytes. Null when the server has no such visit, or it was deleted.
 * @param version counts the exports of a laptop; the server makes none of its own
 */
export async function receivedVisit(database: Database, scope: string, version = 1): Promise<ReceivedVisit | null> {
  return database.transaction(async (tx) => {
    await actAs(tx, { kind: 'server', scope })
    const records = await allRecords(tx, scope)
    const living = records.filter(({ cells }) => !isDead(cells))
    if (!living.some(({ kind }) => kind === 'visit')) return null
    const bodies = new Map<string, NoteBody>()
    for (const { kind, id } of living) if (kind === 'note') bodies.set(id, await bodyOf(tx, scope, id))
    const ofKind = <K extends Kind>(kind: K): RecordOfKind<K>[] =>
      living
        .filter((record) => record.kind === kind)
        .map((record) => readFields(tables[kind], { ...record, scope }, record.cells) as RecordOfKind<K>)
    const filed = records.filter(({ kind }) => (FILE_KINDS as readonly string[]).includes(kind))
    const file = recordsToVisitFile(gatherVisitRecords(ofKind), bodies, { version, updatedAt: lastChangeOf(filed) })
    return { file, attached: ofKind('attachment').map((one) => attachedFileOf(one, null)) }
  }, 'repeatable read')
}

async function allRecords(tx: Transaction, scope: string): Promise<StoredRecord[]> {
  const records: StoredRecord[] = []
  for (let after = ''; ;) {
    const page = await readRecordsById(tx, scope, { bucket: '', after, limit: PAGE })
    records.push(...page)
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return records
    after = last.id
  }
}

const bodyOf = async (tx: Transaction, scope: string, note: string): Promise<NoteBody> =>
  bodyOfUpdates((await readUpdatesOfNote(tx, scope, note)).map(({ bytes }) => base64ToBytes(bytes)))
