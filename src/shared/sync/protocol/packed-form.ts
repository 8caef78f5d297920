import { z } from 'zod'
import { isStorable } from '@shared/lib/canonical-json.ts'
import type { PackedRecord } from '../packed.ts'
import { isStamp } from '../stamp.ts'

const FIELD = /^(\$deleted|[a-zA-Z][a-zA-Z0-9]{0,59})$/
const KIND = /^[a-z][a-zA-Z0-9]{0,59}$/
const UUID = z.regexes.uuid()
const MOST_STAMPS = 1_000
const PACKED = new Set(['k', 'i', 's', 'c'])

/** A name that every object has would be found where it was never written. */
export const isFieldName = (name: string): boolean => FIELD.test(name) && !(name in Object.prototype)

export const isKindName = (kind: string): boolean => KIND.test(kind)

/**
 * Where a value is no packed record, as a path with dots; null when it is one. By hand, and not by a schema: every record of every
 * push, pull and pack passes here, and most of what a schema took was spent on its cells.
 */
export function problemOfPacked(value: unknown): string | null {
  if (!isObject(value)) return 'record'
  for (const property in value) if (!PACKED.has(property)) return property
  const { k, i, s, c } = value
  if (typeof k !== 'string' || !isKindName(k)) return 'k'
  if (typeof i !== 'string' || !UUID.test(i)) return 'i'
  if (!Array.isArray(s) || s.length > MOST_STAMPS || !s.every((stamp) => typeof stamp === 'string' && isStamp(stamp))) return 's'
  if (!isObject(c)) return 'c'
  for (const field of Object.keys(c)) if (!isFieldName(field) || !isPackedCell(c[field])) return `c.${field}`
  return null
}

export const isPacked = (value: unknown): value is PackedRecord => problemOfPacked(value) === null

function isPackedCell(cell: unknown): boolean {
  if (!Array.isArray(cell) || cell.length < 2 || !isIndex(cell[1], 0) || !isStorable(cell[0])) return false
  for (let at = 2; at < cell.length; at += 1) if (!isIndex(cell[at], -1)) return false
  return true
}

const isIndex = (value: unknown, least: number): boolean => Number.isSafeInteger(value) && (value as number) >= least

/** A list that is checked by hand. @param problemOf where a value is none of its items, else null */
export function listOf<T>(problemOf: (value: unknown) => string | null) {
  const problemOfList = (value: unknown): string | null => {
    if (!Array.isArray(value)) return 'list'
    for (let at = 0; at < value.length; at += 1) {
      const problem = problemOf(value[at])
      if (problem !== null) return `${at}.${problem}`
    }
    return null
  }
  return z.custom<T[]>((value) => problemOfList(value) === null, { error: ({ input }) => problemOfList(input) ?? 'list' })
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
