/*
 * English, after the order of a brief for a meeting in the document specification (points to make, if raised, background that
 * may be used and that may not).
 * A native speaker must review this file before it is relied on.
 */
import type { BriefLabels } from './brief-labels.ts'

export const briefEn: BriefLabels = {
  language: 'en',
  pack: 'Briefing pack',
  heading: {
    objectives: 'Objectives',
    pointsToMake: 'Points to make',
    ifRaised: 'If raised',
    questionsToAsk: 'Questions to ask',
    theirPoints: 'Their likely points',
    people: 'People',
    background: 'Background',
    backgroundToUse: 'May be used',
    backgroundNotToDisclose: 'Not to be disclosed',
    history: 'History',
    earlierAgreements: 'Earlier agreements',
    weOwe: 'We owe them',
    theyOwe: 'They owe us',
    logistics: 'Logistics',
  },
  fact: {
    gettingThere: 'Getting there',
    dressAndGifts: 'Dress and gifts',
    emergencyContact: 'Emergency contact',
  },
  column: { known: 'What we know', lastContact: 'Last contact', from: 'From' },
  success: (words) => `Success looks like: ${words}`,
  notMet: 'none on record',
  meetingOf: ({ day, title }) => [day, title].filter(Boolean).join(', '),
}
