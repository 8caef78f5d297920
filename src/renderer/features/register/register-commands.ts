import type { AgreementStatus, AgreementStep } from '@shared/domain/agreement.ts'
import type { CommitmentStatus } from '@shared/domain/commitment.ts'
import { recordById, type LiveScope } from '../../db/live.ts'
import type { Change } from '../../db/write.ts'

/**
 * An agreement goes to another step of its life: one more step, dated, with nobody named. Who said so is asked for
 * afterwards, never guessed. Nothing where it is there already.
 * @param day the day at the visit's place
 */
export function agreementMove(live: LiveScope | undefined, id: string, step: { status: AgreementStatus; day: string }): Change[] {
  const agreement = recordById(live, 'agreement', id)
  if (!agreement || agreement.status === step.status) return []
  const steps: AgreementStep[] = [...(agreement.steps ?? []), { ...step, saidBy: null }]
  return [{ type: 'set', kind: 'agreement', id, fields: { steps, status: step.status } }]
}

/** Names who said the last step; nothing where the last step is another one by now. */
export function saidBy(live: LiveScope | undefined, id: string, said: { status: AgreementStatus; by: string }): Change[] {
  const steps = recordById(live, 'agreement', id)?.steps ?? []
  const last = steps.at(-1)
  if (!last || last.status !== said.status || said.by.trim() === '') return []
  return [{ type: 'set', kind: 'agreement', id, fields: { steps: [...steps.slice(0, -1), { ...last, saidBy: said.by.trim() }] } }]
}

export function commitmentMove(live: LiveScope | undefined, id: string, status: CommitmentStatus): Change[] {
  const commitment = recordById(live, 'commitment', id)
  if (!commitment || (commitment.status ?? 'open') === status) return []
  return [{ type: 'set', kind: 'commitment', id, fields: { status } }]
}
