import { useEffect, useRef, useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { AgreementStatus } from '@shared/domain/agreement.ts'
import type { CommitmentStatus } from '@shared/domain/commitment.ts'
import { useNow } from '../../lib/now.tsx'
import { dayIn, isKnownZone, zoneClock } from '../../lib/zone-time.ts'
import { useCommit } from '../../records/use-commit.ts'
import { useRecord, useScope } from '../../records/use-records.ts'
import { usePreferences } from '../../records/workspace.tsx'
import { BoardColumnView, ClosedColumn } from './board-column.tsx'
import classes from './board.module.css'
import { agreementMove, commitmentMove } from './register-commands.ts'
import { closedItems, nextStage, openColumns, stagesOf } from './register-columns.ts'
import type { RegisterFilter } from './register-filter.ts'
import type { RegisterItem, Stage } from './register-queries.ts'
import { WhoSaidBar, type SaidStep } from './who-said-bar.tsx'

type RegisterBoardProps = { readonly scope: string; readonly items: readonly RegisterItem[]; readonly filter: RegisterFilter }

/** Stages side by side. A card is moved by dragging it, from its menu, or by Shift with an arrow; each move can be undone. */
export function RegisterBoard({ scope, items, filter }: RegisterBoardProps) {
  const { t } = useTranslation()
  const frame = useRef<HTMLDivElement>(null)
  const [dragged, setDragged] = useState<RegisterItem | null>(null)
  const [asked, setAsked] = useState<SaidStep | null>(null)
  const move = useMove(scope, setAsked)
  const keepFocus = useKeptFocus(frame, items)
  const kinds = kindsOf(filter)
  const canDrop = (stage: Stage | null): boolean => dragged !== null && stage !== null && stagesOf(dragged.kind).includes(stage)
  const drop = (stage: Stage): void => {
    if (dragged && canDrop(stage)) void move(dragged, stage)
    setDragged(null)
  }
  const press = (event: React.KeyboardEvent): void => {
    const id = event.target instanceof HTMLElement ? event.target.dataset['card'] : undefined
    const item = items.find((one) => one.id === id)
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (!item || event.altKey || event.ctrlKey || event.metaKey) return
    if (event.shiftKey && step !== 0) {
      const stage = nextStage(item, step)
      keepFocus(item.id)
      if (stage !== undefined) void move(item, stage)
    } else if (!moveFocus(frame.current, item.id, event.key)) return
    event.preventDefault()
  }
  const shared = { scope, canDrop, onDrop: drop, onDrag: setDragged, onMove: move }
  return (
    <>
      {asked && <WhoSaidBar scope={scope} said={asked} onClose={() => setAsked(null)} key={`${asked.id} ${asked.status}`} />}
      <div
        ref={frame}
        className={classes.board}
        role="region"
        aria-label={t('register.views.board')}
        tabIndex={0}
        data-pane
        onKeyDown={press}
      >
        <p className="sn-hidden">{t('register.moveHint')}</p>
        {openColumns(items, kinds).map((column) => (
          <BoardColumnView key={column.stage ?? 'none'} column={column} {...shared} />
        ))}
        <ClosedColumn items={closedItems(items)} {...shared} />
      </div>
    </>
  )
}

const kindsOf = ({ kind, direction }: RegisterFilter): readonly RegisterItem['kind'][] =>
  direction !== null ? ['commitment'] : kind === null ? ['agreement', 'commitment'] : [kind]

/** Writes a move, offers Undo, and asks who said so where that is part of the record. */
function useMove(scope: string, ask: (said: SaidStep) => void): (item: RegisterItem, stage: Stage) => Promise<void> {
  const { t } = useTranslation()
  const live = useScope(scope)
  const commit = useCommit(scope)
  const visit = useRecord(scope, 'visit', scope)
  const { ministryZone } = usePreferences()
  const now = useNow()
  const zone = visit?.zone != null && isKnownZone(visit.zone) ? visit.zone : ministryZone
  return async (item, stage) => {
    const day = dayIn(zoneClock(zone), now)
    const isAgreement = item.kind === 'agreement'
    const status = stage as AgreementStatus
    const changes = isAgreement ? agreementMove(live, item.id, { status, day }) : commitmentMove(live, item.id, stage as CommitmentStatus)
    if (changes.length === 0) return
    const isStored = await commit(changes, t('register.moved', { stage: t(`value.${stage}`) }))
    if (isStored && isAgreement) ask({ id: item.id, status, day, text: item.text })
  }
}

/** Up and Down within a column, Left and Right to the nearest card of the next column that has one. */
function moveFocus(frame: HTMLElement | null, id: string, key: string): boolean {
  const columns = [...(frame?.querySelectorAll('[data-column]') ?? [])].map((column) => [
    ...column.querySelectorAll<HTMLElement>('[data-card]'),
  ])
  const at = columns.findIndex((cards) => cards.some((card) => card.dataset['card'] === id))
  const row = columns[at]?.findIndex((card) => card.dataset['card'] === id) ?? -1
  if (at < 0) return false
  if (key === 'ArrowDown' || key === 'ArrowUp') columns[at]?.[row + (key === 'ArrowDown' ? 1 : -1)]?.focus()
  else if (key === 'ArrowRight' || key === 'ArrowLeft') {
    const others = key === 'ArrowRight' ? columns.slice(at + 1) : columns.slice(0, at).toReversed()
    const cards = others.find((list) => list.length > 0)
    cards?.[Math.min(row, cards.length - 1)]?.focus()
  } else return false
  return true
}

/** A card that was moved by a key is drawn anew in another column: it gets the focus back as soon as it is there. */
function useKeptFocus(frame: RefObject<HTMLElement | null>, items: readonly RegisterItem[]): (id: string) => void {
  const wanted = useRef<string | null>(null)
  useEffect(() => {
    if (wanted.current === null || document.activeElement !== document.body) return
    frame.current?.querySelector<HTMLElement>(`[data-card="${wanted.current}"]`)?.focus()
    wanted.current = null
  }, [frame, items])
  return (id) => {
    wanted.current = id
  }
}
