import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {import('./start-options.mjs').Edition} Edition */
/** @typedef {{ edition: Edition, address: string }} Remembered */
/** @typedef {{ hasDisplay: boolean, isRootOnLinux: boolean, platform: string }} Surroundings */
/** @typedef {{ ok: true, path: string } | { ok: false, reason: string }} Runtime */

/**
 * Which edition opens, and why, as one sentence. The runtime is looked for (and downloaded) only where it would be used.
 *
 * @param {{ wanted: Edition | null, remembered: Remembered | null, here: Surroundings, getRuntime: () => Promise<Runtime> }} from
 * @returns {Promise<{ edition: Edition, runtime: string | null, why: string }>}
 */
export async function decideEdition({ wanted, remembered, here, getRuntime }) {
  const asked = wanted ?? remembered?.edition ?? null
  const because = wanted === null ? 'as last time' : 'as asked'
  if (asked === 'browser') return { edition: 'browser', runtime: null, why: because }
  const obstacle = whyNoWindow(here)
  if (obstacle !== null) return { edition: 'browser', runtime: null, why: obstacle }
  const runtime = await getRuntime()
  if (!runtime.ok) return { edition: 'browser', runtime: null, why: runtime.reason }
  return { edition: 'desktop', runtime: runtime.path, why: asked === null ? 'its runtime is here' : because }
}

/** @param {Surroundings} here */
function whyNoWindow({ hasDisplay, isRootOnLinux }) {
  if (!hasDisplay) return 'there is no display here'
  if (isRootOnLinux) return 'root may not run the desktop edition with its sandbox'
  return null
}

/** @returns {Surroundings} */
export function lookAround() {
  const isLinux = process.platform === 'linux'
  return {
    platform: process.platform,
    hasDisplay: !isLinux || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY),
    isRootOnLinux: isLinux && process.getuid?.() === 0,
  }
}

/**
 * What to say when this start opens other records than the last one: each edition, and in a browser each address, has records of its own.
 * Null when it is the same place, or the first start.
 *
 * @param {Remembered | null} before
 * @param {Remembered} now
 * @returns {string | null}
 */
export function describeMove(before, now) {
  if (before === null) return null
  const isSamePlace = before.edition === now.edition && (now.edition === 'desktop' || before.address === now.address)
  if (isSamePlace) return null
  return [
    `Last time Safarnoma opened as the ${describe(before)}; now it opens as the ${describe(now)}, which has records of its own.`,
    `To stay: npm start -- ${optionsFor(before)}`,
    'To move: open it as last time, sign in under Exchange, wait until nothing is unsent, then open it here and sign in with the same account.',
    'What was there stays there; compare the counts under Overview before you remove anything.',
  ].join('\n')
}

/** @param {Remembered} place */
const describe = ({ edition, address }) => (edition === 'desktop' ? 'desktop edition' : `browser edition at ${address}`)

/** @param {Remembered} place */
function optionsFor({ edition, address }) {
  return edition === 'desktop' ? '--edition desktop' : `--edition browser --port ${new URL(address).port || '80'}`
}

/** @param {string} data @returns {Remembered | null} a file that cannot be read counts as none */
export function readRemembered(data) {
  try {
    const { edition, address } = JSON.parse(readFileSync(fileOf(data), 'utf8'))
    return (edition === 'desktop' || edition === 'browser') && URL.canParse(address) ? { edition, address } : null
  } catch {
    return null
  }
}

/** @param {string} data @param {Remembered} place */
export function remember(data, place) {
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const beside = `${fileOf(data)}.${process.pid}`
  writeFileSync(beside, `${JSON.stringify(place, null, 2)}\n`)
  renameSync(beside, fileOf(data))
}

/** @param {string} data */
const fileOf = (data) => join(data, 'edition.json')
