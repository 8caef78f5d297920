import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import { deterministicId, sha256Hex } from '@shared/lib/id.ts'
import type { NoteBody } from './note-body.ts'
import { tables } from './tables.ts'
import {
  FILE_KINDS,
  UNFILED,
  visitFileToRecords,
  type FileKind,
  type NoteBodies,
  type RecordDraft,
  type VisitRecords,
} from './visit-file-records.ts'
import type { VisitFile } from './visit-file.ts'

/** One field of a record that the file wants otherwise. Null is "not said"; `base` is unknown when nothing was imported before. */
type FieldDifference = {
  readonly field: string
  readonly base: Json | undefined
  readonly mine: Json
  readonly theirs: Json
  /** Both sides changed it, or there is no base to tell who did: a person chooses. */
  readonly isConflict: boolean
}

/** What an import would do to one record. Nothing is written until a person has agreed. */
export type FileDifference =
  | { readonly type: 'added'; readonly draft: RecordDraft; readonly body: NoteBody | null }
  | { readonly type: 'changed'; readonly kind: FileKind; readonly id: string; readonly fields: readonly FieldDifference[] }
  /** The file no longer has what it had at the last import. */
  | { readonly type: 'removed'; readonly kind: FileKind; readonly id: string }
  /** Deleted here since the last import, and changed in the file. Other text of a deleted note comes as a new note. */
  | { readonly type: 'deleted-here'; readonly draft: RecordDraft }
  /** Other text in a note: a new note beside the old one, never a replacement. */
  | { readonly type: 'new-note'; readonly noteId: string; readonly draft: RecordDraft; readonly body: NoteBody }

/**
 * What a file says otherwise than this laptop, for a file whose visit is here; empty when it did not change since
 * `baseFile`, the file of the last import. Without a base every difference is shown and nothing is taken as removed.
 */
export function diffVisitFile(
  file: VisitFile,
  current: { readonly records: VisitRecords; readonly noteBodies: NoteBodies },
  baseFile?: VisitFile,
): FileDifference[] {
  const scope = current.records.visit[0]?.id
  if (scope === undefined || file.id !== scope) throw new Error('A file is compared with the visit whose id it carries')
  const theirs = contentOf(file, scope)
  const base = baseFile && contentOf(baseFile, scope)
  const mine = { drafts: indexed(draftsOfRecords(current.records)), noteBodies: current.noteBodies }
  const fromFile = [...theirs.drafts].flatMap(([name, draft]) =>
    differencesOf(draft, {
      mine: mine.drafts.get(name),
      base: base?.drafts.get(name),
      hasBase: base !== undefined,
      bodies: { theirs: theirs.noteBodies.get(draft.id), base: base?.noteBodies.get(draft.id), mine: mine.noteBodies.get(draft.id) },
    }),
  )
  const removed = [...(base?.drafts ?? [])].flatMap(([name, { kind, id }]): FileDifference[] =>
    theirs.drafts.has(name) || !mine.drafts.has(name) ? [] : [{ type: 'removed', kind, id }],
  )
  const isMadeBefore = (one: FileDifference): boolean => one.type === 'new-note' && mine.drafts.has(nameOf(one.draft))
  return [...fromFile.filter((one) => !isMadeBefore(one)), ...removed]
}

type Content = { readonly drafts: ReadonlyMap<string, RecordDraft>; readonly noteBodies: NoteBodies }
type Bodies = { readonly theirs: NoteBody | undefined; readonly base: NoteBody | undefined; readonly mine: NoteBody | undefined }
type Sides = {
  readonly mine: RecordDraft | undefined
  readonly base: RecordDraft | undefined
  readonly hasBase: boolean
  readonly bodies: Bodies
}

function contentOf(file: VisitFile, scope: string): Content {
  const noRandomness = (): string => {
    throw new Error('A file with the id of its visit needs no new ids')
  }
  const { drafts, noteBodies } = visitFileToRecords({ ...file, id: scope }, { newId: noRandomness, scope })
  return { drafts: indexed(drafts), noteBodies }
}

function differencesOf(theirs: RecordDraft, { mine, base, hasBase, bodies }: Sides): FileDifference[] {
  if (mine) return [...changedFields(theirs, mine, hasBase ? (base?.fields ?? {}) : undefined), ...newNote(theirs, bodies)]
  if (!base) return [{ type: 'added', draft: theirs, body: bodies.theirs ?? null }]
  const deletedHere: FileDifference[] = isSame(theirs.fields, base.fields) ? [] : [{ type: 'deleted-here', draft: theirs }]
  return [...deletedHere, ...newNote(theirs, bodies)]
}

function changedFields(theirs: RecordDraft, mine: RecordDraft, base: RecordDraft['fields'] | undefined): FileDifference[] {
  const { kind, id } = theirs
  const fields = Object.keys(tables[kind]).filter((field) => !UNFILED[kind]?.includes(field))
  const differing = fields.flatMap((field): FieldDifference[] => {
    const [was, here, there] = [base && (base[field] ?? null), mine.fields[field] ?? null, theirs.fields[field] ?? null]
    if (isSame(here, there) || (was !== undefined && isSame(was, there))) return []
    return [{ field, base: was, mine: here, theirs: there, isConflict: was === undefined || !isSame(was, here) }]
  })
  return differing.length === 0 ? [] : [{ type: 'changed', kind, id, fields: differing }]
}

/** The id follows from the text, so that importing the same file again finds the note that it made. */
function newNote(theirs: RecordDraft, { theirs: body, base, mine }: Bodies): FileDifference[] {
  if (!body || isSame(body, mine ?? null) || isSame(body, base ?? null)) return []
  const id = deterministicId('visit-file-note', theirs.id, sha256Hex(canonicalJson(body as Json)))
  return [{ type: 'new-note', noteId: theirs.id, draft: { ...theirs, id, fields: { ...theirs.fields, role: 'note' } }, body }]
}

function draftsOfRecords(records: VisitRecords): RecordDraft[] {
  return FILE_KINDS.flatMap((kind) =>
    records[kind].map((record) => {
      const values = record as unknown as Record<string, Json>
      const said = Object.keys(tables[kind]).flatMap((field) => (values[field] == null ? [] : [[field, values[field]]]))
      return { kind, id: record.id, fields: Object.fromEntries(said) as Record<string, Json> }
    }),
  )
}

const nameOf = ({ kind, id }: { kind: FileKind; id: string }): string => `${kind} ${id}`

const indexed = (drafts: readonly RecordDraft[]): Map<string, RecordDraft> => new Map(drafts.map((draft) => [nameOf(draft), draft]))

const isSame = (a: unknown, b: unknown): boolean => canonicalJson(a as Json) === canonicalJson(b as Json)
