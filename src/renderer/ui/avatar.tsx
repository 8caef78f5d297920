import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './chip.module.css'

export type AvatarTone = 'ours' | 'other' | 'neutral'

type AvatarProps = {
  /** One to three characters; see `initialsOf`. */
  readonly initials: string
  readonly tone?: AvatarTone
  /** Round for a person, square for an organization or a visit. */
  readonly isSquare?: boolean
  /** In pixels at 100 %. */
  readonly size?: number
}

/** Initials on a tint. Decoration: the name stands beside it. */
export function Avatar({ initials, tone = 'neutral', isSquare = false, size = 26 }: AvatarProps) {
  const toneClass = tone === 'ours' ? classes.ours : tone === 'other' ? classes.other : ''
  return (
    <span
      className={`${classes.avatar} ${isSquare ? classes.square : ''} ${toneClass}`}
      style={{ '--size': `${size / 16}rem` } as React.CSSProperties}
      aria-hidden
    >
      {initials}
    </span>
  )
}

const WORD = /[\p{L}\p{N}]+/gu

/** "Sho Sato" -> SS, "METI" -> ME, "東京訪問" -> 東: what stands in an avatar. Empty for a text without letters. */
export function initialsOf(name: string): string {
  const words = name.match(WORD) ?? []
  const first = words[0]
  if (first === undefined) return ''
  const letters = Array.from(first)
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(letters[0] ?? '')) return letters[0] ?? ''
  const second = words[1]
  const pair = second === undefined ? letters.slice(0, 2) : [letters[0] ?? '', Array.from(second)[0] ?? '']
  return pair.join('').toUpperCase()
}

type PersonChipProps = {
  readonly initials: string
  readonly tone: 'ours' | 'other'
  readonly children: ReactNode
  readonly href?: string
  readonly onOpen?: () => void
  /** With a label for the button that takes the person out. */
  readonly remove?: { readonly label: string; readonly onRemove: () => void }
}

/** A person with their role in a meeting: our side lapis, the other side plum; the side's label stands above. */
export function PersonChip({ initials, tone, children, href, onOpen, remove }: PersonChipProps) {
  const content = (
    <>
      <Avatar initials={initials} tone={tone} size={20} />
      <span className="sn-ellipsis">{children}</span>
    </>
  )
  return (
    <span className={`${classes.person} ${remove ? classes.removable : ''}`}>
      {href !== undefined ? (
        <a className={classes.inner} href={href}>
          {content}
        </a>
      ) : onOpen !== undefined ? (
        <button className={classes.inner} type="button" data-print onClick={onOpen}>
          {content}
        </button>
      ) : (
        content
      )}
      {remove && (
        <button className={classes.remove} type="button" aria-label={remove.label} title={remove.label} onClick={remove.onRemove}>
          <IconX size={12} stroke={1.7} aria-hidden />
        </button>
      )}
    </span>
  )
}
