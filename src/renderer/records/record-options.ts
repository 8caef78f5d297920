import { windowBounds } from '@shared/domain/due-window.ts'
import { recordsOf, type LiveScope } from '../db/live.ts'
import type { Formats } from '../lib/use-formats.ts'
import { fold, matches } from './fold.ts'
import { recordTitle, searchNames, type Titled } from './record-title.ts'

export type PickableKind = 'contact' | 'organization' | 'meeting' | 'programme' | 'agreement'

/** One record as a line of a picker. */
export type RecordOption = {
  readonly id: string
  readonly title: string
  /** What tells two of the same name apart. */
  readonly sub: string | null
  /** Folded names, for searching. */
  readonly key: string
}

/** What may be chosen: `side` narrows contacts, `without` leaves out what is chosen already. */
export type PickFilter = { readonly side?: 'ours' | 'theirs' | undefined; readonly without?: readonly string[] | undefined }

/** The records of a kind in a visit as options, by name. */
export function recordOptions(
  scope: LiveScope | undefined,
  kind: PickableKind,
  { formats, filter }: { formats: Formats; filter: PickFilter },
): readonly RecordOption[] {
  const without = new Set(filter.without)
  return titledOf(scope, kind)
    .filter((one) => !without.has(one.record.id) && isOnSide(one, filter.side))
    .map((one) => ({
      id: one.record.id,
      title: recordTitle(one, formats.language),
      sub: subOf(scope, one, formats),
      key: fold(searchNames(one).join(' ')),
    }))
    .toSorted((a, b) => formats.compareNames({ name: a.title }, { name: b.title }))
}

/** Those that fit what is typed: names that begin with it first. Everything for an empty query. @param most how many at most */
export function searchOptions(options: readonly RecordOption[], query: string, most = 50): readonly RecordOption[] {
  const wanted = fold(query.trim())
  if (wanted === '') return options.slice(0, most)
  const found = options.filter((option) => matches(option.key, wanted))
  const begins = (option: RecordOption): boolean => fold(option.title).startsWith(wanted)
  return [...found.filter(begins), ...found.filter((option) => !begins(option))].slice(0, most)
}

function titledOf(scope: LiveScope | undefined, kind: PickableKind): readonly Titled[] {
  return recordsOf(scope, kind).map((record) => ({ kind, record }) as Titled)
}

const isOnSide = ({ kind, record }: Titled, side: 'ours' | 'theirs' | undefined): boolean =>
  side === undefined || kind !== 'contact' || (record.side ?? 'theirs') === side

function subOf(scope: LiveScope | undefined, { kind, record }: Titled, formats: Formats): string | null {
  switch (kind) {
    case 'contact': {
      const [post] = record.posts ?? []
      const organization = recordsOf(scope, 'organization').find((one) => one.id === post?.organizationId)
      return joined(post?.title, organization?.shortName ?? organization?.name)
    }
    case 'organization':
      return joined(record.nativeName, record.city)
    case 'meeting':
      return record.start === null ? null : formats.day(record.start, 'long')
    case 'programme': {
      const { earliest } = windowBounds(record.window)
      return joined(record.window?.words, earliest?.slice(0, 4), record.place)
    }
    default:
      return null
  }
}

const joined = (...texts: readonly (string | null | undefined)[]): string | null =>
  [...new Set(texts.filter((text) => text != null && text !== ''))].join(', ') || null
