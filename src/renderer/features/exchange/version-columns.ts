import { deviceOfStamp } from '@shared/sync/stamp.ts'
import type { AuthorNames } from '../../records/author-words.ts'
import type { TwoVersions } from '../../records/losses.ts'

/** One author of a record that was written at once: a person, or a laptop whose person is not known. */
export type VersionColumn = {
  readonly key: string
  readonly name: string
  readonly isMine: boolean
  /** Every version of theirs, in whatever field. */
  readonly stamps: readonly string[]
  /** The stamp of the last thing they wrote of it. */
  readonly latest: string
}

/** This laptop's versions first, then everybody else's in the order of the fields. */
export function columnsOf({ fields }: TwoVersions, authors: AuthorNames): readonly VersionColumn[] {
  const stamps = fields.filter(({ isSame }) => !isSame).flatMap(({ versions }) => versions.map(({ stamp }) => stamp))
  const byAuthor = new Map<string, string[]>()
  for (const stamp of stamps) {
    const author = authors.of(stamp)
    const key =
      author.type === 'person' ? `person ${author.name}` : author.type === 'other-laptop' ? (deviceOfStamp(stamp) ?? 'nobody') : author.type
    byAuthor.set(key, [...(byAuthor.get(key) ?? []), stamp])
  }
  return [...byAuthor]
    .map(([key, own]) => ({
      key,
      name: authors.words(own[0] ?? ''),
      isMine: key === 'this-laptop',
      stamps: own,
      latest: own.toSorted().at(-1) ?? '',
    }))
    .toSorted((a, b) => Number(b.isMine) - Number(a.isMine))
}
