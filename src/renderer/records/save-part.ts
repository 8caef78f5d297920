import type { Kind, RecordOfKind } from '@shared/domain/tables.ts'
import type { Result } from '@shared/lib/result.ts'
import { readRecordNow } from '../db/live.ts'
import type { Writing } from './commit.ts'
import { saveField, type FieldValue, type RecordRef } from './save-field.ts'

/** The last save of each record that is under way. */
const underWay = new Map<string, Promise<unknown>>()

/**
 * Saves a part of a field that several inputs share. It stands on what the disk holds when the saves before it are through:
 * leaving one input for the next saves both within milliseconds, and what the screens hold may be a commit behind.
 *
 * @param change from the record as stored (undefined when it is not there) to the whole field
 */
export function savePart<K extends Kind>(
  workspace: Writing,
  record: RecordRef<K>,
  change: (stored: RecordOfKind<K> | undefined) => FieldValue<K>,
): Promise<Result<null, string>> {
  const save = async (): Promise<Result<null, string>> =>
    saveField(workspace, record, change(await readRecordNow(workspace.database, record.kind, record.id)))
  const saved = (underWay.get(record.id) ?? Promise.resolve()).then(save)
  const through = saved.then(
    () => undefined,
    () => undefined,
  )
  underWay.set(record.id, through)
  void through.then(() => underWay.get(record.id) === through && underWay.delete(record.id))
  return saved
}
