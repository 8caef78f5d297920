/** Anything that JSON can carry. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/**
 * JSON text with sorted keys, so that equal values are equal text on every device.
 * Text stays byte for byte: nothing is normalised. Properties that are `undefined` are left out.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  // One text that grows: lists that are joined at the end take three times as long, and a visit has a hundred thousand of these.
  let text = ''
  if (isArray(value)) {
    for (const one of value) text += (text === '' ? '' : ',') + canonicalJson(one)
    return `[${text}]`
  }
  for (const key of Object.keys(value).sort()) {
    const property = value[key]
    if (property !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(property)}`
  }
  return `{${text}}`
}

/** True for JSON of which every string can be stored everywhere: no U+0000, no lone surrogate. Its depth has been looked at before. */
export function isStorable(value: unknown): value is Json {
  if (typeof value === 'string') return isStorableText(value)
  if (typeof value === 'number') return Number.isFinite(value)
  if (value === null || typeof value === 'boolean') return true
  if (typeof value !== 'object') return false
  if (Array.isArray(value)) return value.every(isStorable)
  return Object.entries(value).every(([key, property]) => isStorableText(key) && isStorable(property))
}

/** PostgreSQL refuses U+0000 and UTF-8 cannot carry half a surrogate pair. */
export const isStorableText = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed()

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value)
