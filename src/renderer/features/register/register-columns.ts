import { AGREEMENT_STATUSES } from '@shared/domain/agreement.ts'
import { COMMITMENT_STATUSES } from '@shared/domain/commitment.ts'
import { CLOSED_STAGES, STAGES, type RegisterItem, type Stage } from './register-queries.ts'

/** A column of the board; null holds agreements of which nobody has named a stage. */
export type BoardColumn = { readonly stage: Stage | null; readonly items: readonly RegisterItem[] }

/** The stages that a card can go to, in the order of a life. */
export const stagesOf = (kind: RegisterItem['kind']): readonly Stage[] => (kind === 'agreement' ? AGREEMENT_STATUSES : COMMITMENT_STATUSES)

export const isClosedStage = (stage: Stage | null): boolean => CLOSED_STAGES.some((closed) => closed === stage)

/** The open columns that these items can stand in, empty ones too: a card must have somewhere to go. */
export function openColumns(items: readonly RegisterItem[], kinds: readonly RegisterItem['kind'][]): BoardColumn[] {
  const wanted = STAGES.filter((stage) => !isClosedStage(stage) && kinds.some((kind) => stagesOf(kind).includes(stage)))
  const columns = wanted.map((stage): BoardColumn => ({ stage, items: items.filter((item) => item.stage === stage) }))
  const unnamed = items.filter((item) => item.stage === null)
  return unnamed.length > 0 ? [{ stage: null, items: unnamed }, ...columns] : columns
}

export const closedItems = (items: readonly RegisterItem[]): RegisterItem[] => items.filter((item) => isClosedStage(item.stage))

/** The stage before or after, for the keyboard; undefined at the end of the board. */
export function nextStage({ kind, stage }: Pick<RegisterItem, 'kind' | 'stage'>, step: 1 | -1): Stage | undefined {
  const stages = stagesOf(kind)
  return stages[(stage === null ? -1 : stages.indexOf(stage)) + step]
}
