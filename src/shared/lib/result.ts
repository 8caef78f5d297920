/** An expected outcome is a value, a bug throws. `code` is stable and translated by the screen; `detail` is for logs. */
export type Failure<Code extends string = string> = {
  readonly code: Code
  readonly detail?: string
  /** Milliseconds that whoever refused wants to be left alone. */
  readonly rest?: number
}
export type Result<T, Code extends string = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure<Code> }

export const succeed = <T>(value: T): Result<T, never> => ({ ok: true, value })

export const fail = <Code extends string>(code: Code, detail?: string): Result<never, Code> => ({
  ok: false,
  error: detail === undefined ? { code } : { code, detail },
})
