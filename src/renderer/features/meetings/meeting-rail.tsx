import { TextInput } from '@mantine/core'
import { isOverdue, type Commitment, type Direction } from '@shared/domain/commitment.ts'
import type { Meeting } from '@shared/domain/meeting.ts'
import type { OpenQuestion } from '@shared/domain/open-question.ts'
import { IconTrash } from '@tabler/icons-react'
import { useMemo, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { AgreementStage } from '../../records/agreement-stage.tsx'
import { useMinistryToday } from '../../records/anchor-day.ts'
import { AttachmentList } from '../../records/attachment-list.tsx'
import { DueLabel } from '../../records/due-label.tsx'
import { ForEditors } from '../../records/for-editors.tsx'
import { useMayEdit } from '../../records/may-write.ts'
import { useProblemWords } from '../../records/problem-words.ts'
import { useRecordPanel } from '../../records/record-panel.tsx'
import { useDeleteRecord } from '../../records/use-delete-record.ts'
import { useDraft } from '../../records/use-draft.ts'
import { useRecords } from '../../records/use-records.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { MarkChip, type Mark } from '../../ui/mark-chip.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'
import { addQuickly, type QuickEntry } from './meeting-commands.ts'
import row from '../../ui/list-item.module.css'
import classes from './meeting-page.module.css'
import { MeetingPrepared } from './meeting-prepared.tsx'
import { outcomeOf } from './meeting-queries.ts'
import { OpenQuestionPanel } from './open-question-panel.tsx'

type MeetingRailProps = { readonly meeting: Meeting; readonly onPrepare: (field: string) => void }

/** What came out of a meeting, entered by hand: one line at a time, or in full in its form. */
export function MeetingRail({ meeting, onPrepare }: MeetingRailProps) {
  const { t } = useTranslation()
  const openPanel = useRecordPanel()
  const workspace = useWorkspace()
  const { scope, id: meetingId } = meeting
  const agreements = useRecords(scope, 'agreement')
  const commitments = useRecords(scope, 'commitment')
  const questions = useRecords(scope, 'openQuestion')
  const outcome = useMemo(
    () => outcomeOf(meetingId, { agreements, commitments, questions }, workspace.live.store.getState().scopes[scope]),
    [workspace, scope, meetingId, agreements, commitments, questions],
  )
  const [question, setQuestion] = useState<OpenQuestion | null>(null)
  const inForm = (direction: Direction) => () => openPanel({ kind: 'commitment', scope, id: null, meetingId, direction })
  return (
    <div className={classes.rail}>
      <MeetingPrepared meeting={meeting} onPrepare={onPrepare} />
      <h2 className={classes.railTitle}>{t('meeting.outcome')}</h2>
      <Group mark="agreed" title={t('mark.agreed')} count={outcome.agreements.length}>
        {outcome.agreements.map((one) => (
          <Item
            key={one.id}
            scope={scope}
            kind="agreement"
            id={one.id}
            text={one.text}
            onOpen={() => openPanel({ kind: 'agreement', scope, id: one.id })}
          >
            <AgreementStage status={one.status} />
            <DueLabel window={one.window} />
          </Item>
        ))}
        <QuickLine meeting={meeting} entry={AGREED} onForm={() => openPanel({ kind: 'agreement', scope, id: null, meetingId })} />
      </Group>
      <Group mark="owe" title={t('mark.owe')} count={outcome.weOwe.length}>
        <Promises scope={scope} list={outcome.weOwe} />
        <QuickLine meeting={meeting} entry={WE_OWE} onForm={inForm('we-owe')} />
      </Group>
      <Group mark="theirs" title={t('mark.theirs')} count={outcome.theyOwe.length}>
        <Promises scope={scope} list={outcome.theyOwe} />
        <QuickLine meeting={meeting} entry={THEY_OWE} onForm={inForm('they-owe')} />
      </Group>
      <Group mark="open" title={t('meeting.questions')} count={outcome.questions.filter((one) => one.isSettled !== true).length}>
        {outcome.questions.map((one) => (
          <Item
            key={one.id}
            scope={scope}
            kind="openQuestion"
            id={one.id}
            text={one.text}
            isSettled={one.isSettled === true}
            onOpen={() => setQuestion(one)}
          >
            {one.answer !== null && <Words>{one.answer}</Words>}
          </Item>
        ))}
        <QuickLine meeting={meeting} entry={QUESTION} onForm={null} />
      </Group>
      <AttachmentList to={{ scope, kind: 'meeting', id: meetingId }} />
      {question !== null && <OpenQuestionPanel scope={scope} id={question.id} onClose={() => setQuestion(null)} />}
    </div>
  )
}

const AGREED: QuickEntry = { kind: 'agreement' }
const WE_OWE: QuickEntry = { kind: 'commitment', direction: 'we-owe' }
const THEY_OWE: QuickEntry = { kind: 'commitment', direction: 'they-owe' }
const QUESTION: QuickEntry = { kind: 'openQuestion' }

type GroupProps = { readonly mark: Mark; readonly title: string; readonly count: number; readonly children: ReactNode }

function Group({ mark, title, count, children }: GroupProps) {
  return (
    <section aria-label={title}>
      <h3 className={classes.railHead}>
        <span aria-hidden style={{ display: 'contents' }}>
          <MarkChip mark={mark} />
        </span>
        {title}
        <span className={classes.count}>{count}</span>
      </h3>
      <div className={classes.items}>{children}</div>
    </section>
  )
}

function Promises({ scope, list }: { readonly scope: string; readonly list: readonly Commitment[] }) {
  const { t } = useTranslation()
  const openPanel = useRecordPanel()
  const today = useMinistryToday()
  return list.map((one) => (
    <Item
      key={one.id}
      scope={scope}
      kind="commitment"
      id={one.id}
      text={one.text}
      onOpen={() => openPanel({ kind: 'commitment', scope, id: one.id })}
    >
      {one.status !== null && one.status !== 'open' && <span>{t(`value.${one.status}`)}</span>}
      <DueLabel window={one.window} isOverdue={isOverdue(one, today)} />
      {one.owner !== null && <span>{t('meeting.ownerIs', { name: one.owner })}</span>}
    </Item>
  ))
}

type ItemProps = {
  readonly scope: string
  readonly kind: 'agreement' | 'commitment' | 'openQuestion'
  readonly id: string
  readonly text: string | null
  readonly isSettled?: boolean
  readonly onOpen: () => void
  readonly children: ReactNode
}

function Item({ scope, kind, id, text, isSettled = false, onOpen, children }: ItemProps) {
  const { t } = useTranslation()
  const deleteRecord = useDeleteRecord()
  const words = text ?? t(`kind.${kind}`)
  return (
    <div className={`${classes.item} ${row.item}`}>
      <div className={row.body}>
        <button type="button" data-print className={`${row.open} ${isSettled ? classes.settled : ''}`} onClick={onOpen}>
          <Words>{words}</Words>
        </button>
        <div className={row.meta}>{children}</div>
      </div>
      <ForEditors scope={scope}>
        <button
          type="button"
          className={row.remove}
          aria-label={t('meeting.deleteItem', { text: words.slice(0, 60) })}
          title={t('meeting.toTrash')}
          onClick={() => void deleteRecord({ scope, kind, id })}
        >
          <IconTrash {...SMALL_ICON} />
        </button>
      </ForEditors>
    </div>
  )
}

type QuickLineProps = { readonly meeting: Meeting; readonly entry: QuickEntry; readonly onForm: (() => void) | null }

/** One line, Enter, and the next one; what is typed and not entered comes back after a crash. */
function QuickLine({ meeting, entry, onForm }: QuickLineProps) {
  const id = `quick:${entry.kind}:${entry.kind === 'commitment' ? entry.direction : ''}:${meeting.id}`
  const draft = useDraft<string>(id)
  const mayEdit = useMayEdit(meeting.scope)
  if (draft.recovered === undefined || !mayEdit) return null
  return (
    <QuickInput meeting={meeting} entry={entry} onForm={onForm} recovered={draft.recovered ?? ''} keep={draft.keep} drop={draft.drop} />
  )
}

type QuickInputProps = QuickLineProps & {
  readonly recovered: string
  readonly keep: (text: string) => void
  readonly drop: () => Promise<void>
}

function QuickInput({ meeting, entry, onForm, recovered, keep, drop }: QuickInputProps) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const problemWords = useProblemWords()
  const links = useRecords(meeting.scope, 'meetingOrganization')
  const [text, setText] = useState(recovered)
  const [problem, setProblem] = useState<string | null>(null)
  const label = t(`meeting.quick.${entry.kind === 'commitment' ? entry.direction : entry.kind}`)
  const add = async (): Promise<void> => {
    if (text.trim() === '') return
    const organizationIds = links.flatMap((link) =>
      link.meetingId === meeting.id && link.organizationId !== null ? [link.organizationId] : [],
    )
    const added = await addQuickly(workspace, { meeting, organizationIds, entry, text })
    setProblem(added.ok ? null : problemWords(added.error.code))
    if (!added.ok) return
    setText('')
    await drop()
  }
  return (
    <div className={classes.quick} style={{ marginInlineStart: '-0.5rem' }}>
      <TextInput
        aria-label={label}
        placeholder={label}
        value={text}
        error={problem}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setProblem(null)
          keep(event.currentTarget.value)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing && !event.ctrlKey && !event.metaKey) void add()
        }}
      />
      {text.trim() !== '' ? (
        <TextButton onClick={() => void add()}>{t('meeting.addLine')}</TextButton>
      ) : (
        onForm !== null && (
          <TextButton onClick={onForm} label={`${t('meeting.inForm')}: ${label}`}>
            {t('meeting.inForm')}
          </TextButton>
        )
      )}
    </div>
  )
}
