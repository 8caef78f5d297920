import type { VisitFile, VisitFileInput } from '@shared/domain/visit-file.ts'
import { said, visitFileOf } from './visit-file-fixtures.ts'

const MEETING = {
  key: 'first',
  id: '55555555-5555-4555-8555-555555555501',
  title: 'Talks on training',
  subject: 'Training of engineers',
  state: 'held' as const,
  start: '2025-03-05T10:00',
  end: '2025-03-05T11:30',
  place: 'Room 1, Example Street 2',
  format: 'in-person' as const,
  spokenLanguages: 'English and Japanese',
  organizations: ['partner'],
  leadContact: 'head',
  participants: [
    { contact: 'head', role: 'head' as const, rank: 1 },
    { contact: 'director', role: 'head' as const, rank: 1 },
    { contact: 'adviser', role: 'member' as const, rank: 2 },
    { contact: 'voice', role: 'interpreter' as const, rank: 3 },
  ],
  summary:
    'Both sides presented their programmes for engineers. The partner asked about graduates with Japanese. A joint course was discussed.',
  nextStep: 'exchange of draft programmes',
  notes: [{ key: 'raw', role: 'note' as const, body: { bodySchema: 1 as const, blocks: [said('A raw line of a note.')] } }],
}

/** What a meeting is prepared with, each part with its own words. */
export const PREPARATION = {
  objectives: [
    { text: 'A joint course for engineers', success: 'they name the month in which it begins' },
    { text: 'An office of the partner', success: null },
  ],
  pointsToMake: 'Residents pay no profit tax\nTwelve thousand graduates a year\nThe first group can begin in September',
  ifRaised: 'Licences: we look for a shared solution',
  questionsToAsk: 'An own company, or a partner?\nWho decides on the place?',
  theirPoints: 'Quality, and protection of data',
  backgroundToUse: 'The partner trains engineers in three countries.',
  backgroundNotToDisclose: 'The decision is with their head office.',
  gettingThere: 'Car at 9:15 from the hotel; passports at the gate',
  dressAndGifts: 'Business; a ceramic plate for the chair',
}

const INPUT: VisitFileInput = {
  safarnoma: 1,
  id: '11111111-1111-4111-8111-111111111111',
  version: 3,
  updatedAt: '2025-03-10T09:00:00Z',
  visit: {
    title: 'Working visit',
    code: 'TST2025',
    ministry: 'Ministry of Examples',
    city: 'Example City',
    country: 'Exampleland',
    zone: 'Asia/Tokyo',
    startDay: '2025-03-03',
    endDay: '2025-03-07',
    headContact: 'head',
    emergencyContact: 'Duty officer, +00 000 000',
  },
  organizations: [
    { key: 'partner', name: 'Partner Institute of Examples', nativeName: '例示研究所', shortName: 'PIE', type: 'agency' },
    { key: 'other', name: 'Other Company', shortName: 'OC', type: 'company' },
  ],
  contacts: [
    {
      key: 'head',
      side: 'ours',
      latin: { family: 'Headov', given: 'Delegate' },
      cyrillic: { family: 'Хедов', given: 'Делегат' },
      posts: [{ title: 'Deputy Minister' }],
    },
    {
      key: 'director',
      id: '44444444-4444-4444-8444-444444444401',
      side: 'theirs',
      addressAs: 'mr',
      native: { family: '例山', given: '一郎' },
      latin: { family: 'Reiyama', given: 'Ichiro' },
      cyrillic: { family: 'Рэйяма', given: 'Итиро' },
      posts: [{ title: 'Director', organization: 'partner' }],
      remark: 'Studied in Samarkand; likes to begin with tea.',
    },
    {
      key: 'adviser',
      side: 'theirs',
      native: { family: '試川', given: '花' },
      latin: { family: 'Tamegawa', given: 'Hana' },
      cyrillic: { family: 'Тамэгава', given: 'Хана' },
      posts: [{ title: 'Adviser', organization: 'partner' }],
    },
    { key: 'voice', side: 'theirs', latin: { family: 'Voice', given: 'V.' }, posts: [{ title: 'Interpreter', organization: 'partner' }] },
  ],
  meetings: [
    MEETING,
    {
      key: 'second',
      id: '55555555-5555-4555-8555-555555555502',
      title: 'Second talks',
      state: 'planned',
      start: '2025-03-07T14:00',
      place: 'Room 2',
      organizations: ['partner'],
      leadContact: 'head',
      participants: [
        { contact: 'head', role: 'head', rank: 1 },
        { contact: 'director', role: 'head', rank: 1 },
      ],
      ...PREPARATION,
    },
    {
      key: 'third',
      title: 'Other talks',
      state: 'planned',
      start: '2025-03-06T09:00',
      organizations: ['other'],
      pointsToMake: 'One point',
    },
  ],
  agreements: [
    {
      key: 'course',
      id: '66666666-6666-4666-8666-666666666601',
      text: 'Both sides prepare a joint course for engineers.',
      status: 'agreed-orally',
      isShareable: true,
      window: { words: 'by the autumn', edtf: '2025-09' },
      meeting: 'first',
      organizations: ['partner'],
    },
    {
      key: 'floated',
      text: 'A floated idea of an office.',
      status: 'floated',
      isShareable: true,
      meeting: 'first',
      organizations: ['partner'],
    },
    { key: 'ours', text: 'An agreement that nobody marked.', status: 'signed', meeting: 'first', organizations: ['partner'] },
  ],
  commitments: [
    {
      key: 'send',
      text: 'Send a draft programme.',
      direction: 'we-owe',
      owner: 'Our own department',
      isShareable: true,
      status: 'open',
      window: { words: 'within two weeks', edtf: '2025-03-19' },
      organization: 'partner',
      meeting: 'first',
    },
    {
      key: 'visit',
      text: 'Send a representative.',
      direction: 'they-owe',
      isShareable: true,
      status: 'open',
      window: { words: 'between March and April', edtf: '2025-03/2025-04' },
      organization: 'partner',
      meeting: 'first',
    },
    { key: 'inner', text: 'Ask our own finance people.', direction: 'we-owe', status: 'open', organization: 'partner', meeting: 'first' },
  ],
}

/** A visit with a held meeting to thank for and a planned one to prepare; every person and body in it is made up. */
export const letterVisit = (): VisitFile => visitFileOf(INPUT)

/** The visit with one meeting changed. */
export const withMeeting = (key: string, change: Partial<VisitFile['meetings'][number]>): VisitFile => {
  const file = letterVisit()
  return { ...file, meetings: file.meetings.map((meeting) => (meeting.key === key ? { ...meeting, ...change } : meeting)) }
}

/** A letter's own facts, as a person would type them. */
export const LETTER_EDITS = {
  registrationNumber: '01-12/345',
  documentDay: '2025-03-12',
  contact: 'Delegate Twoev, office@example.org',
}
