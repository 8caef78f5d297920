import { gatherVisitRecords, recordsToVisitFile } from '@shared/domain/visit-file-records.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { recordsOf, type LiveScope } from '../../db/live.ts'
import { makePrint } from '../../lib/shrink-picture.ts'
import { visitFileOf } from '../../records/visit-exchange-file.ts'
import type { Workspace } from '../../records/workspace.tsx'
import { attachedFilesOf } from './attached-files.ts'
import { namesAttached, type MemoChoice, type VisitFiles } from './memo-choice.ts'

/**
 * What a document is made of. The visit is the same value that "Export visit file" writes, so the command line makes the same bytes
 * of that file; a brief also has the other visits of this laptop, of which it takes those before it, and a report and a memcon what is attached.
 */
export async function visitFilesOf(workspace: Workspace, scope: string, { kind }: Pick<MemoChoice, 'kind'>): Promise<VisitFiles> {
  const file = await visitFileOf(workspace, scope)
  const { scopes } = workspace.live.store.getState()
  const others = kind === 'brief' ? Object.entries(scopes).filter(([other]) => other !== scope) : []
  const attached = namesAttached(kind) ? await attachedFilesOf(workspace, scope, kind === 'report' ? makePrint : null) : []
  return { file, attached, earlier: others.flatMap(([, live]) => withoutNotes(live) ?? []) }
}

/** A visit with what briefs ask of earlier ones, which is nothing of its notes: those would have to be read from the disk. None for one in the trash. */
function withoutNotes(live: LiveScope): VisitFile | undefined {
  const records = gatherVisitRecords((kind) => (kind === 'note' ? [] : recordsOf(live, kind)))
  if (records.visit.length === 0) return undefined
  return recordsToVisitFile(records, new Map(), { version: 1, updatedAt: '1970-01-01T00:00:00.000Z' })
}
