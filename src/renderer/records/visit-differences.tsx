import { Button, Checkbox, Radio } from '@mantine/core'
import type { FileDifference } from '@shared/domain/visit-file-difference.ts'
import { plainText } from '@shared/domain/note-body.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../lib/use-formats.ts'
import { ErrorNotice } from '../ui/notice.tsx'
import { Tag } from '../ui/tag.tsx'
import { useToasts } from '../ui/toast.tsx'
import { Words } from '../ui/words.tsx'
import { useFieldWords } from './field-words.ts'
import { recordName } from './record-name.ts'
import { useScope } from './use-records.ts'
import { choiceKey, defaultChoices, importChosen, type Choices, type ImportPlan } from './visit-exchange-file.ts'
import classes from './visit-import.module.css'
import { useWorkspace } from './workspace.tsx'

type VisitDifferencesProps = { readonly plan: Extract<ImportPlan, { type: 'compare' }>; readonly onDone: (visitId: string) => void }

/** What a file says otherwise than this laptop, record by record and field by field; nothing is written before the button. */
export function VisitDifferences({ plan, onDone }: VisitDifferencesProps) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const toasts = useToasts()
  const [choices, setChoices] = useState<Choices>(() => defaultChoices(plan.differences))
  const [failure, setFailure] = useState<string | null>(null)
  const choose = (key: string, isTaken: boolean): void =>
    setChoices((before) => new Set(isTaken ? [...before, key] : [...before].filter((other) => other !== key)))
  const write = async (): Promise<void> => {
    const written = await importChosen(workspace, plan, choices)
    if (!written.ok) return setFailure(written.error.code)
    toasts.say(t('visitFile.done', { count: choices.size }))
    onDone(plan.scope)
  }
  return (
    <>
      <p className={classes.summary}>{t('visitFile.differs', { count: plan.differences.length })}</p>
      {plan.differences.map((difference) => (
        <Difference key={choiceKey(difference)} difference={difference} scope={plan.scope} choices={choices} onChoose={choose} />
      ))}
      {failure !== null && (
        <ErrorNotice what={t(failure === 'disk-full' ? 'save.diskFull' : 'visitFile.notWritten')} safe={t('visitFile.nothingWritten')} />
      )}
      <div className={classes.actions}>
        <Button onClick={() => void write()}>{t('visitFile.take', { count: choices.size })}</Button>
        <span className={classes.detail}>{t('visitFile.takeHint')}</span>
      </div>
    </>
  )
}

type DifferenceProps = {
  readonly difference: FileDifference
  readonly scope: string
  readonly choices: Choices
  readonly onChoose: (key: string, isTaken: boolean) => void
}

function Difference({ difference, scope, choices, onChoose }: DifferenceProps) {
  const { t } = useTranslation()
  const words = useFieldWords(scope)
  const live = useScope(scope)
  const { language } = useFormats()
  const ref = 'draft' in difference ? difference.draft : difference
  // A note with other text has an id of its own; people know it by the note that it stands beside.
  const known = difference.type === 'new-note' ? { kind: 'note' as const, id: difference.noteId } : ref
  const name = recordName(live, known, language) || ('draft' in difference ? nameOfDraft(difference) : '')
  const key = choiceKey(difference)
  return (
    <section className={classes.record} aria-label={`${t(`kind.${ref.kind}`)} ${name}`}>
      <div className={classes.head}>
        <span className="sn-ellipsis">{name === '' ? t(`kind.${ref.kind}`) : <Words>{name}</Words>}</span>
        <span className={classes.what}>
          {t(`kind.${ref.kind}`)} · {t(`visitFile.type.${difference.type}`)}
        </span>
      </div>
      {difference.type === 'changed' ? (
        <table className={classes.table}>
          <thead>
            <tr>
              <th style={{ width: '18%' }}>{t('visitFile.column.field')}</th>
              <th>{t('visitFile.column.before')}</th>
              <th>{t('visitFile.column.mine')}</th>
              <th>{t('visitFile.column.theirs')}</th>
            </tr>
          </thead>
          <tbody>
            {difference.fields.map((field) => (
              <FieldChoice
                key={field.field}
                field={field}
                words={words}
                isTheirs={choices.has(choiceKey(difference, field.field))}
                onChoose={(isTheirs) => onChoose(choiceKey(difference, field.field), isTheirs)}
              />
            ))}
          </tbody>
        </table>
      ) : (
        <>
          <Checkbox
            label={t(`visitFile.takeType.${difference.type}`)}
            checked={choices.has(key)}
            onChange={(event) => onChoose(key, event.currentTarget.checked)}
          />
          {difference.type === 'new-note' && <p className={classes.detail}>{plainText(difference.body).slice(0, 400)}</p>}
        </>
      )}
    </section>
  )
}

type FieldDifference = Extract<FileDifference, { type: 'changed' }>['fields'][number]
type FieldChoiceProps = {
  readonly field: FieldDifference
  readonly words: ReturnType<typeof useFieldWords>
  readonly isTheirs: boolean
  readonly onChoose: (isTheirs: boolean) => void
}

function FieldChoice({ field: { field, base, mine, theirs, isConflict }, words, isTheirs, onChoose }: FieldChoiceProps) {
  const { t } = useTranslation()
  const label = words.label(field)
  const [mineWords, theirWords] = [words.value(field, mine), words.value(field, theirs)]
  return (
    <tr>
      <th scope="row">
        {label} {isConflict && <Tag tone="open">{t('receipt.choice')}</Tag>}
      </th>
      <td>{base === undefined ? t('visitFile.unknown') : <Words>{words.value(field, base)}</Words>}</td>
      <td className={isTheirs ? undefined : classes.chosen}>
        <Radio
          checked={!isTheirs}
          onChange={() => onChoose(false)}
          label={<Words>{mineWords}</Words>}
          aria-label={t('visitFile.keepMine', { field: label, value: mineWords })}
        />
      </td>
      <td className={isTheirs ? classes.chosen : undefined}>
        <Radio
          checked={isTheirs}
          onChange={() => onChoose(true)}
          label={<Words>{theirWords}</Words>}
          aria-label={t('visitFile.takeTheirs', { field: label, value: theirWords })}
        />
      </td>
    </tr>
  )
}

/** A record that is not here yet is named by what the file says of it. */
function nameOfDraft(difference: Extract<FileDifference, { draft: unknown }>): string {
  const { title, name, text, authorName, latin, native, cyrillic } = difference.draft.fields
  const said = title ?? name ?? text ?? authorName ?? latin ?? native ?? cyrillic
  if (typeof said === 'string') return said.split('\n')[0] ?? ''
  return typeof said === 'object' && said !== null
    ? Object.values(said)
        .filter((part) => typeof part === 'string')
        .join(' ')
    : ''
}
