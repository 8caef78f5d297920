import { LANGUAGES, type Language } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { AUDIENCES, type Audience, type MemoEdits, type MemoRequest } from '@memos/content/request.ts'
import { PREPARATION } from './letter-fixtures.ts'
import { emptyVisit, manyMeetingsVisit, oneMeetingVisit, seventeenMeetingsVisit, visitFileOf } from './visit-file-fixtures.ts'

/** The visits of the matrix: without anything, of one meeting with everything, of 17 and of 40. */
export const VISITS = {
  empty: () => withOrganization(emptyVisit()),
  one: preparedVisit,
  seventeen: seventeenMeetingsVisit,
  forty: () => manyMeetingsVisit(40),
} as const satisfies Record<string, () => VisitFile>
export type VisitName = keyof typeof VISITS

type Setting = { readonly language: Language; readonly audience: Audience }
/** What is asked of a visit, or nothing where this audience cannot have it. */
type Ask = (file: VisitFile, setting: Setting) => MemoRequest | undefined

/** Every kind, and every look of a kind that is laid out in its own way. */
export const LOOKS = {
  memcon: memcon({}),
  memorandum: memcon({ preset: 'memorandum' }),
  bayonnoma: memcon({ preset: 'bayonnoma' }),
  'zapis-besedy': memcon({ preset: 'zapis-besedy' }),
  gijiroku: memcon({ preset: 'gijiroku' }),
  'memcon-in-two': (file, setting) => ({ ...memcon({})(file, setting), secondLanguage: otherThan(setting.language) }),
  report: (_file, setting) => ({ kind: 'report', ...setting }),
  'numbered-report': (_file, setting) => ({ kind: 'report', pageNumbers: true, ...setting }),
  register: (_file, setting) => ({ kind: 'register', ...setting }),
  'register-by-month': (_file, setting) => ({ kind: 'register', grouping: 'month', ...setting }),
  'road-map': (_file, setting) => ({ kind: 'register', preset: 'road-map', grouping: 'month', ...setting }),
  letter,
  'letter-in-two': (file, setting) => {
    const alone = letter(file, setting)
    return alone === undefined ? undefined : { ...alone, secondLanguage: otherThan(setting.language) }
  },
  'report-in-two': (_file, setting) => ({ kind: 'report', secondLanguage: otherThan(setting.language), ...setting }),
  'register-in-two': (_file, setting) => ({ kind: 'register', secondLanguage: otherThan(setting.language), ...setting }),
  brief: (file, { language, audience }) =>
    audience === 'shared' ? undefined : { kind: 'brief', language, audience, meetingKey: firstMeeting(file) },
  'brief-in-two': (file, { language, audience }) =>
    audience === 'shared'
      ? undefined
      : { kind: 'brief', language, audience, meetingKey: firstMeeting(file), secondLanguage: otherThan(language) },
  'brief-of-all': (_file, { language, audience }) => (audience === 'shared' ? undefined : { kind: 'brief', language, audience }),
} as const satisfies Record<string, Ask>
export type LookName = keyof typeof LOOKS

export type Combination = readonly [audience: Audience, look: LookName, visit: VisitName, language: Language]

/** A letter is for the other side alone and a brief for our own, so those two have one audience each. */
export function combinations(): Combination[] {
  const bare = VISITS.empty()
  return AUDIENCES.flatMap((audience) =>
    (Object.keys(LOOKS) as LookName[])
      .filter((look) => askedOf(bare, [audience, look, 'en']) !== undefined)
      .flatMap((look) =>
        (Object.keys(VISITS) as VisitName[]).flatMap((visit) =>
          LANGUAGES.map((language): Combination => [audience, look, visit, language]),
        ),
      ),
  )
}

/** Every run has all looks and all languages, but not each with each; {@link combinations} are asked for on demand. */
export function representative(): Combination[] {
  const looks = Object.keys(LOOKS)
  return combinations().filter(([audience, look, visit, language]) => {
    if (visit === 'forty') return false
    if (look === 'numbered-report') return visit === 'seventeen' && language === 'uz-Cyrl' && audience === 'internal'
    const turn = looks.indexOf(look) + Object.keys(VISITS).indexOf(visit) + AUDIENCES.indexOf(audience)
    return LANGUAGES.indexOf(language) === turn % LANGUAGES.length
  })
}

/** What the combination asks of a visit: a draft of our own with everything around the text, or a final paper for the other side. */
export function askedOf(file: VisitFile, [audience, look, language]: readonly [Audience, LookName, Language]): MemoRequest | undefined {
  const asked = (LOOKS[look] as Ask)(file, { language, audience })
  return asked === undefined ? undefined : { ...asked, isDraft: audience === 'internal', edits: EDITS }
}

/** All that a person may say of a document beside its records. */
export const EDITS: MemoEdits = {
  registrationNumber: '01-12/345',
  documentDay: '2025-03-12',
  addressee: 'To A\nTo B',
  marking: 'Restricted',
  distribution: ['A', 'B'],
  executor: 'C',
  approver: { name: 'D', post: 'E' },
}

function memcon(more: object): (file: VisitFile, setting: Setting) => MemoRequest & { kind: 'memcon' } {
  return (file, setting) => ({ kind: 'memcon', meetingKey: firstMeeting(file), ...more, ...setting })
}

function letter(file: VisitFile, { language, audience }: Setting): (MemoRequest & { kind: 'letter' }) | undefined {
  return audience === 'internal'
    ? undefined
    : { kind: 'letter', language, audience, organizationKey: file.organizations[0]?.key ?? '', edits: EDITS }
}

function otherThan(language: Language): Language {
  return language === 'ja' ? 'uz-Latn' : 'ja'
}

function firstMeeting(file: VisitFile): string {
  return file.meetings[0]?.key ?? ''
}

/** A letter goes to an organization; this one says nothing but its name. */
function withOrganization(file: VisitFile): VisitFile {
  return visitFileOf({ ...file, organizations: [{ key: 'bare', name: 'ABC' }] })
}

/** One meeting with every field filled, prepared too, all of whose settlements may be named to the other side. */
export function preparedVisit(): VisitFile {
  const file = oneMeetingVisit()
  return visitFileOf({
    ...file,
    visit: { ...file.visit, emergencyContact: 'Duty officer, +00 000 000' },
    meetings: file.meetings.map((meeting) => ({ ...meeting, ...PREPARATION })),
    agreements: file.agreements.map((one) => ({ ...one, isShareable: true })),
    commitments: file.commitments.map((one) => ({ ...one, isShareable: true, organization: 'org-1' })),
  })
}
