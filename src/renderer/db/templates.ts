import { z } from 'zod'
import { id, language, text } from '@shared/domain/record.ts'
import { base64ToBytes, bytesToBase64 } from '@shared/lib/base64.ts'
import type { Database } from './database.ts'

const templateBody = z.object({ name: text(300), use: text(40), language, addedAt: z.number(), bytes: z.string() })

/** A letterhead as it was dropped. `use` names the kind of document that it is for; this laptop's own, it is not sent. */
export type Template = {
  readonly id: string
  readonly name: string
  readonly use: string
  readonly language: z.infer<typeof language>
  /** Milliseconds since 1970. */
  readonly addedAt: number
  readonly bytes: Uint8Array
}

/** All letterheads of this laptop, by what they are for. */
export async function readTemplates({ dexie, seal }: Database): Promise<Template[]> {
  const rows = await dexie.templates.toArray()
  const templates = rows.map((row) => {
    const body = templateBody.parse(seal.open(row.body, { table: 'templates', id: row.id, scope: '' }))
    return { ...body, id: id.parse(row.id), bytes: base64ToBytes(body.bytes) }
  })
  return templates.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
}

/** Keeps a letterhead; one that was there for the same kind and language goes in the same transaction. */
export async function putTemplate(database: Database, template: Omit<Template, 'id' | 'addedAt'>): Promise<void> {
  const { dexie, seal, host } = database
  const { bytes, ...rest } = template
  const [newId, addedAt] = [host.newId(), host.now()]
  const body = seal.seal({ ...rest, addedAt, bytes: bytesToBase64(bytes) }, { table: 'templates', id: newId, scope: '' })
  await dexie.transaction('rw', dexie.templates, async () => {
    const older = (await readTemplates(database)).filter((other) => placeOf(other) === placeOf(template))
    await dexie.templates.bulkDelete(older.map((other) => other.id))
    await dexie.templates.put({ id: newId, body })
  })
}

export async function removeTemplate({ dexie }: Database, templateId: string): Promise<void> {
  await dexie.templates.delete(templateId)
}

const placeOf = ({ use, language: of }: Pick<Template, 'use' | 'language'>): string => `${use} ${of}`
