import { createHash } from 'node:crypto'

/** @typedef {Record<string, string | boolean>} Fields the fields of one record */
/** @typedef {{ id: string, fields: Fields }} BenchRecord */

const WORDS =
  'meeting ministry programme agreement budget review follow region health education water council signature timeline partner technical annex opening visit proposal training grant deadline'.split(
    ' ',
  )

/** A 32-bit generator with a seed: the same records in every run and process. @param {number} seed */
function generator(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * Record `number`: 17 fields, about 650 bytes of JSON, with an id and a reference that do not compress.
 * @param {number} number @returns {BenchRecord}
 */
export function recordOf(number) {
  const random = generator(number * 2_654_435_761)
  const text = (/** @type {number} */ count) => Array.from({ length: count }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ')
  const hex = (/** @type {number} */ length) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('')
  const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`
  const day = `2025-03-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`
  return {
    id: uuid(),
    fields: {
      title: text(4),
      subject: text(6),
      state: random() < 0.5 ? 'planned' : 'held',
      movedFrom: `${day}T09:00`,
      walkIn: random() < 0.2,
      start: `${day}T10:00`,
      end: `${day}T11:30`,
      zone: 'Asia/Tokyo',
      place: text(3),
      format: random() < 0.8 ? 'in-person' : 'online',
      spokenLanguages: text(1),
      summary: text(16),
      nextStep: text(4),
      comment: text(5),
      leadContactId: uuid(),
      pointsToMake: text(4),
      ifRaised: text(3),
    },
  }
}

/**
 * What two replicas must have in common: SHA-256 of all records, sorted by id, with sorted names of fields.
 * @param {BenchRecord[]} records
 */
export function stateHash(records) {
  const hash = createHash('sha256')
  for (const { id, fields } of records.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    hash.update(
      JSON.stringify([
        id,
        Object.keys(fields)
          .toSorted()
          .map((name) => [name, fields[name]]),
      ]),
    )
  }
  return `${records.length} ${hash.digest('hex')}`
}
