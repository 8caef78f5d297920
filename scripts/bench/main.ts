import { readOrder, usage, type Asked, type BenchOrder } from './order.ts'
import { machine, printReport, type Report, type Result } from './report.ts'
import { benchSearch } from './search.ts'
import { benchServer } from './server.ts'
import { benchStart } from './start.ts'
import { benchStore } from './store.ts'
import { benchSync } from './sync/sync.ts'
import { benchWord } from './word/word.ts'

/** The benchmarks by name; each measures beside its peers in the same run. */
const BENCHES: Readonly<Record<string, (order: BenchOrder) => Promise<Result[]>>> = {
  store: ({ size }) => benchStore(size),
  start: ({ size }) => benchStart(size),
  search: ({ size }) => benchSearch(size),
  word: benchWord,
  sync: benchSync,
  server: benchServer,
}

process.exit(await main(process.argv.slice(2)))

async function main(args: readonly string[]): Promise<number> {
  const names = Object.keys(BENCHES)
  let asked: Asked | null
  try {
    asked = readOrder(args, names)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage(names)}`)
    return 2
  }
  const bench = asked && BENCHES[asked.name]
  if (!asked || !bench) {
    console.log(usage(names))
    return 0
  }
  const report: Report = { bench: asked.name, machine: machine(), results: await bench(asked.order) }
  if (asked.isJson) console.log(JSON.stringify(report))
  else printReport(report)
  return report.results.every(({ holds }) => holds) ? 0 : 1
}
