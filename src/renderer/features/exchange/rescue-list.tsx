import { Button, Checkbox } from '@mantine/core'
import { IconLifebuoy } from '@tabler/icons-react'
import { isKind } from '@shared/domain/tables.ts'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { useFieldWords } from '../../records/field-words.ts'
import { recordName } from '../../records/record-name.ts'
import { useRecord, useScope } from '../../records/use-records.ts'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { Words } from '../../ui/words.tsx'
import classes from './exchange-lists.module.css'
import { namingOf, rescueGroups, type RescueGroup } from './rescue-groups.ts'
import { useMoment } from './use-moment.ts'
import { useRescues } from './use-rescues.ts'

/** For an owner: work of people and laptops that may not send it any more. It is taken in or put aside; nothing of it is lost. */
export function RescueList({ scope }: { readonly scope: string }) {
  // What one list decides changes the other.
  const [turn, setTurn] = useState(0)
  const onSettled = (): void => setTurn((before) => before + 1)
  return (
    <>
      <Rescued scope={scope} state="waiting" turn={turn} onSettled={onSettled} />
      <Rescued scope={scope} state="aside" turn={turn} onSettled={onSettled} />
    </>
  )
}

type RescuedProps = { readonly scope: string; readonly state: 'waiting' | 'aside'; readonly turn: number; readonly onSettled: () => void }

function Rescued({ scope, state, turn, onSettled }: RescuedProps) {
  const { t } = useTranslation()
  const visit = useRecord(scope, 'visit', scope)
  const { items, settle } = useRescues(scope, state, turn)
  const title = t(state === 'waiting' ? 'rescue.title' : 'rescue.asideTitle')
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set())
  const groups = useMemo(() => rescueGroups(items), [items])
  const chosen = groups.filter(({ item }) => !left.has(item.position))
  const positions = chosen.flatMap(({ item, links }) => [item, ...links].map(({ position }) => position))
  const choose = (position: number, isChosen: boolean): void =>
    setLeft((before) => new Set(isChosen ? [...before].filter((one) => one !== position) : [...before, position]))
  if (items.length === 0) return null
  return (
    <Section
      title={
        <span className={classes.returned}>
          <IconLifebuoy {...SMALL_ICON} /> {title} · <Words>{visit?.title ?? t('kind.visit')}</Words>
        </span>
      }
      count={groups.length}
    >
      <p>{t(state === 'waiting' ? 'rescue.sub' : 'rescue.asideSub')}</p>
      <RowList label={title}>
        {groups.map((group) => (
          <RescueRow
            key={group.item.position}
            scope={scope}
            group={group}
            isChosen={!left.has(group.item.position)}
            onChoose={(isChosen) => choose(group.item.position, isChosen)}
          />
        ))}
      </RowList>
      <div className={classes.judge}>
        <span />
        {state === 'waiting' && (
          <Button variant="default" disabled={chosen.length === 0} onClick={() => void settle(positions, false).then(onSettled)}>
            {t('rescue.aside', { count: chosen.length })}
          </Button>
        )}
        <Button disabled={chosen.length === 0} onClick={() => void settle(positions, true).then(onSettled)}>
          {t('rescue.take', { count: chosen.length })}
        </Button>
      </div>
    </Section>
  )
}

type RescueRowProps = {
  readonly scope: string
  readonly group: RescueGroup
  readonly isChosen: boolean
  readonly onChoose: (isChosen: boolean) => void
}

/** What it is, what it says, who brought it and why it came this way. */
function RescueRow({ scope, group: { item, record, links }, isChosen, onChoose }: RescueRowProps) {
  const { t } = useTranslation()
  const { language } = useFormats()
  const live = useScope(scope)
  const words = useFieldWords(scope)
  const at = useMoment()
  const { kind, id, cells } = record
  const known = isKind(kind) ? recordName(live, { kind, id }, language) : ''
  // What is new here is called by what it says of itself.
  const own = known === '' ? namingOf(record) : null
  const values = Object.entries(cells)
    .filter(([field, { value }]) => value !== null && field !== own?.field && !field.startsWith('$'))
    .map(([field, { value }]) => `${words.label(field)}: ${words.value(field, value)}`)
  const name = [isKind(kind) ? t(`kind.${kind}`) : kind, known, own?.text].filter(Boolean).join(' · ')
  const from = [item.broughtBy?.name, item.device.name, at(item.receivedAt)].filter(Boolean).join(', ')
  return (
    <ListRow
      leading={<Checkbox aria-label={name} checked={isChosen} onChange={(event) => onChoose(event.currentTarget.checked)} />}
      title={name}
      wraps
      sub={
        <span className={classes.reason}>
          {values.slice(0, 6).join(' · ')} {item.updates.length > 0 && t('rescue.withText')}
          <br />
          {t(`rescue.reason.${item.reason}`)} · {from}
          {links.length > 0 && ` · ${t('exchange.refused.links', { count: links.length })}`}
        </span>
      }
    />
  )
}
