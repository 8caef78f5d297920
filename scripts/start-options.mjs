import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultDataFolder } from './folders.mjs'

/** One fixed port: the browser keeps records by address, and another port is another address. */
export const DEFAULT_PORT = 4818

/** @typedef {'desktop' | 'browser'} Edition */
/** @typedef {{ port: number, data: string, isOpened: boolean, edition: Edition | null }} StartOptions */

/**
 * Reads the options of `npm start`. Throws with a sentence for one that is not known or has no sense.
 * @param {readonly string[]} args
 * @returns {StartOptions}
 */
export function readStartOptions(args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      edition: { type: 'string' },
      'no-open': { type: 'boolean' },
    },
  })
  const port = values.port ?? String(DEFAULT_PORT)
  const isPort = /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535
  if (!isPort) throw new Error(`--port takes a number up to 65535, not "${port}".`)
  const { edition = null } = values
  if (edition !== null && edition !== 'desktop' && edition !== 'browser') {
    throw new Error(`--edition is desktop or browser, not "${edition}".`)
  }
  return { port: Number(port), data: resolve(values.data ?? defaultDataFolder()), isOpened: values['no-open'] !== true, edition }
}
