import classes from './window-bar.module.css'

type WindowBarProps = {
  readonly tone: 'owe' | 'theirs' | 'agreed' | 'neutral'
  /** From the left edge of the timeline to the bar's, in pixels. */
  readonly left: number
  /** In pixels; a bar is never drawn narrower than 12. */
  readonly width: number
  /** A spoken edge fades, a stated one is hard. */
  readonly isStartSoft: boolean
  readonly isEndSoft: boolean
  /** The words as spoken. */
  readonly words: string
  /** Words and both dates, for voices and on hover. */
  readonly label: string
  readonly href?: string
}

/** A due window on a timeline. Its parent is `position: relative` and 36 px high. Words are never cut: where the bar is short they stand at its right. */
export function WindowBar({ tone, left, width, isStartSoft, isEndSoft, words, label, href }: WindowBarProps) {
  const drawn = Math.max(width, 12)
  const isOutside = !fits(words, drawn, isEndSoft)
  const className = [
    classes.bar,
    classes[tone],
    isStartSoft ? classes.softStart : '',
    isEndSoft ? classes.softEnd : '',
    isOutside ? classes.outside : '',
  ].join(' ')
  const style = { '--left': `${left}px`, '--width': `${drawn}px`, '--fade': `${Math.min(36, drawn / 2)}px` } as React.CSSProperties
  const content = (
    <>
      <span className={classes.shape} aria-hidden />
      <span className={classes.words} aria-hidden>
        {words}
      </span>
    </>
  )
  const shared = { className, style, title: label, 'aria-label': label, 'data-soft-start': isStartSoft, 'data-soft-end': isEndSoft }
  return href === undefined ? (
    <span role="img" {...shared}>
      {content}
    </span>
  ) : (
    <a href={href} {...shared}>
      {content}
    </a>
  )
}

type WindowLegendProps = { readonly isSoft: boolean; readonly children: React.ReactNode }

/** "edge as stated", "loose edge, as spoken" under a timeline. */
export function WindowLegend({ isSoft, children }: WindowLegendProps) {
  const soft = isSoft ? `${classes.softStart} ${classes.softEnd}` : ''
  return (
    <span className={classes.legend}>
      <span className={`${classes.sample} ${classes.neutral} ${soft}`} style={{ '--fade': '0.5rem' } as React.CSSProperties} aria-hidden>
        <span className={classes.shape} />
      </span>
      {children}
    </span>
  )
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\uFF00-\uFFEF]/u

/** A guess by the kind of character: measuring every bar would lay the page out again for each. Words may run over a fading end by 30 px. */
function fits(words: string, width: number, isEndSoft: boolean): boolean {
  const length = Array.from(words).reduce((sum, character) => sum + (WIDE.test(character) ? 12.5 : 6.9), 0)
  return length + 14 <= width + (isEndSoft ? 30 : 0)
}
