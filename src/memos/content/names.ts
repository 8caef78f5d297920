import { displayName, formatName, type Names, type PersonName } from '@shared/domain/person-name.ts'
import type { Language } from '@shared/domain/record.ts'
import type { Labels } from '@memos/labels/labels.ts'
import { hasWords } from './memo.ts'
import type { FileContact, FileMeeting, FileOrganization, NumberedMeeting, VisitIndex } from './visit-index.ts'

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/**
 * A person's name in a document: in Japanese as written at home; elsewhere a Japanese name stands family name first with
 * its characters in brackets, any other name as the screens show it.
 */
export function personName(contact: FileContact, language: Language): string {
  const names = namesOf(contact)
  const native = contact.native
  const shown = displayName(names, language).trim()
  if (language === 'ja' || native === undefined) return shown
  const characters = formatName(native, 'family-first')
  if (!CJK.test(characters)) return shown
  const latin = readable(contact, language)
  return latin === undefined ? characters : `${formatName(latin, 'family-first')} (${characters})`
}

/** `Ministry of Economy, Trade and Industry (METI)`; in Japanese the name that it has at home. */
export function organizationName(organization: FileOrganization, labels: Labels): string {
  const name = plainName(organization, labels)
  const short = organization.shortName?.trim() ?? ''
  return short === '' || name.includes(short) ? name : withBrackets(name, short, labels)
}

/** The short name, for narrow columns and running text. */
export const shortOrganizationName = (organization: FileOrganization, labels: Labels): string =>
  hasWords(organization.shortName) ? organization.shortName.trim() : plainName(organization, labels)

/** The title of a meeting; without one its organizations, else its number. */
export function meetingTitle(visit: VisitIndex, meeting: NumberedMeeting, labels: Labels): string {
  if (hasWords(meeting.record.title)) return meeting.record.title.trim()
  const names = organizationsOf(visit, meeting.record).map((organization) => shortOrganizationName(organization, labels))
  return names.length > 0 ? names.join(labels.phrase.listSeparator) : labels.phrase.meetingNumber(meeting.number)
}

export const organizationsOf = (visit: VisitIndex, meeting: FileMeeting): FileOrganization[] =>
  meeting.organizations.flatMap((key) => visit.organization(key) ?? [])

/** Words and what stands in brackets behind them: full-width brackets, and no space, in Japanese. */
export const withBrackets = (words: string, inside: string, labels: Labels): string =>
  labels.language === 'ja' ? `${words}${labels.phrase.inBrackets(inside)}` : `${words} ${labels.phrase.inBrackets(inside)}`

function plainName(organization: FileOrganization, labels: Labels): string {
  const native = organization.nativeName
  if (labels.language === 'ja' && hasWords(native)) return native.trim()
  return organization.name?.trim() ?? native?.trim() ?? organization.key
}

const namesOf = (contact: FileContact): Names => ({
  native: contact.native ?? null,
  kana: contact.kana ?? null,
  latin: contact.latin ?? null,
  cyrillic: contact.cyrillic ?? null,
})

/** The name in the script of the document's readers. */
function readable(contact: FileContact, language: Language): PersonName | undefined {
  const isCyrillic = language === 'ru' || language === 'uz-Cyrl'
  return isCyrillic ? (contact.cyrillic ?? contact.latin) : (contact.latin ?? contact.cyrillic)
}
