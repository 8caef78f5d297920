import { formatName, type PersonName } from '@shared/domain/person-name.ts'
import type { Language } from '@shared/domain/record.ts'
import type { Addressee } from '@memos/labels/letter/letter-phrases.ts'
import { hasWords } from './memo.ts'
import { postOf } from './people.ts'
import type { FileContact, FileMeeting, VisitIndex } from './visit-index.ts'

/** A person of the other side as a letter names them. */
export type LetterPerson = { readonly contact: FileContact; readonly name: string; readonly post: string }

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const LATIN_WORDS = /^[\p{Script=Latin}.’' -]+$/u

/**
 * The people of an organization in its meetings, the highest rank first, each once; interpreters are nobody's counterpart.
 * Of a meeting with several organizations only those count whose post says that they belong to this one.
 */
export function peopleOfOrganization(
  visit: VisitIndex,
  meetings: readonly FileMeeting[],
  { organizationKey, language }: PeopleSetting,
): LetterPerson[] {
  const found = new Map<string, LetterPerson>()
  for (const meeting of meetings) {
    for (const { contact: key } of inRank(meeting)) {
      const contact = visit.contact(key)
      const isTheirs = contact !== undefined && contact.side !== 'ours' && belongs(visit, contact, { meeting, organizationKey })
      const name = isTheirs ? letterName(contact, language).name : undefined
      if (contact === undefined || name === undefined || found.has(key)) continue
      found.set(key, { contact, name, post: postOf(contact, [organizationKey]).title })
    }
  }
  return [...found.values()]
}

export type PeopleSetting = { readonly organizationKey: string; readonly language: Language }

/** How somebody is spoken to: name and family name in the script of the letter, and what is known of the form of address. */
export function addresseeOf(contact: FileContact | undefined, language: Language): Addressee {
  if (contact === undefined) return {}
  const { addressAs } = contact
  const honorific = contact.honorific?.trim() ?? ''
  return {
    ...letterName(contact, language),
    ...(addressAs === undefined ? {} : { addressAs }),
    ...(isOfLanguage(honorific, language) ? { honorific } : {}),
  }
}

/** A title is words of one language: one in another script would stand wrong. Of Uzbek and Russian forms the phrases know their own. */
function isOfLanguage(honorific: string, language: Language): boolean {
  if (honorific === '') return false
  return language === 'ja' ? CJK.test(honorific) : language === 'en' && LATIN_WORDS.test(honorific)
}

/** A name in running text: in the script of the letter, family name first except for names that are given first in English. */
function letterName(contact: FileContact, language: Language): Pick<Addressee, 'name' | 'family'> {
  const chosen = SCRIPT_ORDER[language].map((script) => contact[script]).find((name) => name !== undefined)
  if (chosen === undefined) return {}
  const isEastern = contact.native !== undefined && CJK.test(formatName(contact.native, 'family-first'))
  const name = formatName(chosen, language === 'en' && !isEastern ? 'given-first' : 'family-first').trim()
  const family = familyOf(chosen)
  return { ...(hasWords(name) ? { name } : {}), ...(family === undefined ? {} : { family }) }
}

const SCRIPT_ORDER = {
  en: ['latin', 'cyrillic', 'native', 'kana'],
  'uz-Latn': ['latin', 'cyrillic', 'native', 'kana'],
  'uz-Cyrl': ['cyrillic', 'latin', 'native', 'kana'],
  ru: ['cyrillic', 'latin', 'native', 'kana'],
  ja: ['native', 'kana', 'latin', 'cyrillic'],
} as const satisfies Readonly<Record<Language, readonly (keyof FileContact)[]>>

const familyOf = ({ family }: PersonName): string | undefined => (hasWords(family) ? family.trim() : undefined)

const ROLES = ['head', 'chair', 'member', 'notes'] as const
type Participant = FileMeeting['participants'][number]

function inRank(meeting: FileMeeting): Participant[] {
  const roleIndex = ({ role }: Participant): number => (role === undefined ? 2 : ROLES.findIndex((one) => one === role))
  return meeting.participants
    .filter(({ role }) => role !== 'interpreter')
    .toSorted((a, b) => (a.rank ?? 1_000) - (b.rank ?? 1_000) || roleIndex(a) - roleIndex(b))
}

type Where = { readonly meeting: FileMeeting; readonly organizationKey: string }

function belongs(visit: VisitIndex, contact: FileContact, { meeting, organizationKey }: Where): boolean {
  const own = (contact.posts ?? []).flatMap(({ organization }) => organization ?? [])
  if (own.some((key) => isPartOf(visit, key, organizationKey))) return true
  return own.length === 0 && meeting.organizations.length === 1
}

/** The organization itself, or one above it; parents were checked to hold no loop when the file was read. */
function isPartOf(visit: VisitIndex, key: string | undefined, whole: string): boolean {
  return key !== undefined && (key === whole || isPartOf(visit, visit.organization(key)?.parent, whole))
}
