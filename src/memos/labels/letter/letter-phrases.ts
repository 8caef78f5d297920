import type { OrganizationType } from '@shared/domain/organization.ts'
import type { Language } from '@shared/domain/record.ts'

/** Whom a letter is written to, as far as it is known. */
export type Addressee = {
  /** The whole name, in the script of the letter. */
  readonly name?: string
  /** The family name alone; absent where nobody has divided the name. */
  readonly family?: string
  readonly addressAs?: 'mr' | 'ms'
  /** A title in the words of the letter's own language, such as `Professor` or `先生`. */
  readonly honorific?: string
}

/** The set phrases of a letter in one language; every one of them is a whole sentence or stands alone. */
export type LetterPhrases = {
  readonly language: Language
  /** `japanese`: sender above, subject, 拝啓 … 敬具 and a list between 記 and 以上. */
  readonly form: 'western' | 'japanese'
  /** The number of the letter; undefined: a place for the pen. */
  readonly number: (number: string | undefined) => string
  /** A place for the pen where the date of the letter is not known. */
  readonly blankDay: string
  /** A line of its own for the subject; only where the form has one. */
  readonly subject: (organization: string) => string
  /** A name as it stands in the text and above it. */
  readonly honoured: (name: string, honorific: string | undefined) => string
  readonly addressee: (lines: { readonly post: string; readonly name: string; readonly organization: string }) => string[]
  readonly addresseeAt: 'left' | 'right'
  readonly salutationAt: 'left' | 'centre'
  readonly salutation: (addressee: Addressee) => string
  /** Begins the letter. @param month 1 to 12, of the letter's date; undefined: a greeting for any season */
  readonly opening: (about: { readonly month: number | undefined; readonly type: OrganizationType | undefined }) => string
  /** Thanks for having been received; no days: during the visit. */
  readonly thanks: (days: readonly string[]) => string
  /** @param isAll false: there were more people than are named */
  readonly met: (people: readonly { readonly name: string; readonly post: string }[], isAll: boolean) => string
  readonly discussed: (subject: string) => string
  readonly agreed: string
  /** The same where the list stands below the letter. */
  readonly agreedBelow: string
  /** Asks for a word if the other side understood it otherwise. */
  readonly differs: string
  /** Under an item: who does it, and when. */
  readonly responsible: (owner: string) => string
  readonly when: (deadline: string) => string
  readonly nextStep: (words: string) => string
  readonly nextMeeting: (day: string) => string
  readonly contact: (contact: string) => string
  readonly closing: string
  /** Stands over the signature, or closes the Japanese letter. */
  readonly complimentary: (addressee: Addressee) => string
  /** Head and end of the list, where the form has them. */
  readonly list: { readonly head: string; readonly end: string }
}

/** A sentence with one full stop, also after an abbreviation. */
export const sentence = (words: string): string => (/[.!?…。]$/u.test(words.trimEnd()) ? words.trimEnd() : `${words.trimEnd()}.`)
