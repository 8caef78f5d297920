import { type Fault, type Step } from './steps.ts'

/** Name of a function of the program -> what takes its place; it gets the true one. */
export type Around = Readonly<Record<string, (real: never) => unknown>>
/**
 * A fault planted between laptop and server, where the model of merging (sync-mutants.ts) has no word for it. `sure` are the faults of the
 * world without which the rule is not needed.
 */
export type ProductMutant = {
  readonly rule: string
  readonly fault: string
  readonly around: Around
  readonly sure?: readonly Fault[]
  /** Those under which its trace is lost among others of the same kind. */
  readonly without?: readonly Fault[]
  /** From which share on needless losses are its trace. */
  readonly mostNeedless?: number
  /** After how many updates of a text the server merges them. */
  readonly compactAfter?: number
  /** So many records a page. */
  readonly pageSize?: number
  /** How far ahead a stamp may be (S4); the true bound takes a thousand wrong clocks. */
  readonly mostEpochs?: number
  /** What happens before everything else. */
  readonly story?: readonly Step[]
}

/** Under which a story of several people in a row often does not come about. */
export const KEEP_FROM_MEETING: readonly Fault[] = ['clock jump', 'membership', 'removed', 'cut off', 'page dies']

/** Keeps the types of the function that is replaced, which a table of many functions cannot. */
export const instead = <F>(replacement: (real: F) => F): ((real: never) => unknown) => replacement
