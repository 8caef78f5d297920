import type { Dexie, EntityTable, Table, Transaction } from 'dexie'

/** Rows are sealed: besides opaque ids, counters and the visit's opaque id, nothing stands in the clear. */
export type RecordRow = { id: string; scope: string; rev: number; body: Uint8Array }
export type HistoryRow = { n: number; recordId: string; scope: string; body: Uint8Array }
/** A record with something the ministry has not received; `order` is this laptop's clock when it began to wait. */
export type UnsentRow = { scope: string; order: number; id: string }
/** Its key: what waits lies in the order in which it is sent, so that what was sent together is deleted at once. */
export type Place = [scope: string, order: number, id: string]
/** One Yjs update of a note: merged and acknowledged (`isPending` 0), or still to send (1). */
export type NoteUpdateRow = { n: number; noteId: string; scope: string; isPending: 0 | 1; update: Uint8Array }
/** The push in flight: sent again, byte for byte, until the server has answered. */
export type PushRow = { scope: string; body: Uint8Array }
/** Of the push in flight, what waited of its records when it was made. */
export type LeavingRow = { scope: string; body: Uint8Array }
export type ScopeRow = { scope: string; body: Uint8Array }
/** What all records of a visit count with together: compared with the server's after each sync. */
export type DigestRow = { scope: string; body: Uint8Array }
/** A pack made or taken in, as the list of packs shows it. */
export type PackRow = { id: string; body: Uint8Array }
/** Pages of an accepted pack that are not joined yet: they outlive a power cut. */
export type PackPageRow = { n: number; pack: string; body: Uint8Array }
/** What a colleague's laptop signed of a record, to be handed on with it. */
export type OriginalRow = { n: number; recordId: string; scope: string; body: Uint8Array }
/** A value that lost here when a pack came in: it is sent once, in case nobody else brings it. */
export type OverruledRow = { id: string; scope: string; body: Uint8Array }
export type DraftRow = { id: string; body: Uint8Array }
/** A ministry's letterhead; which one, for what and its name stand in the sealed body. */
export type TemplateRow = { id: string; body: Uint8Array }
/** Bytes of attachments: what they are stands in the sealed body, because a hash tells whoever knows the file. */
export type BlobRow = { id: string; scope: string; body: Uint8Array }
export type BlobChunkRow = { blob: string; n: number; bytes: Uint8Array<ArrayBuffer> }
export type MetaRow = { key: string; body: Uint8Array }

export type Tables = {
  records: EntityTable<RecordRow, 'id'>
  history: EntityTable<HistoryRow, 'n'>
  unsent: Table<UnsentRow, Place>
  noteUpdates: EntityTable<NoteUpdateRow, 'n'>
  pushes: EntityTable<PushRow, 'scope'>
  leaving: EntityTable<LeavingRow, 'scope'>
  scopes: EntityTable<ScopeRow, 'scope'>
  digests: EntityTable<DigestRow, 'scope'>
  packs: EntityTable<PackRow, 'id'>
  packPages: EntityTable<PackPageRow, 'n'>
  originals: EntityTable<OriginalRow, 'n'>
  overruled: EntityTable<OverruledRow, 'id'>
  drafts: EntityTable<DraftRow, 'id'>
  meta: EntityTable<MetaRow, 'key'>
  templates: EntityTable<TemplateRow, 'id'>
  blobs: EntityTable<BlobRow, 'id'>
  blobChunks: Table<BlobChunkRow, [string, number]>
}

/** Every version of the schema, oldest first; each later one is a named upgrade with a test of its own. */
export const versions: readonly {
  readonly version: number
  readonly name: string
  readonly stores: Readonly<Record<string, string | null>>
  readonly upgrade?: (tx: Transaction) => PromiseLike<unknown>
}[] = [
  {
    version: 1,
    name: 'first',
    stores: {
      records: 'id, scope',
      history: '++n, recordId',
      outbox: 'id, scope',
      noteUpdates: '++n, noteId',
      pushes: 'scope',
      scopes: 'scope',
      drafts: 'id',
      meta: 'key',
    },
  },
  // Nothing to fill in: a visit without a digest is counted before its next sync.
  { version: 2, name: 'digests', stores: { digests: 'scope' } },
  // Nothing to fill in: no pack was made or taken in before.
  { version: 3, name: 'packs', stores: { packs: 'id', packPages: '++n, pack', originals: '++n, recordId' } },
  // Letterheads of a laptop's own: they are not sent, and none was there before.
  { version: 4, name: 'letterheads', stores: { templates: 'id' } },
  // Bytes of attachments: none was there before.
  { version: 5, name: 'attachments', stores: { blobs: 'id, scope', blobChunks: '[blob+n]' } },
  // What waits is read in its order, a push at a time. Records count otherwise (docs/sync-spec.md G1): each visit is counted before its next sync.
  {
    version: 6,
    name: 'order of sending',
    stores: { outbox: 'id, [scope+order]' },
    upgrade: (tx) => tx.table('digests').clear(),
  },
  // Nothing to fill in: what lost against packs before was not kept.
  { version: 7, name: 'overruled by packs', stores: { overruled: 'id, scope' } },
  // Nothing to fill in: what is in flight was marked in its records.
  { version: 8, name: 'leaving', stores: { leaving: 'scope' } },
  // Nothing to fill in: a page of the version before, which would strike nothing, does not write beside one of this (leaving.ts).
  { version: 9, name: 'struck from leaving', stores: {} },
  // What waits, under a key that has its order. A page of the version before would not see that a record waits as a whole (stored-record.ts).
  {
    version: 10,
    name: 'unsent in order',
    stores: { unsent: '[scope+order+id], id' },
    upgrade: async (tx) => {
      const rows = (await tx.table('outbox').toArray()) as UnsentRow[]
      await tx.table('unsent').bulkPut(rows.map(({ scope, order, id }) => ({ scope, order, id })))
    },
  },
  { version: 11, name: 'no outbox', stores: { outbox: null } },
  // What waits is found by its place alone (unsent.ts).
  { version: 12, name: 'unsent by place', stores: { unsent: '[scope+order+id]' } },
]

export function applyVersions(dexie: Dexie): void {
  for (const { version, stores, upgrade } of versions) {
    const defined = dexie.version(version).stores(stores)
    if (upgrade) defined.upgrade(upgrade)
  }
}
