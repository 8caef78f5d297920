import type { Database } from './database.ts'

/**
 * What is typed in a form and not saved yet: it comes back after a crash. The id names form and record,
 * such as `agreement:<id>` or `agreement:new:<meeting>`.
 */
export async function readDraft({ dexie, seal }: Database, id: string): Promise<unknown> {
  const row = await dexie.drafts.get(id)
  return row === undefined ? undefined : seal.open(row.body, { table: 'drafts', id, scope: '' })
}

export async function putDraft({ dexie, seal }: Database, id: string, value: unknown): Promise<void> {
  await dexie.drafts.put({ id, body: seal.seal(value, { table: 'drafts', id, scope: '' }) })
}

export async function dropDraft({ dexie }: Database, id: string): Promise<void> {
  await dexie.drafts.delete(id)
}
