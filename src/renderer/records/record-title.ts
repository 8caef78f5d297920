import { displayName, SCRIPTS, type PersonName } from '@shared/domain/person-name.ts'
import type { Kind, RecordOfKind } from '@shared/domain/tables.ts'
import type { Language } from '../lib/language.ts'

/** Kinds that a person knows by a name or a line of text. */
export type TitledKind = Extract<
  Kind,
  'visit' | 'meeting' | 'organization' | 'contact' | 'programme' | 'agreement' | 'commitment' | 'openQuestion'
>
export type Titled = { [K in TitledKind]: { readonly kind: K; readonly record: RecordOfKind<K> } }[TitledKind]

/** What a record is called in the reader's language; empty when nothing was said yet. */
export function recordTitle(titled: Titled, language: Language): string {
  switch (titled.kind) {
    case 'visit':
    case 'meeting':
      return titled.record.title ?? ''
    case 'organization':
      return titled.record.name ?? titled.record.nativeName ?? titled.record.shortName ?? ''
    case 'contact':
      return displayName(titled.record, language)
    case 'programme':
      return titled.record.name ?? ''
    case 'agreement':
    case 'commitment':
    case 'openQuestion':
      return titled.record.text ?? ''
  }
}

/** Every name that a record may be looked for by. */
export function searchNames({ kind, record }: Titled): readonly string[] {
  switch (kind) {
    case 'contact':
      return [...SCRIPTS.flatMap((script) => partsOf(record[script])), ...(record.posts ?? []).map((post) => post.title)]
    case 'organization':
      return said(record.name, record.nativeName, record.shortName, record.city)
    case 'meeting':
      return said(record.title, record.subject, record.place)
    case 'visit':
      return said(record.title, record.code, record.city)
    case 'programme':
      return said(record.name, record.place)
    default:
      return said(record.text)
  }
}

/** Both orders, because a person types either. */
const partsOf = (name: PersonName | null): readonly string[] => (name === null ? [] : said(name.full, name.family, name.given, name.family))

const said = (...texts: readonly (string | null | undefined)[]): readonly string[] =>
  texts.filter((text): text is string => text != null && text !== '')
