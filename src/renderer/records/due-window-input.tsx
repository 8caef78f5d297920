import { TextInput } from '@mantine/core'
import { IconCalendarEvent } from '@tabler/icons-react'
import type { DueWindow } from '@shared/domain/due-window.ts'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languageOfText } from '../lib/language.ts'
import { useFormats } from '../lib/use-formats.ts'
import { SMALL_ICON } from '../ui/icon-size.ts'
import { FieldError } from '../ui/notice.tsx'
import { ownEscape } from '../ui/own-escape.ts'
import { TextButton } from '../ui/text-button.tsx'
import { readEnds, windowEnds, type WindowEnds } from './due-ends.ts'
import { dueDaysText } from './due-text.ts'
import classes from './due-window-input.module.css'
import { suggestWindow } from './due-words.ts'
import { useProblemWords } from './problem-words.ts'

type DueWindowInputProps = {
  readonly label: string
  readonly value: DueWindow | null
  readonly onChange: (value: DueWindow | null) => void
  /** The day on which the words were spoken, `2025-03-05`: "in April" is the next April from there. */
  readonly anchor: string
  readonly id?: string
  readonly error?: string | undefined
}

/**
 * A deadline in the words that were spoken, with the days that they mean beside them. The days follow the words until a
 * person sets them; from then on they stay, and what the words say is only offered.
 */
export function DueWindowInput({ label, value, onChange, anchor, id, error }: DueWindowInputProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const [isEditing, setIsEditing] = useState(false)
  const words = value?.words ?? ''
  const edtf = value?.edtf ?? null
  const suggested = suggestWindow(words, anchor)
  const followsWords = value === null || edtf === suggested

  const setWindow = (next: DueWindow): void => onChange(next.words.trim() === '' && next.edtf === null ? null : next)
  const changeWords = (typed: string): void => setWindow({ words: typed, edtf: followsWords ? suggestWindow(typed, anchor) : edtf })
  const setDays = (days: string | null): void => {
    setWindow({ words, edtf: days })
    setIsEditing(false)
  }

  return (
    <div className={classes.window}>
      <TextInput
        id={id}
        label={label}
        placeholder={t('window.placeholder')}
        value={words}
        error={error}
        lang={languageOfText(words, formats.language)}
        onChange={(event) => changeWords(event.currentTarget.value)}
      />
      {isEditing ? (
        <DaysEditor ends={windowEnds(edtf)} anchor={anchor} onDone={setDays} onCancel={() => setIsEditing(false)} />
      ) : (
        <div className={classes.days}>
          <IconCalendarEvent {...SMALL_ICON} />
          <span role="status">
            {edtf === null ? t(words.trim() === '' ? 'window.none' : 'window.noDate') : dueDaysText(edtf, formats, t)}
          </span>
          <TextButton onClick={() => setIsEditing(true)}>{t(edtf === null ? 'window.setDays' : 'window.changeDays')}</TextButton>
          {edtf !== null && <TextButton onClick={() => setDays(null)}>{t('window.clearDays')}</TextButton>}
          {!followsWords && suggested !== null && (
            <TextButton onClick={() => setDays(suggested)}>{t('window.useWords', { days: dueDaysText(suggested, formats, t) })}</TextButton>
          )}
        </div>
      )}
    </div>
  )
}

type DaysEditorProps = {
  readonly ends: WindowEnds
  readonly anchor: string
  readonly onDone: (edtf: string | null) => void
  readonly onCancel: () => void
}

/** Earliest and latest as a person writes them: a day, a month or a year, either left empty. */
function DaysEditor({ ends, anchor, onDone, onCancel }: DaysEditorProps) {
  const { t } = useTranslation()
  const problemWords = useProblemWords()
  const [typed, setTyped] = useState(ends)
  const [problem, setProblem] = useState<string | null>(null)
  const problemId = useId()
  const done = (): void => {
    const read = readEnds(typed, anchor)
    if (read.ok) onDone(read.value)
    else setProblem(problemWords(read.error.code))
  }
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      // The form around it is not to be saved by this Enter.
      event.preventDefault()
      done()
    }
    if (event.key === 'Escape') onCancel()
  }
  const shared = {
    placeholder: t('window.pointPlaceholder'),
    'aria-describedby': problem === null ? undefined : problemId,
    onKeyDown,
    ...ownEscape(true),
  }
  return (
    <div className={classes.editor}>
      <TextInput
        {...shared}
        data-autofocus
        autoFocus
        label={t('window.earliest')}
        value={typed.earliest}
        onChange={(event) => setTyped({ ...typed, earliest: event.currentTarget.value })}
      />
      <TextInput
        {...shared}
        label={t('window.latest')}
        value={typed.latest}
        onChange={(event) => setTyped({ ...typed, latest: event.currentTarget.value })}
      />
      <span className={classes.buttons}>
        <TextButton onClick={done}>{t('window.setTheseDays')}</TextButton>
        <TextButton onClick={onCancel}>{t('ui.cancel')}</TextButton>
      </span>
      {problem !== null && <FieldError id={problemId}>{problem}</FieldError>}
    </div>
  )
}
