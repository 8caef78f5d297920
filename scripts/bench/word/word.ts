import { join } from 'node:path'
import { ROOT } from '../../folders.mjs'
import { installWithApt } from '../../apt.mjs'
import { ensurePackagesOf } from '../../packages.mjs'
import { withFolder } from '../bench-page.ts'
import { atMost, beside, growth, median, noneOf, underLimit, type Result } from '../report.ts'
import { pandocVersion, prepareCase, wordCases, type WordCase } from './cases.ts'
import { documentsOf, ourContenders, pandoc, peerContender, type Contender, type Run } from './contenders.ts'
import { lintErrors, validatorErrors } from './errors.ts'
import { inTheApp } from './in-the-app.ts'

const PEERS = ['docxtemplater', 'easy-template-x', 'html-to-docx', 'officegen']
/** Reports of so many meetings; for a short look few of them, once. */
const MEETINGS = { whole: [17, 200, 1_000], short: [17, 40] } as const

type Runs = Readonly<Record<string, readonly Run[]>>
/** @property only these peers, with commas between */
type WordOrder = { readonly isShort: boolean; readonly runs: number; readonly only: string | undefined }

/** Our documents beside those of other libraries and programs on the same words, each in processes of its own, one after the other. */
export const benchWord = ({ isShort, runs: times, only }: WordOrder): Promise<Result[]> =>
  withFolder(async (folder) => {
    const isAsked = (name: string): boolean => only === undefined || only.split(',').includes(name)
    const libraries = PEERS.filter(isAsked)
    if (libraries.length > 0) await ensurePackagesOf(join(ROOT, 'scripts', 'bench'))
    const { ours, plain } = await ourContenders(join(folder, 'ours'))
    const peers = [...libraries.map(peerContender), ...(isAsked('pandoc') ? await pandocWhereThere() : [])]
    const results: Result[] = []
    const errors: Errors[] = []
    const reports: { readonly size: number; readonly runs: Runs }[] = []
    for (const [index, one] of wordCases(MEETINGS[isShort ? 'short' : 'whole']).entries()) {
      const place = join(folder, String(index))
      await prepareCase(one, place)
      const runs = await runAll(one, place, {
        contenders: [ours, plain, ...(one.numbered ? [] : peers)],
        times,
      })
      if (!one.numbered && one.requests.length === 1) reports.push({ size: one.meetings, runs })
      results.push(...resultsOf(one, runs))
      // The validator would take minutes with the long reports.
      if (index > 0 && one.requests.length === 1) continue
      const found = await errorsOf(one, place, peers)
      errors.push(...found)
      results.push(...found.map(({ of, check, ours: own, peers: others }) => errorsBeside(`${of}: errors of ${check}`, own, others)))
    }
    return [...results, errorsOfAll(errors), ...boundsOf(reports), ...(await inTheApp(MEETINGS.short[0], times))]
  })

async function pandocWhereThere(): Promise<Contender[]> {
  if (pandocVersion() === null) await installWithApt(['pandoc'])
  const version = pandocVersion()
  console.error(version === null ? 'pandoc is not on this computer: measured without it.' : `The program beside the libraries: ${version}`)
  return version === null ? [] : [pandoc]
}

/** In turns, so that what else the computer does meets everybody. */
async function runAll(
  one: WordCase,
  folder: string,
  { contenders, times }: { readonly contenders: readonly Contender[]; readonly times: number },
): Promise<Runs> {
  const runs: Record<string, Run[]> = Object.fromEntries(contenders.map(({ name }) => [name, []]))
  for (let time = 0; time < times; time += 1) {
    for (const { name, run } of contenders) runs[name]?.push(await run(one, folder))
    console.error(`${one.name}: run ${time + 1} of ${times}`)
  }
  return runs
}

const medianOf = (runs: readonly Run[] | undefined, figure: keyof Run): number => median((runs ?? []).map((run) => run[figure]))

type Sides = { readonly ours: number; readonly peers: Readonly<Record<string, number>> }

