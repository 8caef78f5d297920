import { Button } from '@mantine/core'
import { IconGitFork } from '@tabler/icons-react'
import { checkDraft } from '@shared/domain/draft.ts'
import { isKind, type FieldOf, type Kind } from '@shared/domain/tables.ts'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { twoVersionsOf, type TwoVersions } from '../../records/losses.ts'
import { RecordLink } from '../../records/record-link.tsx'
import { useCommit } from '../../records/use-commit.ts'
import { useScope } from '../../records/use-records.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { choose, choiceOf, settlingChanges, versionsKey, type Choice, type Choices } from './settle.ts'
import { VersionTable } from './version-table.tsx'
import classes from './two-versions.module.css'

/** Records that two people wrote at once. Nothing waits for a choice; each record is settled by itself, all its fields together. */
export function TwoVersionsSection({ entries }: { readonly entries: readonly TwoVersions[] }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<string | null>()
  const openId = opened === undefined ? entries[0]?.record.id : opened
  if (entries.length === 0) return null
  return (
    <Section
      title={
        <span className={classes.title}>
          <IconGitFork {...SMALL_ICON} /> {t('receipt.choice')}
        </span>
      }
      count={entries.length}
    >
      <p className={classes.sub}>{t('exchange.settle.sub')}</p>
      <ul className={classes.list}>
        {entries.map((entry) => (
          <li key={entry.record.id}>
            <RecordHead entry={entry} isOpen={entry.record.id === openId} onOpen={() => setOpened(entry.record.id)} />
            {/* Another version that came in meanwhile begins the choice anew. */}
            {entry.record.id === openId && <Settling key={versionsKey(entry)} entry={entry} onClose={() => setOpened(null)} />}
          </li>
        ))}
      </ul>
    </Section>
  )
}

type RecordHeadProps = { readonly entry: TwoVersions; readonly isOpen: boolean; readonly onOpen: () => void }

function RecordHead({ entry: { record }, isOpen, onOpen }: RecordHeadProps) {
  const { t } = useTranslation()
  if (!isKind(record.kind)) return null
  return (
    <div className={classes.record}>
      <span className={classes.name}>
        <RecordLink scope={record.scope} kind={record.kind} id={record.id} />
      </span>
      {!isOpen && <TextButton onClick={onOpen}>{t('exchange.settle.choose')}</TextButton>}
    </div>
  )
}

type SettlingProps = { readonly entry: TwoVersions; readonly onClose: () => void }

function Settling({ entry, onClose }: SettlingProps) {
  const { t } = useTranslation()
  const { scope } = entry.record
  const [choices, setChoices] = useState<Choices>({})
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})
  const role = useScope(scope)?.state.role ?? null
  const settle = useSettle(entry)
  const canWrite = role === null || role === 'owner' || role === 'editor'
  const onChoose = (field: string, choice: Choice): void => {
    setProblems({})
    setChoices((before) => choose(entry, before, { field, choice }))
  }
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const found = problemsOf(entry, choices)
    setProblems(found)
    if (Object.keys(found).length === 0) await settle(choices)
  }
  return (
    <form className={classes.form} noValidate onSubmit={(event) => void submit(event)} aria-label={t('receipt.choice')}>
      <VersionTable entry={entry} choices={choices} problems={problems} onChoose={canWrite ? onChoose : null} />
      {canWrite ? (
        <div className={classes.actions}>
          <Button type="submit">{t('exchange.settle.keep')}</Button>
          <Button variant="default" onClick={onClose}>
            {t('exchange.settle.later')}
          </Button>
          <span className={classes.hint}>{t('exchange.settle.rest')}</span>
        </div>
      ) : (
        <Notice>{t('exchange.settle.notYours')}</Notice>
      )}
    </form>
  )
}

/** One write, as one step of undo. What came in between the look and the click is looked at first. */
function useSettle(entry: TwoVersions): (choices: Choices) => Promise<void> {
  const { t } = useTranslation()
  const { live } = useWorkspace()
  const { scope, id } = entry.record
  const commit = useCommit(scope)
  return async (choices) => {
    const now = live.store.getState().scopes[scope]
    const fresh = now && twoVersionsOf(now).find(({ record }) => record.id === id)
    // The screen shows the newcomer at once; nobody chooses over what they have not seen.
    if (!fresh || versionsKey(fresh) !== versionsKey(entry)) return
    await commit(settlingChanges(fresh, choices), t('exchange.settle.done'))
  }
}

/** Field -> what is wrong with a value that was written by hand. */
function problemsOf({ record, fields }: TwoVersions, choices: Choices): Record<string, string> {
  const found: Record<string, string> = {}
  for (const entry of fields) {
    const choice = choiceOf(entry, choices)
    if (choice.type !== 'own' || !isKind(record.kind)) continue
    const field = entry.field as FieldOf<Kind>
    const checked = checkDraft(record.kind, { [field]: choice.value }, field === 'text' ? [field] : [])
    if (!checked.ok) found[entry.field] = Object.values(checked.problems)[0] ?? 'wrong-value'
  }
  return found
}
