import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import { sha256Hex } from '@shared/lib/id.ts'
import { succeed, type Result } from '@shared/lib/result.ts'
import type { NoteBody } from '@shared/domain/note-body.ts'
import { diffVisitFile, type FileDifference } from '@shared/domain/visit-file-difference.ts'
import {
  FILE_KINDS,
  gatherVisitRecords,
  recordsToVisitFile,
  visitFileToRecords,
  type RecordDraft,
} from '@shared/domain/visit-file-records.ts'
import { lastChangeOf } from '@shared/domain/visit-file-updated.ts'
import { parseVisitFileText, visitFileText } from '@shared/domain/visit-file-text.ts'
import type { ParsedVisitFile, VisitFile } from '@shared/domain/visit-file.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { putDraft, readDraft } from '../db/drafts.ts'
import { recordsOf, storedById, type LiveScope } from '../db/live.ts'
import { readNoteUpdates } from '../db/note-updates.ts'
import type { Change } from '../db/write.ts'
import { bodyOfUpdates } from '../../notes/body-of-updates.ts'
import { docOfBody } from '../../notes/note-body-conversion.ts'
import { commit, type Writing, type CommitError } from './commit.ts'
import type { Workspace } from './workspace.tsx'

export type FileWorkspace = Writing & Pick<Workspace, 'live' | 'identity'>

/** What reading a file here comes to, before anything is written. */
export type ImportPlan =
  /** The visit is not on this laptop: it is made whole. */
  | { readonly type: 'new'; readonly file: VisitFile }
  | { readonly type: 'in-trash'; readonly scope: string }
  /** The visit is here: a person decides on each difference. None when the file did not change since its last import. */
  | { readonly type: 'compare'; readonly scope: string; readonly file: VisitFile; readonly differences: readonly FileDifference[] }

/** Which values of the file are taken: keys of `choiceKey`. */
export type Choices = ReadonlySet<string>

export const SAMPLE_ORIGIN = 'sample'

/** The visit that comes with the app, read when it is first asked for. */
export async function readSample(): Promise<VisitFile> {
  const { default: text } = await import('../../../resources/samples/tokyo-2025.visit.json?raw')
  const parsed = parseVisitFileText(text)
  if (!parsed.ok) throw new Error(`The sample visit is broken: ${JSON.stringify(parsed.problems.slice(0, 3))}`)
  return parsed.file
}

/** The visit on this laptop that was made from the sample, if there is one that is not in the trash. */
export const findSample = (workspace: Pick<Workspace, 'live'>): string | undefined =>
  Object.entries(workspace.live.store.getState().scopes).find(([, live]) =>
    recordsOf(live, 'visit').some((visit) => visit.origin === SAMPLE_ORIGIN),
  )?.[0]

