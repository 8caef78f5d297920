import { cpus, totalmem } from 'node:os'

/** One measured thing, beside its peers of the same run. `ratio` is ours to the peer that the bar speaks of. */
export type Result = {
  readonly name: string
  readonly unit: string
  readonly ours: number
  readonly peers: Readonly<Record<string, number>>
  readonly ratio: number
  readonly bar: string
  readonly holds: boolean
  /** What the bar does not say and a reader should know. */
  readonly note?: string
}
export type Report = { readonly bench: string; readonly machine: string; readonly results: readonly Result[] }

/** A ratio that must not be over `limit`. */
export function atMost(
  limit: number,
  measured: { name: string; unit: string; ours: number; peer: string; peers: Readonly<Record<string, number>> },
): Result {
  const { peer, ...rest } = measured
  const ratio = measured.ours / (measured.peers[peer] ?? Number.NaN)
  return { ...rest, ratio, bar: `at most ${limit}x ${peer}`, holds: ratio <= limit }
}

/** A value that must not be over `limit`, in its own unit. */
export const underLimit = (
  limit: number,
  measured: { name: string; unit: string; ours: number; peers: Readonly<Record<string, number>> },
): Result => ({
  ...measured,
  ratio: measured.ours / limit,
  bar: `under ${limit} ${measured.unit}`,
  holds: measured.ours < limit,
})

/** A figure without a bar of its own. The ratio is ours to the smallest peer. */
export function beside(measured: { name: string; unit: string; ours: number; peers: Readonly<Record<string, number>> }): Result {
  const peers = Object.values(measured.peers)
  return { ...measured, ratio: peers.length === 0 ? Number.NaN : measured.ours / Math.min(...peers), bar: '', holds: true }
}

type Counted = { readonly name: string; readonly unit: string; readonly ours: number; readonly peers: Readonly<Record<string, number>> }

/** Nothing of ours where every peer has some. @property note where a peer has none either */
export const noneOf = ({ note = '', ...measured }: Counted & { readonly note?: string }): Result => ({
  ...beside(measured),
  ...(note === '' ? {} : { note }),
  bar: 'none of ours, some of each peer',
  holds: measured.ours === 0 && Object.values(measured.peers).every((count) => count > 0),
})

/** What each further one costs: the growth from a small case to a large one, divided by the difference of their sizes. */
export const growth = (small: Sized, large: Sized): number => (large.value - small.value) / (large.size - small.size)
type Sized = { readonly size: number; readonly value: number }

export const machine = (): string => `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

export function printReport({ bench, machine: where, results }: Report): void {
  console.log(`${bench} on ${where}`)
  for (const result of results) console.log(resultLine(result))
}

/** Every peer with its ratio to ours: above 1 it takes more than ours. */
export function resultLine({ name, unit, ours, peers, ratio, bar, holds, note }: Result): string {
  const others = Object.entries(peers).map(([peer, value]) => `${peer} ${number(value)}${ours > 0 ? ` (${number(value / ours)}x)` : ''}`)
  const verdict = bar === '' ? '     ' : holds ? 'holds' : 'MISSED'
  const beside = others.length === 0 ? '' : `; ${others.join(', ')}`
  const against = bar === '' ? '' : `; ${Number.isFinite(ratio) ? `${number(ratio)}x, ` : ''}bar: ${bar}`
  return `  ${verdict}  ${name}: ${number(ours)} ${unit}${beside}${against}${note === undefined ? '' : `; ${note}`}`
}

const number = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 2 })
