import { Input, TextInput } from '@mantine/core'
import { DateInput, DatesProvider } from '@mantine/dates'
import dayjs from 'dayjs'
import { useId, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CALENDAR_WORDS } from '../lib/calendar-words.ts'
import { formatDay, formatMonth } from '../lib/format-date.ts'
import { INTERFACE_LANGUAGES, isLanguage, type Language } from '../lib/language.ts'
import { parseDay, parseTime } from '../lib/parse-date.ts'
import classes from './date-field.module.css'

/**
 * Tells dayjs, the date engine of the calendars, the names from our own tables: its Uzbek differs from the rest of the
 * page. Called once at the start.
 */
export function registerCalendarNames(): void {
  for (const language of INTERFACE_LANGUAGES) {
    const { monthsAlone, monthsShort, weekdays, weekdaysShort } = CALENDAR_WORDS[language]
    const names = { months: [...monthsAlone], monthsShort: [...monthsShort], weekdays: [...weekdays], weekdaysShort: [...weekdaysShort] }
    const rules = { weekdaysMin: [...weekdaysShort], weekStart: 1, formats: {}, relativeTime: {} }
    dayjs.locale({ name: calendarName(language), ...names, ...rules }, undefined, true)
  }
}

type CalendarLanguageProps = { readonly language: Language; readonly children: ReactNode }

/** Calendars below speak this language; weeks begin on Monday. */
export const CalendarLanguage = ({ language, children }: CalendarLanguageProps) => (
  <DatesProvider settings={{ locale: calendarName(language), firstDayOfWeek: 1, weekendDays: [0, 6] }}>{children}</DatesProvider>
)

type FieldProps = {
  readonly label: string
  readonly description?: string
  /** What is wrong, in the interface's language. */
  readonly error?: ReactNode
  readonly id?: string
  readonly isRequired?: boolean
}

type DateFieldProps = FieldProps & {
  /** `2025-03-05`, or null for none. */
  readonly value: string | null
  readonly onChange: (day: string | null) => void
}

/** A day: typed in the forms people use ("5.3.2025", "2025-03-05", "5 March 2025"), or chosen in a calendar. */
export function DateField({ label, description, error, id, isRequired = false, value, onChange }: DateFieldProps) {
  const { t, i18n } = useTranslation()
  const language = isLanguage(i18n.language) ? i18n.language : 'en'
  // What cannot be read stays in the field as it was typed.
  const [typed, setTyped] = useState('')
  const isUnreadable = typed.trim() !== '' && parseDay(language, typed) === null
  return (
    <div>
      <DateInput
        {...(id === undefined ? {} : { id })}
        label={label}
        description={description}
        error={isUnreadable ? t('ui.notADate') : error}
        withAsterisk={isRequired}
        value={value}
        onChange={(day) => {
          setTyped('')
          onChange(day)
        }}
        onInput={(event) => setTyped(event.currentTarget.value)}
        fixOnBlur={!isUnreadable}
        clearable
        clearButtonProps={{ 'aria-label': t('ui.clearDate', { label }) }}
        placeholder={t('ui.datePlaceholder')}
        valueFormat={(day) => formatDay(language, day, 'long')}
        dateParser={(typed) => parseDay(language, typed)}
        monthLabelFormat={(day) => formatMonth(language, dayjs(day).format('YYYY-MM'))}
        popoverProps={{
          withinPortal: true,
          // The focus never leaves the field for the calendar; "returning" it would take it from where the closing sent it.
          returnFocus: false,
          attributes: { dropdown: { role: 'dialog', 'aria-label': t('ui.calendar', { label }) } },
        }}
        ariaLabels={{
          previousMonth: t('ui.previousMonth'),
          nextMonth: t('ui.nextMonth'),
          previousYear: t('ui.previousYear'),
          nextYear: t('ui.nextYear'),
          previousDecade: t('ui.previousYears'),
          nextDecade: t('ui.nextYears'),
        }}
      />
    </div>
  )
}

type TimeFieldProps = FieldProps & {
  /** `13:30`, or null for none. */
  readonly value: string | null
  readonly onChange: (time: string | null) => void
}

/** A time of day, 24 hours: "9", "930", "9:30" and "09.30" are all understood. What cannot be read stays as it was typed, with a sentence. */
export function TimeField({ label, description, error, id, isRequired = false, value, onChange }: TimeFieldProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  const isUnreadable = typed !== null && typed.trim() !== '' && parseTime(typed) === null
  const leave = (): void => {
    if (typed === null || isUnreadable) return
    setTyped(null)
  }
  return (
    <TextInput
      {...(id === undefined ? {} : { id })}
      label={label}
      description={description}
      error={isUnreadable ? t('ui.notATime') : error}
      withAsterisk={isRequired}
      value={typed ?? value ?? ''}
      inputMode="numeric"
      autoComplete="off"
      placeholder={t('ui.timePlaceholder')}
      onChange={(event) => {
        const text = event.currentTarget.value
        setTyped(text)
        const time = parseTime(text)
        if (time !== null || text.trim() === '') onChange(time)
      }}
      onBlur={leave}
    />
  )
}

type DateTimeFieldProps = FieldProps & {
  /** `2025-03-05T13:30`, a day alone while there is no time yet, or null. */
  readonly value: string | null
  readonly onChange: (local: string | null) => void
  readonly dayLabel: string
  readonly timeLabel: string
}

/** A day and a time beside each other under one label. */
export function DateTimeField({ label, description, error, isRequired = false, value, onChange, dayLabel, timeLabel }: DateTimeFieldProps) {
  const id = useId()
  const day = value?.slice(0, 10) ?? null
  const time = value !== null && value.length > 10 ? value.slice(11, 16) : null
  const join = (nextDay: string | null, nextTime: string | null): void =>
    onChange(nextDay === null ? null : nextTime === null ? nextDay : `${nextDay}T${nextTime}`)
  return (
    <Input.Wrapper label={label} description={description} error={error} withAsterisk={isRequired} labelElement="div" labelProps={{ id }}>
      <div role="group" aria-labelledby={id} className={classes.pair}>
        <DateField label={dayLabel} value={day} onChange={(next) => join(next, time)} />
        <TimeField label={timeLabel} value={time} onChange={(next) => join(day, next)} />
      </div>
    </Input.Wrapper>
  )
}

const calendarName = (language: Language): string => `sn-${language.toLowerCase()}`