/** @param bytes a file as chosen; text that is not UTF-8 is a problem of the file, not an error */
export function parseVisitFileBytes(bytes: Uint8Array): ParsedVisitFile {
  try {
    return parseVisitFileText(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { ok: false, problems: [{ path: '', code: 'not-text' }] }
  }
}

export async function planImport(workspace: FileWorkspace, file: VisitFile): Promise<ImportPlan> {
  const live = file.id === undefined ? undefined : workspace.live.store.getState().scopes[file.id]
  const visit = file.id === undefined ? undefined : storedById(live, 'visit', file.id)
  if (!live || !visit || file.id === undefined) return { type: 'new', file }
  if (isDead(visit.cells)) return { type: 'in-trash', scope: file.id }
  const current = { records: recordsInFile(live), noteBodies: await bodiesOf(workspace, live) }
  const memory = await readMemory(workspace, file.id)
  return { type: 'compare', scope: file.id, file, differences: diffVisitFile(file, current, memory.imported ?? undefined) }
}

/**
 * Makes a whole visit from a file in ONE write: nothing of it is there when that fails.
 * @param origin what the visit is said to come from; the file's id where it has one
 * @returns the visit's id
 */
export async function importAsNew(workspace: FileWorkspace, file: VisitFile, origin?: string): Promise<Result<string, CommitError>> {
  const scope = file.id ?? workspace.database.host.newId()
  const { drafts, noteBodies } = visitFileToRecords(file, { newId: workspace.database.host.newId, scope })
  const from = origin ?? file.id
  const changes = drafts.flatMap((draft) => changesOfDraft(workspace, draft, noteBodies.get(draft.id)))
  if (from !== undefined) changes.push({ type: 'set', kind: 'visit', id: scope, fields: { origin: from } })
  const written = await commit(workspace, scope, changes)
  if (!written.ok) return written
  if (file.id !== undefined) await rememberImport(workspace, scope, file)
  return succeed(scope)
}

/** Writes what a person chose from a file, in ONE write; then the file is the base of the next comparison. */
export async function importChosen(
  workspace: FileWorkspace,
  plan: Extract<ImportPlan, { type: 'compare' }>,
  choices: Choices,
): Promise<Result<number, CommitError>> {
  const changes = plan.differences.flatMap((difference) => changesOfDifference(workspace, difference, choices))
  const written = await commit(workspace, plan.scope, changes)
  if (!written.ok) return written
  await rememberImport(workspace, plan.scope, plan.file)
  return succeed(changes.length)
}

/** Names one choice: a difference, or one field of a changed record. */
export function choiceKey(difference: FileDifference, field = ''): string {
  const [kind, id] = 'draft' in difference ? [difference.draft.kind, difference.draft.id] : [difference.kind, difference.id]
  return `${difference.type} ${kind} ${id} ${field}`
}

/** What is chosen before a person says otherwise: what only the file changed. Nothing of this laptop goes without a person's word. */
export function defaultChoices(differences: readonly FileDifference[]): Set<string> {
  const chosen = new Set<string>()
  for (const difference of differences) {
    if (difference.type === 'added' || difference.type === 'new-note') chosen.add(choiceKey(difference))
    if (difference.type !== 'changed') continue
    for (const { field, isConflict } of difference.fields) if (!isConflict) chosen.add(choiceKey(difference, field))
  }
  return chosen
}

/**
 * A visit as it is now, for export and for documents. Equal content gives an equal file: `updatedAt` is the time of the last
 * change (by the clock of who made it), `version` counts the exports that differ.
 */
export async function visitFileOf(workspace: FileWorkspace, scope: string): Promise<VisitFile> {
  const live = workspace.live.store.getState().scopes[scope]
  if (!live) throw new Error(`The visit ${scope} is not on this laptop`)
  const bodies = await bodiesOf(workspace, live)
  const fileOf = (version: number): VisitFile => recordsToVisitFile(recordsInFile(live), bodies, { version, updatedAt: updatedAt(live) })
  const { imported, exported } = await readMemory(workspace, scope)
  const isUnchanged = exported !== null && exported.sha256 === contentHash(fileOf(1))
  return fileOf(isUnchanged ? exported.version : Math.max(exported?.version ?? 0, imported?.version ?? 0) + 1)
}

export type ExportedFile = { readonly suggestedName: string; readonly bytes: Uint8Array; readonly mediaType: string }

/** The bytes of a visit file, with a name made of the visit's code, its first day and the version. */
export async function exportVisitFile(workspace: FileWorkspace, scope: string): Promise<ExportedFile> {
  const file = await visitFileOf(workspace, scope)
  return { suggestedName: fileName(file), bytes: new TextEncoder().encode(visitFileText(file)), mediaType: 'application/json' }
}

/** Call it once the file has been saved: the next export of the same content has the same version. */
export async function rememberExport(workspace: FileWorkspace, scope: string): Promise<void> {
  const file = await visitFileOf(workspace, scope)
  const memory = await readMemory(workspace, scope)
  await putMemory(workspace, scope, { ...memory, exported: { version: file.version ?? 1, sha256: contentHash({ ...file, version: 1 }) } })
}

/**
 * What is kept of the files of a visit, beside its records: the file that was last imported, for the three-way comparison,
 * and what was last exported. It is this laptop's alone, so it stands among the drafts and is not sent.
 */
type Memory = { readonly imported: VisitFile | null; readonly exported: { readonly version: number; readonly sha256: string } | null }

async function readMemory({ database }: FileWorkspace, scope: string): Promise<Memory> {
  return ((await readDraft(database, `visit-file:${scope}`)) as Memory | undefined) ?? { imported: null, exported: null }
}

const putMemory = ({ database }: FileWorkspace, scope: string, memory: Memory): Promise<void> =>
  putDraft(database, `visit-file:${scope}`, memory)

async function rememberImport(workspace: FileWorkspace, scope: string, file: VisitFile): Promise<void> {
  await putMemory(workspace, scope, { ...(await readMemory(workspace, scope)), imported: file })
}

const contentHash = (file: VisitFile): string => sha256Hex(canonicalJson(file as unknown as Json))

/** `create`, because a link or a minute that was deleted here comes back under the same id. */
function changesOfDraft(
  { database, identity }: FileWorkspace,
  { kind, id, fields }: RecordDraft,
  body: NoteBody | null | undefined,
): Change[] {
  const changes: Change[] = [{ type: 'create', kind, id, fields }]
  if (kind === 'note' && body) {
    const edited = { bodySchema: body.bodySchema, bodyEdited: { by: identity.personId, at: database.host.now() } }
    changes.push({ type: 'type', id, update: docOfBody(body), fields: edited })
  }
  return changes
}

function changesOfDifference(workspace: FileWorkspace, difference: FileDifference, choices: Choices): Change[] {
  if (difference.type === 'changed') {
    const { kind, id } = difference
    const taken = difference.fields.filter(({ field }) => choices.has(choiceKey(difference, field)))
    const fields = Object.fromEntries(taken.map(({ field, theirs }) => [field, theirs]))
    return taken.length === 0 ? [] : [{ type: 'set', kind, id, fields }]
  }
  if (!choices.has(choiceKey(difference))) return []
  switch (difference.type) {
    case 'removed':
      return [{ type: 'delete', kind: difference.kind, id: difference.id }]
    case 'deleted-here': {
      // Its text is still there: putting the file's beside it would have every word twice.
      const { kind, id, fields } = difference.draft
      return [{ type: 'create', kind, id, fields }]
    }
    case 'added':
    case 'new-note':
      return changesOfDraft(workspace, difference.draft, difference.body)
  }
}

const recordsInFile = (live: LiveScope) => gatherVisitRecords((kind) => recordsOf(live, kind))

async function bodiesOf({ database }: FileWorkspace, live: LiveScope): Promise<Map<string, NoteBody>> {
  const bodies = new Map<string, NoteBody>()
  for (const { id } of recordsOf(live, 'note')) bodies.set(id, bodyOfUpdates(await readNoteUpdates(database, id)))
  return bodies
}

/** When anything that a file carries was last changed. */
const updatedAt = (live: LiveScope): string => lastChangeOf(FILE_KINDS.flatMap((kind) => [...(live.kinds[kind]?.values() ?? [])]))

function fileName({ visit, version }: VisitFile): string {
  const name = (visit.code ?? visit.title ?? 'visit').replace(/[^\p{L}\p{N}-]+/gu, '-').replace(/^-+|-+$/g, '')
  return `${[name.slice(0, 60) || 'visit', visit.startDay, `v${version ?? 1}`].filter(Boolean).join('_')}.visit.json`
}
