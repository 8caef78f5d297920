import { useTranslation } from 'react-i18next'
import type { CallError } from '../sync/transport.ts'

/** What the laptop tries again by itself when it sends, and nobody but the person when it was asked for by hand. */
const BY_HAND = ['internal', 'offline', 'sign-in-needed', 'unavailable'] as const
type ByHand = (typeof BY_HAND)[number]

const isByHand = (code: CallError): code is ByHand => BY_HAND.some((known) => known === code)

/** The message that says what to do after something that a person asked of the ministry's server was not done. */
export const askedTodo = (code: CallError) => (isByHand(code) ? (`sync.asked.${code}` as const) : (`sync.todo.${code}` as const))

/** Why something that a person asked of the ministry's server was not done, and what to do. Sending, which goes on by itself, has `sync.todo`. */
export function useCallWords(): (code: CallError) => { readonly what: string; readonly todo: string } {
  const { t } = useTranslation()
  return (code) => ({ what: t(`sync.problem.${code}`), todo: t(askedTodo(code)) })
}

/** In one piece, for a notice that goes by. */
export const spoken = ({ what, todo }: { readonly what: string; readonly todo: string }): string => `${what} ${todo}`
