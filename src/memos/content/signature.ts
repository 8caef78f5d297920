import type { Labels } from '@memos/labels/labels.ts'
import { hasWords, type Part } from './memo.ts'
import { personName } from './names.ts'
import { postOf } from './people.ts'
import type { Signatory } from './request.ts'
import type { FileContact, VisitIndex } from './visit-index.ts'

export type SignaturePart = Extract<Part, { type: 'signature' }>

/** Whom a person named to sign, else whom the records say; undefined when neither says anyone. */
export const signatoryOf = (edited: Signatory | undefined, known: Signatory | undefined): Signatory | undefined =>
  hasWords(edited?.name) ? edited : known

/** Post, a line to sign on, and the name; without a post the role stands before the line. */
export function signaturePart({ name, post }: Signatory, role: string): SignaturePart {
  return { type: 'signature', above: [], role: hasWords(post) ? post.trim() : role, name: name.trim() }
}

/** A contact as who signs: `Specialist`, `A. Surname`; in Japanese the name as written at home. */
export function contactAsSignatory(visit: VisitIndex, contact: FileContact, labels: Labels): Signatory {
  const { title, organization } = postOf(contact)
  const short = visit.organization(organization)?.shortName
  const post = labels.phrase.person({
    name: '',
    post: title,
    organization: contact.side === 'ours' || !hasWords(short) ? '' : short.trim(),
  })
  return { name: initialsName(contact, labels), ...(hasWords(post) ? { post } : {}) }
}

/** `A. Surname`, from the script of the document's readers; a name that is not in parts stays as it is. */
export function initialsName(contact: FileContact, labels: Labels): string {
  const { language } = labels
  const isCyrillic = language === 'ru' || language === 'uz-Cyrl'
  const name = isCyrillic ? (contact.cyrillic ?? contact.latin) : (contact.latin ?? contact.cyrillic)
  const family = name?.family?.trim() ?? ''
  const given = name?.given?.trim() ?? ''
  if (language === 'ja' || family === '' || given === '') return personName(contact, language)
  return `${initialOf(given)}\u00a0${family}`
}

/** `Sh.` and `Ch.` are one sound, and one initial, in Uzbek written in Latin letters. */
const initialOf = (given: string): string => `${/^(?:sh|ch|.)/iu.exec(given)?.[0] ?? ''}.`
