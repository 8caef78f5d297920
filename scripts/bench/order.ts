import { parseArgs } from 'node:util'

/** @property isShort few and small, once: to see that it works @property runs how often each contender runs; the median counts */
export type BenchOrder = {
  readonly size: number
  readonly isShort: boolean
  readonly runs: number
  /** Over a line of 150 ms there and back and 1 Mbit/s. */
  readonly isSlow: boolean
  /** These peers alone, with commas between. */
  readonly only: string | undefined
  /** This many records alone, for a look at one size. */
  readonly records: number | undefined
}
export type Asked = { readonly name: string; readonly isJson: boolean; readonly order: BenchOrder }

export const usage = (names: readonly string[]): string =>
  `npm run bench -- NAME [--size N] [--runs N] [--short] [--slow] [--only PEERS] [--records N] [--json]; NAME is one of ${names.join(', ')}; sizes and records are 100 or more.`

/** Reads the options of `npm run bench`; null where help is asked for. Throws with a sentence for what is not known or has no sense. */
export function readOrder(args: readonly string[], names: readonly string[]): Asked | null {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      size: { type: 'string', default: '10000' },
      json: { type: 'boolean', default: false },
      short: { type: 'boolean', default: false },
      slow: { type: 'boolean', default: false },
      only: { type: 'string' },
      records: { type: 'string' },
      runs: { type: 'string', default: '5' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return null
  const [name = '', ...more] = positionals
  if (!names.includes(name) || more.length > 0) throw new Error(`There is no bench "${positionals.join(' ')}".`)
  const { json: isJson, short: isShort, slow: isSlow, only } = values
  const runs = wholeNumber('--runs', values.runs, 1)
  const records = values.records === undefined ? undefined : wholeNumber('--records', values.records, 100)
  return {
    name,
    isJson,
    order: { size: wholeNumber('--size', values.size, 100), isShort, runs: isShort ? 1 : runs, isSlow, only, records },
  }
}

function wholeNumber(option: string, text: string, least: number): number {
  if (/^\d+$/.test(text) && Number(text) >= least) return Number(text)
  throw new Error(`${option} takes a whole number from ${least}, not "${text}".`)
}
