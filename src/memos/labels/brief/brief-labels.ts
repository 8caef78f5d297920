import type { Language } from '@shared/domain/record.ts'

/** The words of a brief in one language; what it shares with other documents stands in `Labels`. */
export type BriefLabels = {
  readonly language: Language
  /** What the briefs of a whole visit are called. */
  readonly pack: string
  readonly heading: {
    readonly objectives: string
    readonly pointsToMake: string
    readonly ifRaised: string
    readonly questionsToAsk: string
    readonly theirPoints: string
    readonly people: string
    readonly background: string
    readonly backgroundToUse: string
    readonly backgroundNotToDisclose: string
    readonly history: string
    readonly earlierAgreements: string
    readonly weOwe: string
    readonly theyOwe: string
    readonly logistics: string
  }
  readonly fact: {
    readonly gettingThere: string
    readonly dressAndGifts: string
    readonly emergencyContact: string
  }
  readonly column: { readonly known: string; readonly lastContact: string; readonly from: string }
  /** Under an objective: what success looks like. */
  readonly success: (words: string) => string
  readonly notMet: string
  readonly meetingOf: (words: { readonly day: string; readonly title: string }) => string
}
