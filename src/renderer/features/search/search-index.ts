import type { Contact } from '@shared/domain/contact.ts'
import { SCRIPTS } from '@shared/domain/person-name.ts'
import { recordsOf, type LiveScope } from '../../db/live.ts'
import { fold } from '../../records/fold.ts'
import { searchNames, type Titled, type TitledKind } from '../../records/record-title.ts'

/** A record as search sees it: folded, so that case, width, apostrophes and scripts do not matter. */
export type SearchEntry = {
  readonly scope: string
  readonly kind: TitledKind | 'note'
  readonly id: string
  /** What it is called; a match here counts for more than one in `key`. */
  readonly title: string
  readonly key: string
  /** Of contacts alone: each name, folded, with its parts. */
  readonly names: readonly FoldedName[]
}
export type FoldedName = { readonly family: string; readonly given: string; readonly full: string }
export type ScopeEntry = { readonly scope: string; readonly live: LiveScope }
/** Note id -> its text in plain words. */
export type NoteTexts = ReadonlyMap<string, NoteText>
export type NoteText = { readonly text: string; readonly key: string }

export type SearchIndex = {
  /** The entries of some visits, list by list. What has not changed since the last call is not folded again. */
  readonly entriesOf: (scopes: readonly ScopeEntry[], notes: NoteTexts) => readonly (readonly SearchEntry[])[]
  /** Folds ahead until `mayGoOn` says no; true when nothing is left. */
  readonly warm: (scopes: readonly ScopeEntry[], mayGoOn: () => boolean) => boolean
}

const KINDS = [
  'contact',
  'organization',
  'meeting',
  'agreement',
  'commitment',
  'programme',
  'openQuestion',
  'visit',
] as const satisfies readonly TitledKind[]

/** Visits that are not in the trash: a deleted visit hides its records. */
export const livingScopes = <Entry extends { readonly live: LiveScope }>(scopes: readonly Entry[]): readonly Entry[] =>
  scopes.filter(({ live }) => recordsOf(live, 'visit').length > 0)

/** Lives in memory only. Records are values that change by being replaced, so both caches forget by themselves. */
export function createSearchIndex(): SearchIndex {
  const byRecord = new WeakMap<object, SearchEntry>()
  const byList = new WeakMap<object, readonly SearchEntry[]>()
  const entryOf = (scope: string, titled: Titled): SearchEntry => {
    const known = byRecord.get(titled.record)
    if (known) return known
    const entry = foldedEntry(scope, titled)
    byRecord.set(titled.record, entry)
    return entry
  }
  const titledOf = (live: LiveScope, kind: TitledKind): Titled[] => recordsOf(live, kind).map((record) => ({ kind, record }) as Titled)
  return {
    entriesOf: (scopes, notes) =>
      scopes.flatMap(({ scope, live }) => [
        ...KINDS.map((kind) => {
          const records = recordsOf(live, kind)
          const known = byList.get(records)
          if (known) return known
          const list = titledOf(live, kind).map((titled) => entryOf(scope, titled))
          byList.set(records, list)
          return list
        }),
        noteEntries(scope, live, notes),
      ]),
    warm: (scopes, mayGoOn) => {
      for (const { scope, live } of scopes) {
        for (const kind of KINDS) {
          if (byList.has(recordsOf(live, kind))) continue
          for (const titled of titledOf(live, kind)) {
            if (!mayGoOn()) return false
            entryOf(scope, titled)
          }
        }
      }
      return true
    },
  }
}

function foldedEntry(scope: string, titled: Titled): SearchEntry {
  const { kind, record } = titled
  const words = searchNames(titled)
  const names = kind === 'contact' ? foldedNames(record) : []
  const title = kind === 'contact' ? names.map(({ full }) => full).join('\n') : fold(words[0] ?? '')
  return { scope, kind, id: record.id, title, key: fold([...words, ...moreWords(titled)].join('\n')), names }
}

/** What is said of a record beside its names. */
function moreWords({ kind, record }: Titled): readonly string[] {
  switch (kind) {
    case 'agreement':
    case 'commitment':
      return said(record.details, record.owner, record.window?.words)
    case 'meeting':
      return said(record.summary, record.nextStep, record.comment)
    case 'visit':
      return said(record.ministry, record.country, record.purpose)
    default:
      return []
  }
}

const foldedNames = (contact: Contact): FoldedName[] =>
  SCRIPTS.flatMap((script) => {
    const name = contact[script]
    if (!name) return []
    const [family, given] = [fold(name.family ?? ''), fold(name.given ?? '')]
    return [{ family, given, full: fold(name.full ?? '') || [family, given].filter(Boolean).join(' ') }]
  })

function noteEntries(scope: string, live: LiveScope, notes: NoteTexts): SearchEntry[] {
  return recordsOf(live, 'note').flatMap((note) => {
    const text = notes.get(note.id)
    return text ? [{ scope, kind: 'note' as const, id: note.id, title: '', key: text.key, names: [] }] : []
  })
}

const said = (...texts: readonly (string | null | undefined)[]): string[] =>
  texts.filter((text): text is string => text != null && text !== '')
