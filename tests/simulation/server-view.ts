import * as Y from 'yjs'
import type { RecordDelta } from '@shared/sync/cell.ts'
import { unpackRecord, type PackedRecord } from '@shared/sync/packed.ts'
import { readScopeState } from '../../src/renderer/db/scope-state.ts'
import type { Database } from '../../src/server/db/database.ts'
import type { Laptop } from './laptop.ts'
import { namesOf, type HandedInItem, type Holding } from './knowledge.ts'

export type ServerHolding = Holding & { readonly seqs: ReadonlyMap<string, number>; readonly head: number; readonly digest: string | null }

/** Everything that the server holds of a visit, past the checks of its own code. */
export function serverHolding(database: Database, scope: string): Promise<ServerHolding> {
  return database.transaction(async (tx) => {
    const packed = (text: string): RecordDelta => unpackRecord(JSON.parse(text) as PackedRecord)
    const rows = await tx.query<{ packed: string; seq: number }>('SELECT packed, seq FROM records WHERE scope = $1', [scope])
    const history = await tx.query<{ packed: string }>('SELECT packed FROM history WHERE scope = $1', [scope])
    const updates = await tx.query<{ record: string; bytes: string; seq: number }>(
      `SELECT record, encode(bytes, 'base64') AS bytes, seq FROM note_updates WHERE scope = $1 ORDER BY seq`,
      [scope],
    )
    const [head] = await tx.query<{ seq: number; digest: string | null }>('SELECT seq, digest FROM scopes WHERE id = $1', [scope])
    const records = new Map(rows.map((row) => packed(row.packed)).map((record) => [record.id, record]))
    const known = new Set([...records.values(), ...history.map((row) => packed(row.packed))].flatMap(namesOf))
    const texts = new Map<string, Y.Doc>()
    for (const update of updates) {
      const document = texts.get(update.record) ?? new Y.Doc()
      Y.applyUpdateV2(document, Buffer.from(update.bytes, 'base64'))
      texts.set(update.record, document)
    }
    const seqs = new Map(rows.map((row) => [packed(row.packed).id, Number(row.seq)]))
    return { records, known, texts, seqs, head: Number(head?.seq ?? 0), digest: head?.digest ?? null }
  }, 'repeatable read')
}

/** What was handed in by those who may not send it any more, and waits for an owner to take it in. */
export async function quarantined(database: Database, scope: string): Promise<HandedInItem[]> {
  const rows = await database.transaction(
    (tx) =>
      tx.query<{ packed: string; updates: string }>(`SELECT packed, updates FROM rescues WHERE scope = $1 AND state = 'waiting'`, [scope]),
    'repeatable read',
  )
  return rows.map((row) => ({ record: JSON.parse(row.packed) as PackedRecord, updates: JSON.parse(row.updates) as string[] }))
}

/** Whether someone may see the visit, by the table alone. */
export async function isMember(database: Database, scope: string, account: string): Promise<boolean> {
  return (await roleOf(database, scope, account)) !== null
}

/** By the table alone; null for a stranger. */
export async function roleOf(database: Database, scope: string, account: string): Promise<string | null> {
  return database.transaction(async (tx) => {
    const [row] = await tx.query<{ role: string }>(
      'SELECT m.role FROM memberships m JOIN accounts a ON a.id = m.account WHERE m.scope = $1 AND a.account = $2',
      [scope, account],
    )
    return row?.role ?? null
  })
}

/** The server has forgotten the commit at which that laptop stands, and has gone on past its place. */
export async function isPast(database: Database, scope: string, laptop: Laptop): Promise<boolean> {
  const { cursor } = await laptop.reading((page) => readScopeState(page, scope))
  if (!cursor) return false
  return database.transaction(async (tx) => {
    const [known] = await tx.query<{ token: string }>('SELECT token FROM commits WHERE scope = $1 AND seq = $2', [scope, cursor.seq])
    const [head] = await tx.query<{ seq: number }>('SELECT seq FROM scopes WHERE id = $1', [scope])
    return known?.token !== cursor.token && Number(head?.seq ?? 0) > cursor.seq
  })
}
