/** Bytes do not survive JSON: they travel as base64 under a name of their own. Both functions also run inside the page, so they stand alone. */
export function encode(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join('')) }
  if (value === undefined) return { $undefined: true }
  if (Array.isArray(value)) return value.map((item) => encode(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item)]))
}

export function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => decode(item))
  if (typeof value !== 'object' || value === null) return value
  if ('$bytes' in value) return Uint8Array.from(atob(String(value.$bytes)), (character) => character.charCodeAt(0))
  if ('$undefined' in value) return undefined
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)]))
}
