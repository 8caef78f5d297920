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

export const machine = (): string => `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

export function printReport({ bench, machine: where, results }: Report): void {
  console.log(`${bench} on ${where}`)
  for (const { name, unit, ours, peers, ratio, bar, holds } of results) {
    const others = Object.entries(peers).map(([peer, value]) => `${peer} ${number(value)}`)
    console.log(`  ${holds ? 'holds' : 'MISSED'}  ${name}: ${number(ours)} ${unit} (${others.join(', ')}); ${number(ratio)}x, bar: ${bar}`)
  }
}

const number = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 2 })
