import { useTranslation } from 'react-i18next'
import type { RowGroup } from '../../ui/data-table.tsx'
import { MarkChip, type Mark } from '../../ui/mark-chip.tsx'
import { StageRing } from '../../ui/stage-ring.tsx'
import type { Grouping, RegisterGroup, RegisterItem, Stage } from './register-queries.ts'
import { stageShape } from './register-words.ts'

/** Groups with their names in the reader's language and the sign that goes with them. */
export function useRowGroups(groups: readonly RegisterGroup[], by: Grouping): RowGroup<RegisterItem>[] {
  const { t } = useTranslation()
  return groups.map(({ key, name, items }): RowGroup<RegisterItem> => {
    const shared = { key: key ?? 'none', rows: items }
    if (key === null) return { ...shared, title: t(`register.without.${by}`) }
    if (by === 'stage') return { ...shared, title: t(`value.${key as Stage}`), leading: <StageRing shape={stageShape(key as Stage)} /> }
    if (by === 'direction') return { ...shared, title: t(`mark.${key as Mark}`), leading: <MarkChip mark={key as Mark} /> }
    return { ...shared, title: name === '' ? t(`kind.${by}`) : name }
  })
}
