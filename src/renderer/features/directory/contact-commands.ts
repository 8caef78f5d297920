import type { Post } from '@shared/domain/contact.ts'
import type { PersonName, Script } from '@shared/domain/person-name.ts'
import type { Json } from '@shared/lib/canonical-json.ts'
import { succeed, type Result } from '@shared/lib/result.ts'
import { commit, type Writing } from '../../records/commit.ts'
import { scriptOf } from '../../records/create-named.ts'
import { savePart } from '../../records/save-part.ts'

export type ContactRef = { readonly scope: string; readonly id: string }
export type NamePart = 'family' | 'given' | 'full'

/** Begins a contact of the other side with a name in whatever script it was typed. @returns its id */
export async function createContact(workspace: Writing, scope: string, name: string): Promise<Result<string, string>> {
  const id = workspace.database.host.newId()
  const fields = { side: 'theirs', [scriptOf(name)]: { full: name.trim() } }
  const written = await commit(workspace, scope, [{ type: 'set', kind: 'contact', id, fields }])
  return written.ok ? succeed(id) : written
}

/** Begins an organization with its name. @returns its id */
export async function createOrganization(workspace: Writing, scope: string, name: string): Promise<Result<string, string>> {
  const id = workspace.database.host.newId()
  const written = await commit(workspace, scope, [{ type: 'set', kind: 'organization', id, fields: { name: name.trim() } }])
  return written.ok ? succeed(id) : written
}

/** Saves one part of a name in one script: family and given name are two inputs of one field. */
export function saveNamePart(
  workspace: Writing,
  contact: ContactRef,
  change: { readonly script: Script; readonly part: NamePart; readonly text: string | null },
): Promise<Result<null, string>> {
  const { script } = change
  return savePart(workspace, { ...contact, kind: 'contact' }, (stored) => ({
    field: script,
    value: nameWith(stored?.[script] ?? null, change),
  }))
}

/** The name with one part changed; null when nothing is left of it. A name that has parts needs no text for the whole. */
export function nameWith(name: PersonName | null, { part, text }: { part: NamePart; text: string | null }): PersonName | null {
  const parts: Record<string, string> = {}
  for (const [key, value = ''] of Object.entries({ ...name, [part]: text ?? '' })) if (value.trim() !== '') parts[key] = value.trim()
  if (part !== 'full' && (parts['family'] || parts['given'])) delete parts['full']
  return Object.keys(parts).length === 0 ? null : parts
}

/** Divides a name that stands as one: family name first, but last where Latin letters are used. Undefined for a single word. */
export function splitName(full: string, script: Script): PersonName | undefined {
  const words = full.trim().split(/[\s　]+/)
  if (words.length < 2) return undefined
  const isFamilyLast = script === 'latin'
  const family = isFamilyLast ? words.at(-1) : words[0]
  const given = isFamilyLast ? words.slice(0, -1) : words.slice(1)
  return { family: family ?? '', given: given.join(' ') }
}

/** A name that is one word, or is not there any more, stays as it is. */
export function saveSplitName(workspace: Writing, contact: ContactRef, script: Script): Promise<Result<null, string>> {
  return savePart(workspace, { ...contact, kind: 'contact' }, (stored) => {
    const name = stored?.[script] ?? null
    return { field: script, value: splitName(name?.full ?? '', script) ?? name }
  })
}

/** Replaces, adds (`index` after the last) or removes (`post` null) one post, on what is stored now. */
export function savePost(
  workspace: Writing,
  contact: ContactRef,
  { index, post }: { readonly index: number; readonly post: Partial<Post> | null },
): Promise<Result<null, string>> {
  return savePart(workspace, { ...contact, kind: 'contact' }, (stored) => {
    const posts = [...(stored?.posts ?? [])]
    if (post === null) posts.splice(index, 1)
    else posts[index] = { title: '', organizationId: null, ...posts[index], ...post }
    return { field: 'posts', value: posts as Json }
  })
}
