import { useTranslation } from 'react-i18next'

/** Codes of `checkDraft` and of a refused write that have words of their own. */
const CODES = [
  'required',
  'too-long',
  'not-storable',
  'not-an-id',
  'not-a-day',
  'not-a-time',
  'not-a-zone',
  'not-an-amount',
  'not-a-currency',
  'not-a-code',
  'not-a-window',
  'ends-before-start',
  'wrong-value',
  'name-refused',
  'record-deleted',
  'read-only',
  'disk-full',
  'storage',
] as const
type Code = (typeof CODES)[number]

const isCode = (code: string): code is Code => CODES.some((known) => known === code)

/** What is wrong and what to do, for the code of a field's problem or of a refused write. */
export function useProblemWords(): (code: string) => string {
  const { t } = useTranslation()
  return (code) => t(`problem.${isCode(code) ? code : 'wrong-value'}`)
}
