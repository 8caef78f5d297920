import { unzipSync } from 'fflate'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { oneMeetingVisit, said, visitFileOf } from './visit-file-fixtures.ts'

/** One word that occurs nowhere else, and what it stands in. */
export type Canary = { readonly word: string; readonly field: string }

const FIELDS = [
  'comment',
  'note',
  'noteAuthor',
  'minuteAuthor',
  'privateName',
  'privateNative',
  'privateCyrillic',
  'privatePost',
  'privateRole',
  'email',
  'phone',
  'contactRemark',
  'ourOwner',
  'agreementOwner',
  'saidBy',
  'proposals',
  'legalBasis',
  'marking',
  'objectives',
  'pointsToMake',
  'ifRaised',
  'questionsToAsk',
  'theirPoints',
  'backgroundToUse',
  'backgroundNotToDisclose',
  'gettingThere',
  'dressAndGifts',
  'emergencyContact',
] as const
type Field = (typeof FIELDS)[number]

/** Letters alone, so that no reader of the document breaks the word. */
const wordOf = (field: Field): string => `Zq${field}Canary`

export const CANARIES: readonly Canary[] = FIELDS.map((field) => ({ word: wordOf(field), field }))
export const MARKING = wordOf('marking')

/**
 * A visit in which every field that the other side may not read holds a word of its own. The private person is the head
 * of the delegation, leads the meeting, keeps its notes and interprets.
 */
export function visitWithCanaries(): VisitFile {
  const file = oneMeetingVisit()
  const [meeting] = file.meetings
  const hidden = {
    key: 'hidden',
    side: 'ours' as const,
    isPrivate: true,
    latin: { family: wordOf('privateName'), given: 'X' },
    native: { full: wordOf('privateNative') },
    cyrillic: { family: wordOf('privateCyrillic'), given: 'X' },
    posts: [{ title: wordOf('privatePost') }],
    email: 'hidden@example.org',
  }
  const note = (key: string, role: 'note' | 'minute', text: string) => ({
    key,
    role,
    authorName: role === 'note' ? wordOf('noteAuthor') : wordOf('minuteAuthor'),
    body: { bodySchema: 1 as const, blocks: [said(text)] },
  })
  return visitFileOf({
    ...file,
    visit: {
      ...file.visit,
      proposals: wordOf('proposals'),
      legalBasis: wordOf('legalBasis'),
      emergencyContact: wordOf('emergencyContact'),
      headContact: 'hidden',
    },
    contacts: [
      ...file.contacts.map((contact) => ({
        ...contact,
        email: `${wordOf('email')}@example.org`,
        phone: wordOf('phone'),
        remark: wordOf('contactRemark'),
      })),
      hidden,
    ],
    meetings: [
      {
        ...meeting,
        key: 'meeting-1',
        comment: wordOf('comment'),
        objectives: [{ text: wordOf('objectives'), success: wordOf('objectives') }],
        pointsToMake: wordOf('pointsToMake'),
        ifRaised: wordOf('ifRaised'),
        questionsToAsk: wordOf('questionsToAsk'),
        theirPoints: wordOf('theirPoints'),
        backgroundToUse: wordOf('backgroundToUse'),
        backgroundNotToDisclose: wordOf('backgroundNotToDisclose'),
        gettingThere: wordOf('gettingThere'),
        dressAndGifts: wordOf('dressAndGifts'),
        leadContact: 'hidden',
        participants: [
          ...(meeting?.participants ?? []).filter(({ role }) => role !== 'notes'),
          { contact: 'hidden', role: 'notes', roleWords: wordOf('privateRole') },
        ],
        notes: [note('raw', 'note', wordOf('note')), note('raw-2', 'note', 'Another note.')],
      },
      {
        key: 'meeting-2',
        title: 'AJA',
        notes: [note('minute', 'minute', 'What both sides agreed on.'), note('raw', 'note', wordOf('note'))],
      },
    ],
    agreements: file.agreements.map((one) => ({
      ...one,
      isShareable: true,
      owner: wordOf('agreementOwner'),
      steps: one.steps?.map((step) => ({ ...step, saidBy: wordOf('saidBy') })),
    })),
    commitments: file.commitments.map((one) => ({
      ...one,
      isShareable: true,
      owner: one.direction === 'we-owe' ? wordOf('ourOwner') : 'The partner',
    })),
  })
}

/**
 * The canaries that a document gives away: in any part of the zip, in its names, in documents within it, and in the text of a part
 * whose tags are taken out, so that a word in several runs is found too.
 */
export function canariesIn(bytes: Uint8Array): string[] {
  const decoder = new TextDecoder()
  const found = Object.entries(unzipSync(bytes)).flatMap(([name, part]) => {
    if (name.endsWith('.docx')) return [...canariesInText(name), ...canariesIn(part)]
    const text = decoder.decode(part)
    return canariesInText([name, text, text.replaceAll(/<[^>]*>/g, '')].join('\n'))
  })
  return CANARIES.map(({ field }) => field).filter((field) => found.includes(field))
}

/** The same of a text. Folded, because a program may write capitals. */
export function canariesInText(text: string): string[] {
  const folded = text.toLowerCase()
  return CANARIES.filter(({ word }) => folded.includes(word.toLowerCase())).map(({ field }) => field)
}
