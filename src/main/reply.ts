import type { DesktopError, Reply } from '../shared/ipc/contract.ts'

export const reply = <T>(value: T): Reply<T> => ({ ok: true, value })

/** `message` is a sentence in English, for logs and for a page that has no words of its own. */
export const refuse = (code: DesktopError, message: string): Reply<never> => ({ ok: false, error: { code, message } })
