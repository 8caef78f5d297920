import { z } from 'zod'
import { id } from '@shared/domain/record.ts'
import { LIMITS } from './limits.ts'

export const moment = z.int()
/** A place in a list that is read page by page, newest first; null for the first page. */
export const before = z.int().min(1).nullable()
export const listLimit = z.int().min(1).max(LIMITS.listItems).optional()
/** Somebody as lists name them: the account's person and name. Null where the server knows nobody. */
export const somebody = z.strictObject({ personId: id, name: z.string() })
/** Where the refresh token goes: a cookie that no script can read, or the desktop's secret store. */
export const keepIn = z.enum(['cookie', 'body'])
export const secret = z.string().min(1).max(200)
