import type { StageShape } from '../../ui/stage-ring.tsx'
import { STAGE_SHAPES } from '../../records/agreement-stage.tsx'
import type { RegisterItem, Stage } from './register-queries.ts'

/** The ring of a stage; an open promise has only been said, as what was floated. */
export const stageShape = (stage: Stage): StageShape => (stage === 'open' ? 'dashed' : STAGE_SHAPES[stage])

/** The page of an item, as a hash address. */
export const itemAddress = (scope: string, { kind, id }: Pick<RegisterItem, 'kind' | 'id'>): string => `#/visit/${scope}/${kind}/${id}`
