import { parseArgs } from 'node:util'
import { machine, printReport, type Report, type Result } from './report.ts'
import { benchStart } from './start.ts'
import { benchStore } from './store.ts'

/** The benchmarks by name; each measures beside its peers in the same run. */
const BENCHES: Readonly<Record<string, (size: number) => Promise<Result[]>>> = { store: benchStore, start: benchStart }

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { size: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } },
})
const [name = ''] = positionals
const size = Number(values.size)
const bench = BENCHES[name]
if (!bench || !Number.isInteger(size) || size < 100) {
  console.error(`npm run bench -- NAME [--size N] [--json]; NAME is one of ${Object.keys(BENCHES).join(', ')}; N is 100 or more.`)
  process.exit(2)
}
const report: Report = { bench: name, machine: machine(), results: await bench(size) }
if (values.json) console.log(JSON.stringify(report))
else printReport(report)
process.exit(report.results.every(({ holds }) => holds) ? 0 : 1)
