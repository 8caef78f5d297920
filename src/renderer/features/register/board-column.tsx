import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowsMove, IconCalendarEvent, IconChevronsLeft } from '@tabler/icons-react'
import { useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { dueDaysText } from '../../records/due-text.ts'
import { useMayEdit } from '../../records/may-write.ts'
import { RecordReceipt } from '../../records/record-receipt.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { MarkChip } from '../../ui/mark-chip.tsx'
import { StageRing } from '../../ui/stage-ring.tsx'
import { Tag } from '../../ui/tag.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'
import classes from './board.module.css'
import { stagesOf, type BoardColumn } from './register-columns.ts'
import { CLOSED_STAGES, type RegisterItem, type Stage } from './register-queries.ts'
import { itemAddress, stageShape } from './register-words.ts'

type CardActions = {
  readonly scope: string
  readonly canDrop: (stage: Stage | null) => boolean
  readonly onDrop: (stage: Stage) => void
  readonly onDrag: (item: RegisterItem | null) => void
  readonly onMove: (item: RegisterItem, stage: Stage) => Promise<void>
}

/** A column draws this many cards and the rest on demand. */
const SHOWN = 40

export function BoardColumnView({ column: { stage, items }, ...actions }: CardActions & { readonly column: BoardColumn }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const title = stage === null ? t('register.without.stage') : t(`value.${stage}`)
  return (
    <section
      className={`${classes.column} ${actions.canDrop(stage) ? classes.target : ''}`}
      aria-label={title}
      data-column
      {...dropOn(stage, actions)}
    >
      <h2 className={classes.head}>
        <StageRing shape={stage === null ? 'dashed' : stageShape(stage)} />
        <span>{title}</span>
        <span className={classes.count}>{formats.number(items.length)}</span>
      </h2>
      <Cards items={items} {...actions} />
    </section>
  )
}

/** What is over stands in one narrow column; opened, it shows its cards under the three words. */
export function ClosedColumn({ items, ...actions }: CardActions & { readonly items: readonly RegisterItem[] }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const [isOpen, setIsOpen] = useState(false)
  const title = t('register.closed')
  if (!isOpen) {
    return (
      <section
        className={`${classes.closed} ${actions.canDrop('done') ? classes.target : ''}`}
        aria-label={title}
        {...dropOn('done', actions)}
      >
        <button
          type="button"
          className={classes.opener}
          onClick={() => setIsOpen(true)}
          aria-label={t('register.showClosed', { what: title })}
        >
          <StageRing shape="tick" />
          <span className={classes.count}>{formats.number(items.length)}</span>
          <span className={classes.upright}>{title}</span>
        </button>
      </section>
    )
  }
  return (
    <section className={classes.column} aria-label={title}>
      <TextButton onClick={() => setIsOpen(false)}>
        {t('register.hideClosed')} <IconChevronsLeft {...SMALL_ICON} style={{ rotate: '180deg', verticalAlign: 'middle' }} />
      </TextButton>
      {CLOSED_STAGES.map((stage) => (
        <div
          key={stage}
          className={`${classes.part} ${actions.canDrop(stage) ? classes.target : ''}`}
          data-column
          {...dropOn(stage, actions)}
        >
          <h2 className={classes.head}>
            <StageRing shape={stageShape(stage)} />
            <span>{t(`value.${stage}`)}</span>
            <span className={classes.count}>{formats.number(items.filter((item) => item.stage === stage).length)}</span>
          </h2>
          <Cards items={items.filter((item) => item.stage === stage)} {...actions} />
        </div>
      ))}
    </section>
  )
}

function Cards({ items, ...actions }: CardActions & { readonly items: readonly RegisterItem[] }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(SHOWN)
  if (items.length === 0) return <p className={classes.none}>{t('register.emptyColumn')}</p>
  return (
    <>
      <ul className={classes.cards}>
        {items.slice(0, shown).map((item) => (
          <Card key={item.id} item={item} {...actions} />
        ))}
      </ul>
      {items.length > shown && (
        <TextButton onClick={() => setShown(shown + SHOWN)}>{t('register.more', { count: items.length - shown })}</TextButton>
      )}
    </>
  )
}

function Card({ item, scope, onDrag, onMove }: CardActions & { readonly item: RegisterItem }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const [isDragged, setIsDragged] = useState(false)
  const mayEdit = useMayEdit(scope)
  const words = item.window?.words || dueDaysText(item.window?.edtf ?? null, formats, t)
  const title = item.text.split('\n')[0] || t(`kind.${item.kind}`)
  return (
    <li
      className={`${classes.card} ${isDragged ? classes.dragged : ''}`}
      draggable={mayEdit}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', title)
        setIsDragged(true)
        onDrag(item)
      }}
      onDragEnd={() => {
        setIsDragged(false)
        onDrag(null)
      }}
    >
      <div className={classes.top}>
        <MarkChip mark={item.mark} />
        <a className={classes.title} href={itemAddress(scope, item)} data-card={item.id} draggable={false}>
          <Words>{title}</Words>
        </a>
        {mayEdit && <MoveMenu item={item} title={title} onMove={onMove} />}
      </div>
      {item.organizations.length > 0 && <p className={classes.organization}>{item.organizations.map(({ name }) => name).join(', ')}</p>}
      <p className={classes.foot}>
        <IconCalendarEvent {...SMALL_ICON} />
        <span className={classes.when}>
          {words === '' ? t('register.noDateSpoken') : <Words>{words}</Words>}{' '}
          {item.isOverdue && <Tag tone="owe">{t('window.overdue')}</Tag>}
        </span>
        <RecordReceipt scope={scope} kind={item.kind} id={item.id} isIcon />
      </p>
    </li>
  )
}

type MoveMenuProps = { readonly item: RegisterItem; readonly title: string; readonly onMove: CardActions['onMove'] }

/** The way for everyone who does not drag. */
function MoveMenu({ item, title, onMove }: MoveMenuProps) {
  const { t } = useTranslation()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" size="sm" className={classes.move} aria-label={t('register.moveCard', { what: title })}>
          <IconArrowsMove {...SMALL_ICON} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('register.moveTo')}</Menu.Label>
        {stagesOf(item.kind)
          .filter((stage) => stage !== item.stage)
          .map((stage) => (
            <Menu.Item key={stage} leftSection={<StageRing shape={stageShape(stage)} />} onClick={() => void onMove(item, stage)}>
              {t(`value.${stage}`)}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** A column takes what is dragged where its stage is one of the card's. */
const dropOn = (stage: Stage | null, { canDrop, onDrop }: CardActions) => ({
  onDragOver: (event: DragEvent) => {
    if (canDrop(stage)) event.preventDefault()
  },
  onDrop: (event: DragEvent) => {
    event.preventDefault()
    if (stage !== null) onDrop(stage)
  },
})
