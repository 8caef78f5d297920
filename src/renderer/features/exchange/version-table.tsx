import { Radio } from '@mantine/core'
import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../lib/now.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { useAuthors } from '../../records/author-words.ts'
import { useFieldWords } from '../../records/field-words.ts'
import type { FieldVersions, TwoVersions, Version } from '../../records/losses.ts'
import { useProblemWords } from '../../records/problem-words.ts'
import { writtenAt } from '../../records/record-author.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { usePlaceZone } from '../../records/use-place-zone.ts'
import { Words } from '../../ui/words.tsx'
import { ChangedWords } from './changed-words.tsx'
import { valueBefore, type Before } from './exchange-queries.ts'
import { bothTexts, choiceOf, type Choice, type Choices } from './settle.ts'
import { canWriteThird, ThirdValue } from './third-value.tsx'
import classes from './two-versions.module.css'
import { columnsOf, type VersionColumn } from './version-columns.ts'

type VersionTableProps = {
  readonly entry: TwoVersions
  readonly choices: Choices
  /** Field -> code of what is wrong with a value written by hand. */
  readonly problems: Readonly<Record<string, string>>
  /** Null for those who may only look. */
  readonly onChoose: ((field: string, choice: Choice) => void) | null
}

/** Before both, yours, theirs: a row for each field, a column for each author. */
export function VersionTable(props: VersionTableProps) {
  const { entry } = props
  const { t } = useTranslation()
  const authors = useAuthors(entry.record.scope)
  const columns = columnsOf(entry, authors)
  const before = useBefore(entry)
  const times = Object.values(before).flatMap((one) => (one && one.stamp !== '' ? [one.stamp] : []))
  return (
    <div className={classes.frame}>
      <table className={classes.versions}>
        <thead>
          <tr>
            <th scope="col" className={classes.fieldColumn}>
              {t('exchange.settle.field')}
            </th>
            <th scope="col">
              {t('exchange.settle.before')}
              {times.length > 0 && <Moment stamp={times.toSorted().at(-1) ?? ''} />}
            </th>
            {columns.map((column) => (
              <ColumnHead key={column.key} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {entry.fields.map((field) => (
            <FieldRows key={field.field} {...props} field={field} columns={columns} before={before[field.field]} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ColumnHead({ column }: { readonly column: VersionColumn }) {
  const { t } = useTranslation()
  return (
    <th scope="col">
      {column.isMine ? t('exchange.settle.yours') : <Words>{column.name}</Words>}
      <Moment stamp={column.latest} where={column.isMine ? t('history.thisLaptop') : null} />
    </th>
  )
}

/** "on this laptop, Tue 19:20": by the clock of the author. */
function Moment({ stamp, where = null }: { readonly stamp: string; readonly where?: string | null }) {
  const at = useMomentOf()
  return <small className={classes.meta}>{[where, at(stamp)].filter(Boolean).join(', ')}</small>
}

type FieldRowsProps = VersionTableProps & {
  readonly field: FieldVersions
  readonly columns: readonly VersionColumn[]
  readonly before: Before | undefined
}

function FieldRows(props: FieldRowsProps) {
  const { entry, field, columns, before } = props
  const { t } = useTranslation()
  const words = useFieldWords(entry.record.scope)
  const beforeWords = before === undefined ? null : words.value(field.field, before.value)
  return (
    <>
      <tr>
        <th scope="row">{words.label(field.field)}</th>
        <td className={classes.quiet}>{beforeWords === null ? t('exchange.settle.unknown') : <Words>{beforeWords}</Words>}</td>
        {field.isSame ? (
          <td colSpan={columns.length} className={classes.quiet}>
            <Words>{words.value(field.field, field.versions[0].value)}</Words> · {t('exchange.settle.same')}
          </td>
        ) : (
          columns.map((column) => <VersionCell key={column.key} {...props} column={column} beforeWords={beforeWords} />)
        )}
      </tr>
      {!field.isSame && props.onChoose !== null && <MoreChoices {...props} onChoose={props.onChoose} />}
    </>
  )
}

type VersionCellProps = FieldRowsProps & { readonly column: VersionColumn; readonly beforeWords: string | null }

/** What one author wrote in one field; more than one value where they wrote it more than once. */
function VersionCell({ entry, field, column, choices, beforeWords, onChoose }: VersionCellProps) {
  const { t } = useTranslation()
  const words = useFieldWords(entry.record.scope)
  const own = field.versions.filter(({ stamp }) => column.stamps.includes(stamp))
  const choice = choiceOf(field, choices)
  const isChosen = (version: Version): boolean => choice.type === 'version' && choice.stamp === version.stamp
  if (own.length === 0) return <td className={classes.quiet}>{t('exchange.settle.untouched')}</td>
  return (
    <td className={onChoose !== null && own.some(isChosen) ? classes.chosen : undefined}>
      {own.map((version) => {
        const value = words.value(field.field, version.value)
        const shown = <ChangedWords before={beforeWords} after={value} />
        return (
          <div key={version.stamp}>
            {onChoose === null ? (
              shown
            ) : (
              <Radio
                name={`${entry.record.id}.${field.field}`}
                checked={isChosen(version)}
                onChange={() => onChoose(field.field, { type: 'version', stamp: version.stamp })}
                label={shown}
                aria-label={t('exchange.settle.take', {
                  field: words.label(field.field),
                  who: column.isMine ? t('exchange.settle.yours') : column.name,
                  value,
                })}
              />
            )}
            {own.length > 1 && <Moment stamp={version.stamp} />}
          </div>
        )
      })}
    </td>
  )
}

type MoreChoicesProps = FieldRowsProps & { readonly onChoose: (field: string, choice: Choice) => void }

/** Both texts one after the other, and a value that nobody wrote yet. */
function MoreChoices({ entry, field, columns, choices, problems, onChoose }: MoreChoicesProps) {
  const { t } = useTranslation()
  const words = useFieldWords(entry.record.scope)
  const problemWords = useProblemWords()
  const both = bothTexts(field)
  const choice = choiceOf(field, choices)
  const { kind, scope, cells, id } = entry.record
  const canWrite = canWriteThird(kind, field.field)
  const meetingId = cells['meetingId']?.value
  const code = problems[field.field]
  if (both === null && !canWrite) return null
  const radio = { name: `${id}.${field.field}` }
  const label = words.label(field.field)
  return (
    <tr className={classes.more}>
      <td colSpan={2} />
      <td colSpan={columns.length} className={choice.type === 'version' ? undefined : classes.chosen}>
        {both !== null && (
          <Radio
            {...radio}
            checked={choice.type === 'both'}
            onChange={() => onChoose(field.field, { type: 'both' })}
            aria-label={t('exchange.settle.takeBoth', { field: label })}
            label={
              <>
                <b>{t('exchange.settle.both')}</b> <span className={classes.both}>{both}</span>
              </>
            }
          />
        )}
        {canWrite && (
          <Radio
            {...radio}
            checked={choice.type === 'own'}
            onChange={() => onChoose(field.field, { type: 'own', value: field.versions[0].value })}
            aria-label={t('exchange.settle.takeOther', { field: label })}
            label={t('exchange.settle.other')}
          />
        )}
        {choice.type === 'own' && (
          <div className={classes.third}>
            <ThirdValue
              scope={scope}
              field={field.field}
              meetingId={typeof meetingId === 'string' ? meetingId : null}
              label={label}
              value={choice.value}
              error={code === undefined ? undefined : problemWords(code)}
              onChange={(value) => onChoose(field.field, { type: 'own', value })}
            />
          </div>
        )}
      </td>
    </tr>
  )
}

/** Field -> what stood there before; nothing while it is being looked up, and where this laptop never saw it. */
function useBefore(entry: TwoVersions): Readonly<Record<string, Before | undefined>> {
  const { database } = useWorkspace()
  const [before, setBefore] = useState<Readonly<Record<string, Before | undefined>>>({})
  const key = canonicalJson([entry.record.id, entry.fields.map((one): Json => [one.field, ...one.versions.map(({ stamp }) => stamp)])])
  useEffect(() => {
    let isGone = false
    const lookUp = async (): Promise<void> => {
      const found = await Promise.all(
        entry.fields.map(async ({ field, versions: [, ...lost] }) => {
          const stamps = lost.map(({ stamp }) => stamp)
          return [field, await valueBefore(database, { record: entry.record, field, lost: stamps })] as const
        }),
      )
      if (!isGone) setBefore(Object.fromEntries(found))
    }
    void lookUp()
    return () => {
      isGone = true
    }
    // The entry is made anew with every look at the records; its key says when it is another one.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [database, key])
  return before
}

function useMomentOf(): (stamp: string) => string {
  const formats = useFormats()
  const zone = usePlaceZone()
  const now = useNow()
  return (stamp) => formats.momentIn(zone, writtenAt(stamp), now)
}