/** `ours` apart from the others, by the name of the figure. */
function sides(runs: Runs, figure: keyof Run): Sides {
  const names = Object.keys(runs).filter((name) => name !== 'ours')
  return { ours: medianOf(runs['ours'], figure), peers: Object.fromEntries(names.map((name) => [name, medianOf(runs[name], figure)])) }
}

const resultsOf = ({ name }: WordCase, runs: Runs): Result[] => [
  beside({ name: `${name}: CPU`, unit: 'ms', ...sides(runs, 'cpuMs') }),
  beside({ name: `${name}: peak memory`, unit: 'MiB', ...sides(runs, 'peakMiB') }),
  beside({ name: `${name}: size`, unit: 'kB', ...sides(runs, 'kB') }),
]

type Errors = Sides & { readonly of: string; readonly check: string }

/** All documents of ours, and the first one of each peer. */
async function errorsOf({ name: of, requests }: WordCase, folder: string, peers: readonly Contender[]): Promise<Errors[]> {
  const count = async (check: string, find: (files: readonly string[]) => Promise<number>): Promise<Errors> => {
    const others: Record<string, number> = {}
    for (const peer of peers) others[peer.name] = await find(documentsOf(peer.name, 1, folder))
    return { of, check, ours: await find(documentsOf('ours', requests.length, folder)), peers: others }
  }
  return [await count('the validator', validatorErrors), await count('our lint', lintErrors)]
}

const errorsBeside = (name: string, own: number, peers: Sides['peers']): Result => beside({ name, unit: 'errors', ours: own, peers })

/** Where a peer has none either: the template engines repeat a letter that our library made, and spoil nothing of it. */
function faultless(errors: readonly Errors[]): string {
  const faults = (of: string, peer: string): number =>
    errors.filter((one) => one.of === of).reduce((total, one) => total + (one.peers[peer] ?? 0), 0)
  return [...new Set(errors.map(({ of }) => of))]
    .map((of) => ({ of, without: Object.keys(errors[0]?.peers ?? {}).filter((peer) => faults(of, peer) === 0) }))
    .filter(({ without }) => without.length > 0)
    .map(({ of, without }) => `in the ${of} alone ${without.join(' and ')} ${without.length === 1 ? 'has' : 'have'} none either`)
    .join('; ')
}

/** Ours must have none in any document; a peer may write a simple letter well, but not all that a ministry needs. */
function errorsOfAll(errors: readonly Errors[]): Result {
  const names = Object.keys(errors[0]?.peers ?? {})
  const sum = (of: (one: Errors) => number): number => errors.reduce((total, one) => total + of(one), 0)
  const peers = Object.fromEntries(names.map((name) => [name, sum((one) => one.peers[name] ?? 0)]))
  return noneOf({
    name: 'errors of the validator and our lint in all kinds of documents together',
    unit: 'errors',
    ours: sum(({ ours }) => ours),
    peers,
    note: faultless(errors),
  })
}

function boundsOf(reports: readonly { readonly size: number; readonly runs: Runs }[]): Result[] {
  const [small, large] = [reports[0], reports.at(-1)]
  if (small === undefined || large === undefined || small === large) return []
  const grown = (name: string): number =>
    growth(
      { size: small.size, value: medianOf(small.runs[name], 'peakMiB') },
      { size: large.size, value: medianOf(large.runs[name], 'peakMiB') },
    )
  const long = reports.find(({ size }) => size === 200)
  return [
    atMost(0.5, {
      name: `memory for each further meeting, ${small.size} to ${large.size}`,
      unit: 'MiB',
      ours: grown('ours'),
      peer: 'docx',
      peers: { docx: grown('docx') },
    }),
    underLimit(800, { name: `peak memory of ${large.size} meetings`, unit: 'MiB', ...sides(large.runs, 'peakMiB') }),
    ...(long?.runs['pandoc'] === undefined
      ? []
      : [atMost(1, { name: 'CPU of 200 meetings', unit: 'ms', peer: 'pandoc', ...sides(long.runs, 'cpuMs') })]),
  ]
}
