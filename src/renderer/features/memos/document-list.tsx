import { Checkbox, NativeSelect } from '@mantine/core'
import type { Meeting } from '@shared/domain/meeting.ts'
import type { Organization } from '@shared/domain/organization.ts'
import { MEMO_KINDS } from '@memos/content/request.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languageOfText } from '../../lib/language.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { recordTitle } from '../../records/record-title.ts'
import type { Template } from '../../db/templates.ts'
import { ListRow, RowList } from '../../ui/section.tsx'
import { SetExport } from './set-export.tsx'
import { ALL_MEETINGS, subjectOf, type MemoChoice } from './memo-choice.ts'
import classes from './memo.module.css'

type DocumentListProps = {
  readonly scope: string
  readonly choice: MemoChoice
  readonly subjects: { readonly meeting: readonly Meeting[]; readonly organization: readonly Organization[] }
  readonly templates: readonly Template[]
  readonly onChoose: (change: Readonly<Record<string, string | null>>) => void
}

/** Which kind, and which documents of it there are: one each for meetings or organizations, several of which go into one archive. */
export function DocumentList({ scope, choice, subjects, templates, onChoose }: DocumentListProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const subject = subjectOf(choice.kind)
  const ids = subject === null ? [] : subjects[subject].map(({ id }) => id)
  const marked = ids.filter((id) => chosen.has(id))
  const mark = (id: string, isOn: boolean): void => setChosen(new Set(isOn ? [...chosen, id] : [...chosen].filter((one) => one !== id)))
  return (
    <>
      <div className={classes.listHead}>
        <NativeSelect
          label={t('memo.kind')}
          data={MEMO_KINDS.map((kind) => ({ value: kind, label: t(`memo.kinds.${kind}`) }))}
          value={choice.kind}
          onChange={(event) =>
            onChoose({ kind: event.currentTarget.value, preset: null, ...(choice.subjectId === ALL_MEETINGS ? { meeting: null } : {}) })
          }
        />
        {ids.length > 1 && (
          <Checkbox
            size="xs"
            label={t('documents.all')}
            checked={marked.length === ids.length}
            indeterminate={marked.length > 0 && marked.length < ids.length}
            onChange={(event) => setChosen(new Set(event.currentTarget.checked ? ids : []))}
          />
        )}
      </div>
      {subject === null ? (
        <p className={classes.listNote}>{t('documents.oneForVisit')}</p>
      ) : (
        <RowList label={t('documents.list')}>
          {choice.kind === 'brief' && (
            <ListRow
              isInPane
              isSelected={choice.subjectId === ALL_MEETINGS}
              title={t('documents.allMeetings')}
              onOpen={() => onChoose({ kind: choice.kind, meeting: ALL_MEETINGS })}
            />
          )}
          {subjects[subject].map((record) => (
            <SubjectRow
              key={record.id}
              record={
                subject === 'meeting'
                  ? { kind: 'meeting', record: record as Meeting }
                  : { kind: 'organization', record: record as Organization }
              }
              isSelected={record.id === choice.subjectId}
              isMarked={chosen.has(record.id)}
              onMark={(isOn) => mark(record.id, isOn)}
              onOpen={() => onChoose({ kind: choice.kind, [subject]: record.id })}
            />
          ))}
        </RowList>
      )}
      {marked.length > 0 && (
        <SetExport scope={scope} choice={choice} ids={marked} isAll={marked.length === ids.length} templates={templates} />
      )}
    </>
  )
}

type SubjectRowProps = {
  readonly record: { readonly kind: 'meeting'; readonly record: Meeting } | { readonly kind: 'organization'; readonly record: Organization }
  readonly isSelected: boolean
  readonly isMarked: boolean
  readonly onMark: (isOn: boolean) => void
  readonly onOpen: () => void
}

function SubjectRow({ record, isSelected, isMarked, onMark, onOpen }: SubjectRowProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const name = recordTitle(record, formats.language) || t(`kind.${record.kind}`)
  const sub = record.kind === 'meeting' ? record.record.start && formats.day(record.record.start, 'short') : record.record.shortName
  return (
    <ListRow
      isInPane
      isSelected={isSelected}
      leading={
        <Checkbox
          size="xs"
          aria-label={t('documents.choose', { name })}
          checked={isMarked}
          onChange={(event) => onMark(event.currentTarget.checked)}
        />
      }
      title={name}
      titleLanguage={languageOfText(name, formats.language)}
      {...(sub ? { sub } : {})}
      onOpen={onOpen}
    />
  )
}
