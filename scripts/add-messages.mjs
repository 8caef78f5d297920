/**
 * Puts messages into all five catalogues at once, so that none is forgotten: node scripts/add-messages.mjs FILE.json
 * (or the same JSON on standard input).
 *
 *   { "meetings.title": ["Meetings", "Uchrashuvlar", "Учрашувлар", "Встречи", "面談"],
 *     "meetings.count": [{ "one": "{{count}} meeting", "other": "{{count}} meetings" }, { … }, { … }, { … }, { "other": "…" }] }
 *
 * The order is en, uz-latn, uz-cyrl, ru, ja. A value is text, or an object with one text for each plural category
 * (ru: one, few, many, other; en and uz: one, other; ja: other). A key that is there already is replaced. Keys stay sorted,
 * so two people who add to the same feature meet in different lines. Several runs at once wait for each other.
 */
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CATALOGUES } from './message-rules.mjs'

const FOLDER = new URL('../src/renderer/messages/', import.meta.url)
const LOCK = new URL('../node_modules/.cache/messages.lock', import.meta.url)

const source = process.argv[2]
const additions = JSON.parse(readFileSync(source ?? 0, 'utf8'))
await withLock(() => {
  for (const [index, { file }] of CATALOGUES.entries()) {
    const path = fileURLToPath(new URL(file, FOLDER))
    const catalogue = JSON.parse(readFileSync(path, 'utf8'))
    for (const [key, values] of Object.entries(additions)) {
      if (!Array.isArray(values) || values.length !== CATALOGUES.length) {
        throw new Error(`${key}: needs ${CATALOGUES.length} texts, in the order of the languages`)
      }
      put(catalogue, key, values[index])
    }
    writeFileSync(path, `${JSON.stringify(sorted(catalogue), null, 2)}\n`)
  }
})

/** @param {Record<string, unknown>} catalogue @param {string} key @param {string | Record<string, string>} value */
function put(catalogue, key, value) {
  const path = key.split('.')
  const last = path.pop() ?? key
  /** @type {Record<string, unknown>} */
  let place = catalogue
  for (const part of path) {
    place[part] ??= {}
    const next = place[part]
    if (typeof next !== 'object' || next === null) throw new Error(`${key}: "${part}" is a text, not a group`)
    place = /** @type {Record<string, unknown>} */ (next)
  }
  if (typeof value === 'string') place[last] = value
  else for (const [category, text] of Object.entries(value)) place[`${last}_${category}`] = text
}

/** @param {unknown} value @returns {unknown} */
function sorted(value) {
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}

/** A folder is made by one process only: the second waits, at most 20 seconds. @param {() => void} work */
async function withLock(work) {
  mkdirSync(new URL('.', LOCK), { recursive: true })
  for (let attempt = 0; ; attempt++) {
    try {
      mkdirSync(LOCK)
      break
    } catch (error) {
      if (attempt >= 200) {
        throw new Error(`${fileURLToPath(LOCK)} is still there: remove it if nothing else is adding messages`, { cause: error })
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  try {
    work()
  } finally {
    rmdirSync(LOCK)
  }
}
