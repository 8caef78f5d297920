import { z } from 'zod'
import { dueWindow } from './due-window.ts'
import { day, id, requiredText, reviewed, text, type Draft, type RecordOf } from './record.ts'

export const AGREEMENT_STATUSES = [
  'floated',
  'agreed-orally',
  'confirmed-in-writing',
  'signed',
  'under-way',
  'done',
  'dropped',
  'replaced',
] as const
export const agreementStatus = z.enum(AGREEMENT_STATUSES)
export type AgreementStatus = z.infer<typeof agreementStatus>

/** A step of the lifecycle: when it was reached, and who said so. */
export const agreementStep = z.strictObject({ status: agreementStatus, day: day.nullable(), saidBy: text(500).nullable() })
export type AgreementStep = z.infer<typeof agreementStep>

/** Money as written: digits with an optional decimal point, and an ISO 4217 code. */
export const amount = z.strictObject({
  value: z.string().regex(/^\d{1,15}(\.\d{1,4})?$/, { error: 'not-an-amount' }),
  currency: z.string().regex(/^[A-Z]{3}$/, { error: 'not-a-currency' }),
})
export type Amount = z.infer<typeof amount>

export const agreementFields = {
  text: reviewed(requiredText(4_000)),
  details: text(),
  status: reviewed(agreementStatus),
  /** The steps so far, the earliest first; the last one is the status. */
  steps: reviewed(z.array(agreementStep).max(50)),
  amount: reviewed(amount),
  window: reviewed(dueWindow),
  owner: text(500),
  /** By what it is carried out, and what comes of it. */
  mechanism: text(2_000),
  /** May stand in a letter to the other side; absent: no. */
  isShareable: reviewed(z.boolean()),
  meetingId: id,
} as const
export type Agreement = RecordOf<typeof agreementFields>
export type AgreementDraft = Draft<typeof agreementFields>

/** Over and done with, one way or another. */
export const isClosedStatus = (status: AgreementStatus | null): boolean =>
  status === 'done' || status === 'dropped' || status === 'replaced'
