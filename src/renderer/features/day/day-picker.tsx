import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import classes from './day.module.css'

type DayPickerProps = {
  readonly days: readonly string[]
  readonly chosen: string | null
  readonly today: string
  readonly onChoose: (day: string) => void
}

/** The days of the visit side by side; arrows go from day to day. */
export function DayPicker({ days, chosen, today, onChoose }: DayPickerProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const move = (event: React.KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const next = days[days.indexOf(chosen ?? '') + step]
    if (step === 0 || next === undefined) return
    event.preventDefault()
    onChoose(next)
    event.currentTarget.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus()
  }
  return (
    <div className={classes.picker} role="group" aria-label={t('day.picker')} onKeyDown={move}>
      {days.map((day) => (
        <button
          key={day}
          type="button"
          data-day={day}
          className={`${classes.pick} ${day === chosen ? classes.chosen : ''}`}
          aria-pressed={day === chosen}
          aria-label={day === today ? t('visit.today', { day: formats.day(day, 'full') }) : formats.day(day, 'full')}
          onClick={() => onChoose(day)}
        >
          <span>{formats.weekday(day, 'short')}</span>
          <b>{Number(day.slice(8, 10))}</b>
        </button>
      ))}
    </div>
  )
}
