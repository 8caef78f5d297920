import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { SMALL_ICON } from './icon-size.ts'
import classes from './notice.module.css'

type NoticeProps = {
  /** `danger` is read aloud at once; the rest is not. */
  readonly tone?: 'info' | 'open' | 'owe' | 'agreed' | 'danger'
  readonly icon?: ReactNode
  readonly children: ReactNode
  readonly actions?: ReactNode
}

/** One sentence on a tint, with what can be done about it. */
export function Notice({ tone = 'info', icon, children, actions }: NoticeProps) {
  const Icon = tone === 'danger' ? IconAlertTriangle : tone === 'agreed' ? IconCheck : IconInfoCircle
  return (
    <div className={`${classes.notice} ${classes[tone]}`} role={tone === 'danger' ? 'alert' : undefined}>
      {icon ?? <Icon {...SMALL_ICON} />}
      <div className={classes.body}>{children}</div>
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </div>
  )
}

type ErrorNoticeProps = {
  readonly what: ReactNode
  readonly safe?: ReactNode
  readonly todo?: ReactNode
  readonly actions?: ReactNode
}

/** What happened, what is safe, what to do: always in this order. */
export function ErrorNotice({ what, safe, todo, actions }: ErrorNoticeProps) {
  return (
    <Notice tone="danger" actions={actions}>
      <strong>{what}</strong>
      {safe !== undefined && <span className={classes.detail}>{safe}</span>}
      {todo !== undefined && <span className={classes.detail}>{todo}</span>}
    </Notice>
  )
}

type FieldErrorProps = { readonly id?: string; readonly children: ReactNode }

/** Under a field of our own making; Mantine's fields take the same words in `error`. */
export function FieldError({ id, children }: FieldErrorProps) {
  return (
    <p id={id} className={classes.fieldError}>
      <IconAlertTriangle {...SMALL_ICON} />
      {children}
    </p>
  )
}

type FormProblemsProps = {
  readonly title: string
  /** The id of each field's input, so that a click goes there. */
  readonly problems: readonly { readonly fieldId: string; readonly message: string }[]
}

/** Everything that keeps a form from being saved, with the way to each field. Nothing for no problems. */
export function FormProblems({ title, problems }: FormProblemsProps) {
  if (problems.length === 0) return null
  return (
    <Notice tone="danger">
      <strong>{title}</strong>
      <ul className={classes.problems}>
        {problems.map((problem) => (
          <li key={problem.fieldId}>
            <button type="button" onClick={() => document.getElementById(problem.fieldId)?.focus()}>
              {problem.message}
            </button>
          </li>
        ))}
      </ul>
    </Notice>
  )
}
