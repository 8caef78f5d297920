import type { ReactNode } from 'react'
import classes from './chip.module.css'

export type TagTone = 'plain' | 'agreed' | 'owe' | 'theirs' | 'open' | 'internal' | 'danger'

type TagProps = { readonly tone?: TagTone; readonly icon?: ReactNode; readonly children: ReactNode }

/** A short word on a tint: "no note", "draft". The word says it, the tint repeats it. */
export function Tag({ tone = 'plain', icon, children }: TagProps) {
  return (
    <span className={`${classes.tag} ${classes[tone]}`}>
      {icon}
      {children}
    </span>
  )
}
