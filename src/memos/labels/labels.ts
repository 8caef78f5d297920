import type { AgreementStatus } from '@shared/domain/agreement.ts'
import type { CommitmentStatus, Direction } from '@shared/domain/commitment.ts'
import type { MeetingState } from '@shared/domain/meeting.ts'
import type { Language } from '@shared/domain/record.ts'

/** What an attached file is, to a reader of papers. */
export type AttachedKind = 'pdf' | 'text' | 'sheet' | 'slides' | 'sound' | 'film' | 'other'

/** The words of one language. Every language fills every field, so a missing label does not compile. */
export type Labels = {
  readonly language: Language
  readonly kind: {
    readonly memcon: string
    readonly report: string
    readonly register: string
    readonly letter: string
    readonly brief: string
  }
  readonly heading: {
    readonly controlSheet: string
    readonly summary: string
    readonly agreements: string
    readonly discussion: string
    readonly openQuestions: string
    readonly nextStep: string
    readonly attachments: string
    readonly comment: string
    readonly participantsAnnex: string
    readonly delegation: string
    readonly contents: string
    readonly executiveSummary: string
    readonly programme: string
    readonly register: string
    readonly peopleMet: string
    readonly proposals: string
    readonly themes: string
  }
  /** What stands around the text of every kind. */
  readonly frame: Frame
  readonly memcon: MemconWords
  readonly roadMap: {
    readonly kind: string
    readonly measure: string
    readonly mechanism: string
    readonly responsible: string
    /** Above the post of whoever approves it. */
    readonly approved: string
    /** A line to write the date of approval on. */
    readonly approvalDay: string
  }
  readonly fact: {
    readonly subject: string
    readonly dateTime: string
    readonly place: string
    readonly dateTimePlace: string
    readonly format: string
    readonly state: string
    readonly movedFrom: string
    readonly theirSide: string
    readonly ourSide: string
    readonly interpreter: string
    readonly noteTaker: string
    readonly spokenLanguages: string
    readonly notesLanguage: string
    readonly visitDates: string
    readonly ministry: string
    readonly purpose: string
    readonly invitedBy: string
    readonly legalBasis: string
    readonly headOfDelegation: string
  }
  readonly figure: {
    readonly meetingsHeld: string
    readonly meetingsCancelled: string
    readonly organizations: string
    readonly agreements: string
    readonly weOwe: string
    readonly theyOwe: string
  }
  readonly column: {
    readonly basis: string
    readonly number: string
    readonly name: string
    readonly post: string
    readonly organization: string
    readonly contactDetails: string
    readonly dateTime: string
    readonly meeting: string
    readonly ourLead: string
    readonly action: string
    readonly owner: string
    readonly deadline: string
    readonly status: string
    readonly theme: string
    readonly meetings: string
    readonly agreementOrAction: string
    readonly mechanism: string
    readonly ourOwner: string
    readonly partnerOwner: string
  }
  /** Of the report: what was attached to meetings. */
  readonly annex: {
    readonly documents: string
    readonly photos: string
    readonly document: string
    readonly kind: string
    /** Who gave the document. */
    readonly from: string
    readonly day: string
    /** Stands in the place of a picture that is named only. */
    readonly notHere: string
  }
  readonly attachedKind: Readonly<Record<AttachedKind, string>>
  readonly agreementStatus: Readonly<Record<AgreementStatus, string>>
  readonly commitmentStatus: Readonly<Record<CommitmentStatus, string>>
  readonly meetingState: Readonly<Record<MeetingState, string>>
  readonly format: { readonly 'in-person': string; readonly online: string }
  readonly side: Readonly<Record<Direction, string>>
  readonly languageName: Readonly<Record<Language, string>>
  readonly number: { readonly thousands: string; readonly decimal: string }
  /** Agreements and commitments stand before the discussion, or after it as in a protocol. */
  readonly settlesFirst: boolean
  readonly phrase: Phrases
  readonly time: Times
}

export type Frame = {
  /** Across every page of a draft. */
  readonly watermark: string
  /** At the foot of a draft. */
  readonly draftMadeWith: string
  readonly registration: (said: { readonly number: string; readonly day: string }) => string
  readonly distribution: string
  readonly copy: (number: number, receiver: string) => string
  readonly executor: (name: string) => string
}

/** What the traditions of a memcon call their parts; a part without a name of its own has that of `heading`. */
export type MemconWords = {
  readonly bayonnoma: {
    readonly kind: string
    readonly present: string
    readonly agenda: string
    readonly heard: string
    readonly spoke: string
    readonly decided: string
    readonly chair: string
    readonly secretary: string
  }
  readonly zapisBesedy: {
    readonly kind: string
    readonly diary: (name: string) => string
    readonly betweenOn: (people: { readonly ours: string; readonly theirs: string; readonly day: string }) => string
  }
  readonly gijiroku: {
    readonly kind: string
    readonly decisions: string
    readonly discussion: string
    readonly openQuestions: string
    readonly nextStep: string
  }
  readonly nextMeeting: (meeting: { readonly title: string; readonly time: string }) => string
}

/** Set phrases with a gap in them. Counts stand after a colon or a word that needs no plural. */
export type Phrases = {
  /** A numbered part of a memo: `1. Summary`. */
  readonly numbered: (number: number, heading: string) => string
  readonly meetingHeading: (number: number, title: string) => string
  /** A name of a meeting that has no title and no organization. */
  readonly meetingNumber: (number: number) => string
  /** Words behind others, in the brackets of the language. */
  readonly inBrackets: (words: string) => string
  readonly person: (person: { readonly name: string; readonly post: string; readonly organization: string }) => string
  /** Stands between the items of a list within a line. */
  readonly listSeparator: string
  readonly headRole: string
  readonly chairRole: string
  readonly headOfDelegation: string
  readonly others: (count: number) => string
  /** The same where the document names every one of them further below. */
  readonly othersInAnnex: (count: number) => string
  readonly notesBy: (name: string) => string
  readonly draftedBy: string
  readonly fromTheNotes: string
  readonly fullTextInMemcon: string
  readonly feeds: (programmes: string) => string
  readonly amount: (amount: string) => string
  readonly walkIn: string
  readonly movedFrom: (time: string) => string
  readonly overdue: string
  readonly statusAsOf: (day: string) => string
  readonly nothingRegistered: string
  readonly withoutOrganization: string
  readonly withoutDeadline: string
  readonly registerTotals: (totals: RegisterTotals) => string
}

/** Nothing is counted as overdue when the day of the register is not known. */
export type RegisterTotals = {
  readonly open: number
  readonly done: number
  readonly overdue: number | undefined
  readonly withoutDeadline: number
}

/** Dates and times by own tables: what Intl prints differs from one system to the next, and is wrong in Uzbek. */
export type Times = {
  /** @param day `2026-11-24`; gives `24 November 2026`, with no place where a line could break */
  readonly day: (day: string) => string
  /** The form for tables. */
  readonly shortDay: (day: string) => string
  /** @param clock `09:05` */
  readonly clock: (clock: string) => string
  /** @param day any day of the month; gives `November 2026` */
  readonly month: (day: string) => string
  readonly clockRange: (from: string, to: string) => string
  readonly dayAndClock: (day: string, clock: string) => string
  readonly range: (from: string, to: string) => string
  readonly since: (day: string) => string
  readonly until: (day: string) => string
  /** Names of zones that the reader knows better than the IANA name. */
  readonly zone: Readonly<Partial<Record<string, string>>>
}
