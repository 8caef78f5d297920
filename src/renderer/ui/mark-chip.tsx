import { useTranslation } from 'react-i18next'
import classes from './chip.module.css'

/** The five signs. They are typed, printed, searched and read aloud; their colour only repeats them. */
export const MARK_GLYPHS = { agreed: '!', owe: '>', theirs: '<', open: '?', internal: '//' } as const
export type Mark = keyof typeof MARK_GLYPHS

type MarkChipProps = { readonly mark: Mark; /** Instead of the sign's own name, for voices. */ readonly label?: string }

/** The sign alone, with its name for voices. */
export function MarkChip({ mark, label }: MarkChipProps) {
  const { t } = useTranslation()
  const name = label ?? t(`mark.${mark}`)
  return (
    <span className={`${classes.mark} ${classes[mark]}`} role="img" aria-label={name} title={name}>
      {MARK_GLYPHS[mark]}
    </span>
  )
}

type MarkWordProps = { readonly mark: Mark; readonly children?: React.ReactNode }

/** The sign with its word beside it, wherever there is room. */
export function MarkWord({ mark, children }: MarkWordProps) {
  const { t } = useTranslation()
  return (
    <span className={classes.withWord}>
      <span className={`${classes.mark} ${classes[mark]}`} aria-hidden>
        {MARK_GLYPHS[mark]}
      </span>
      {children ?? t(`mark.${mark}`)}
    </span>
  )
}

type MarkCountProps = { readonly mark: Mark; readonly count: number }

/** The sign with how many there are; nothing at all for none. */
export function MarkCount({ mark, count }: MarkCountProps) {
  if (count === 0) return null
  return (
    <span className={classes.counted}>
      <MarkChip mark={mark} />
      {count}
    </span>
  )
}
