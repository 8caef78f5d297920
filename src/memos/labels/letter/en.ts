/*
 * Letters in English, after the form of a follow-up letter of the document specification ("Dear Mr Tanaka, … Yours
 * sincerely"). Where it is not known whether someone is Mr or Ms the whole name stands; "Yours faithfully" closes a letter
 * to somebody who is not named, as is the custom in Britain.
 * To be reviewed by a native speaker who writes for a ministry.
 */
import { sentence, type LetterPhrases } from './letter-phrases.ts'

export const letterEn: LetterPhrases = {
  language: 'en',
  form: 'western',
  number: (number) => `No. ${number ?? '____________'}`,
  blankDay: 'Date: ____________',
  subject: () => '',
  honoured: (name) => name,
  addressee: ({ post, name, organization }) => [name, post, organization],
  addresseeAt: 'left',
  salutationAt: 'left',
  salutation: ({ name, family, addressAs, honorific }) => {
    const called = family ?? name
    if (called === undefined) return 'Dear Sir or Madam,'
    if (honorific !== undefined) return `Dear ${honorific} ${called},`
    return addressAs === undefined ? `Dear ${name ?? called},` : `Dear ${addressAs === 'mr' ? 'Mr' : 'Ms'} ${called},`
  },
  opening: () => '',
  thanks: (days) =>
    days.length === 0
      ? 'Thank you for receiving our delegation during its visit.'
      : sentence(`Thank you for receiving our delegation on ${inWords(days)}`),
  met: (people, isAll) => {
    const names = people.map(({ name, post }) => (post === '' ? name : `${name} (${post})`))
    return sentence(`It was a pleasure to meet ${inWords(isAll ? names : [...names, 'your colleagues'])}`)
  },
  discussed: (subject) => sentence(`We discussed the following: ${subject}`),
  agreed: 'We understand that it was agreed:',
  agreedBelow: '',
  differs: 'Please let us know if your understanding is different.',
  responsible: (owner) => `Responsible: ${owner}`,
  when: (deadline) => `When: ${deadline}`,
  nextStep: (words) => sentence(`Next step: ${words}`),
  nextMeeting: (day) => sentence(`Our next meeting is planned for ${day}`),
  contact: (contact) => sentence(`For any question on this letter, please write to ${contact}`),
  closing: 'We look forward to continuing our cooperation.',
  complimentary: ({ name, family }) => (name === undefined && family === undefined ? 'Yours faithfully,' : 'Yours sincerely,'),
  list: { head: '', end: '' },
}

/** `A, B and C` */
const inWords = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
