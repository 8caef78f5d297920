import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'

/** Who wrote a stretch of text, by positions of the editor's document. */
export type AuthoredRange = { readonly from: number; readonly to: number; readonly author: NoteAuthor }
/** `id` is the person; null where nobody signed: text that a program put in. */
export type NoteAuthor = { readonly id: string | null; readonly name: string }

const NOBODY: NoteAuthor = { id: null, name: '' }

/** The map of a note's document that gives Yjs client ids a name (docs/sync-spec.md N5). */
export const USERS = 'users'

/**
 * Who wrote each stretch of a note: the document knows the client of every character, the map of users the person behind it.
 * Nothing where document and editor do not match, as in the moment between an edit and its drawing.
 * @param doc the editor's document, which must show `text`
 */
export function authoredRanges(text: Y.XmlFragment, users: Y.Map<unknown>, doc: Node): readonly AuthoredRange[] {
  const ranges: AuthoredRange[] = []
  const walk = (children: readonly unknown[], from: number): number => {
    let position = from
    for (const child of children) {
      if (child instanceof Y.XmlText) position = walkText(child, position)
      else if (child instanceof Y.XmlElement) {
        const isLeaf = doc.nodeAt(position)?.isLeaf ?? false
        position = isLeaf ? position + 1 : walk(child.toArray(), position + 1) + 1
      }
      if (position > doc.content.size) throw new RangeError('The text is longer than what is drawn')
    }
    return position
  }
  const walkText = (line: Y.XmlText, from: number): number => {
    let position = from
    for (const { client, length } of piecesOf(line)) {
      add(ranges, { from: position, to: position + length, author: authorOf(users, client) })
      position += length
    }
    return position
  }
  try {
    return walk(text.toArray(), 0) === doc.content.size ? ranges : []
  } catch (error) {
    if (error instanceof RangeError) return []
    throw error
  }
}

/** Everybody who wrote something that still stands, in the order of the text. */
export function authorsIn(ranges: readonly AuthoredRange[]): readonly NoteAuthor[] {
  const byId = new Map<string | null, NoteAuthor>()
  for (const { author } of ranges) if (!byId.has(author.id)) byId.set(author.id, author)
  return [...byId.values()]
}

function piecesOf(line: Y.XmlText): { client: number; length: number }[] {
  const pieces: { client: number; length: number }[] = []
  for (let item = line._start; item !== null; item = item.right) {
    if (!item.deleted && item.countable) pieces.push({ client: item.id.client, length: item.length })
  }
  return pieces
}

function authorOf(users: Y.Map<unknown>, client: number): NoteAuthor {
  const user = users.get(String(client))
  if (typeof user !== 'object' || user === null || !('id' in user) || !('name' in user)) return NOBODY
  return typeof user.id === 'string' && typeof user.name === 'string' ? { id: user.id, name: user.name } : NOBODY
}

/** Stretches of one author that touch are one. */
function add(ranges: AuthoredRange[], next: AuthoredRange): void {
  const last = ranges.at(-1)
  if (last && last.to === next.from && last.author.id === next.author.id) ranges[ranges.length - 1] = { ...last, to: next.to }
  else ranges.push(next)
}
