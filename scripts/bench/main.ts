import { parseArgs } from 'node:util'
import { machine, printReport, type Report, type Result } from './report.ts'
import { benchSearch } from './search.ts'
import { benchServer } from './server.ts'
import { benchStart } from './start.ts'
import { benchStore } from './store.ts'
import { benchSync } from './sync/sync.ts'
import { benchWord } from './word/word.ts'

/** @property isShort few and small, once: to see that it works @property runs how often each contender runs; the median counts */
type BenchOrder = {
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

/** The benchmarks by name; each measures beside its peers in the same run. */
const BENCHES: Readonly<Record<string, (order: BenchOrder) => Promise<Result[]>>> = {
  store: ({ size }) => benchStore(size),
  start: ({ size }) => benchStart(size),
  search: ({ size }) => benchSearch(size),
  word: benchWord,
  sync: benchSync,
  server: benchServer,
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '10000' },
    json: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    slow: { type: 'boolean', default: false },
    only: { type: 'string' },
    records: { type: 'string' },
    runs: { type: 'string', default: '5' },
  },
})
const [name = ''] = positionals
const size = Number(values.size)
const runs = values.short ? 1 : Number(values.runs)
const records = values.records === undefined ? undefined : Number(values.records)
const bench = BENCHES[name]
if (
  !bench ||
  !Number.isInteger(size) ||
  size < 100 ||
  !Number.isInteger(runs) ||
  runs < 1 ||
  (records !== undefined && !(records >= 100))
) {
  console.error(
    `npm run bench -- NAME [--size N] [--runs N] [--short] [--slow] [--only PEERS] [--records N] [--json]; NAME is one of ${Object.keys(BENCHES).join(', ')}; N is 100 or more.`,
  )
  process.exit(2)
}
const report: Report = {
  bench: name,
  machine: machine(),
  results: await bench({ size, isShort: values.short, runs, isSlow: values.slow, only: values.only, records }),
}
if (values.json) console.log(JSON.stringify(report))
else printReport(report)
process.exit(report.results.every(({ holds }) => holds) ? 0 : 1)
