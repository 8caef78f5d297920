import type { AgreementStatus, AgreementStep, Amount } from '@shared/domain/agreement.ts'
import { checkDraft, type DraftProblems } from '@shared/domain/draft.ts'
import { linkId, type LinkKind } from '@shared/domain/link.ts'
import type { Json } from '@shared/lib/canonical-json.ts'
import { succeed, type Result } from '@shared/lib/result.ts'
import type { Change } from '../../db/write.ts'
import { commit, type Writing, type CommitError } from '../../records/commit.ts'
import type { AgreementValues } from './agreement-queries.ts'

/** Field -> code of what keeps the agreement from being saved. */
export function agreementProblems(values: AgreementValues): DraftProblems {
  const checked = checkDraft('agreement', plainFields(values), ['text'])
  return checked.ok ? {} : checked.problems
}

export type AgreementSave = {
  readonly scope: string
  /** Null for a new one. */
  readonly id: string | null
  readonly stored: AgreementValues
  /** Only what was changed here: a colleague's edit of another field stays. */
  readonly changed: Partial<AgreementValues>
}

/** Writes an agreement with its links, all or nothing. Gives its id. */
export async function saveAgreement(
  workspace: Writing,
  { scope, id, stored, changed }: AgreementSave,
): Promise<Result<string, CommitError>> {
  const agreementId = id ?? workspace.database.host.newId()
  // A new one is written whole, with what it began with.
  const wanted: Partial<AgreementValues> = id === null ? { ...stored, ...changed } : changed
  const linksBefore = id === null ? { organizationIds: [], programmeIds: [] } : stored
  const fields = checkDraft('agreement', plainFields(wanted))
  if (!fields.ok) throw new Error(`An unchecked agreement was to be saved: ${JSON.stringify(fields.problems)}`)
  const changes: Change[] = [
    ...(Object.keys(fields.fields).length > 0 ? [{ type: 'set' as const, kind: 'agreement', id: agreementId, fields: fields.fields }] : []),
    ...linkChanges('agreementOrganization', agreementId, { before: linksBefore.organizationIds, after: wanted.organizationIds }),
    ...linkChanges('agreementProgramme', agreementId, { before: linksBefore.programmeIds, after: wanted.programmeIds }),
  ]
  const written = await commit(workspace, scope, changes)
  return written.ok ? succeed(agreementId) : written
}

/** The steps with one more; the last one is the status. */
export const addStep = (steps: readonly AgreementStep[], step: AgreementStep): Pick<AgreementValues, 'steps' | 'status'> =>
  withSteps([...steps, step])

/** Steps and the status that they come to; null when none is left. */
export const withSteps = (steps: readonly AgreementStep[]): Pick<AgreementValues, 'steps' | 'status'> => ({
  steps,
  status: steps.at(-1)?.status ?? null,
})

/** What usually comes after a step, for a new line of the form. */
export function nextStatus(status: AgreementStatus | null): AgreementStatus {
  switch (status) {
    case null:
      return 'floated'
    case 'floated':
      return 'agreed-orally'
    case 'agreed-orally':
      return 'confirmed-in-writing'
    case 'confirmed-in-writing':
      return 'signed'
    case 'signed':
      return 'under-way'
    default:
      return 'done'
  }
}

/** Digits as people write them, "12 500,50" -> "12500.50"; null when nothing is written. */
export function amountOf({ value, currency }: Amount): Amount | null {
  const digits = value.normalize('NFKC').replace(/[\s'’]/g, '')
  // A comma before three digits groups them, any other is the decimal point.
  const plain = digits.replace(/,(?=\d{3}(?:\D|$))/g, '').replace(',', '.')
  const code = currency.normalize('NFKC').trim().toUpperCase()
  return plain === '' && code === '' ? null : { value: plain, currency: code }
}

function plainFields({
  organizationIds: _organizations,
  programmeIds: _programmes,
  amount,
  ...fields
}: Partial<AgreementValues>): Record<string, Json> {
  const steps = fields.steps?.map(({ status, day, saidBy }) => ({ status, day, saidBy: saidBy?.trim() ? saidBy : null }))
  return {
    ...(fields as Record<string, Json>),
    ...(steps === undefined ? {} : { steps: steps.length === 0 ? null : steps }),
    ...(amount === undefined ? {} : { amount: amountOf(amount) }),
  }
}

type LinkEnds = { readonly before: readonly string[]; readonly after: readonly string[] | undefined }

function linkChanges(kind: Exclude<LinkKind, 'meetingOrganization'>, agreementId: string, { before, after = before }: LinkEnds): Change[] {
  const other = kind === 'agreementOrganization' ? 'organizationId' : 'programmeId'
  return [
    ...after
      .filter((id) => !before.includes(id))
      .map((id): Change => ({ type: 'create', kind, id: linkId(kind, agreementId, id), fields: { agreementId, [other]: id } })),
    ...before.filter((id) => !after.includes(id)).map((id): Change => ({ type: 'delete', kind, id: linkId(kind, agreementId, id) })),
  ]
}
