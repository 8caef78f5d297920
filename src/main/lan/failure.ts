import type { LanProblem } from '../../shared/lan/problems.ts'

/** Ends a conversation from any depth; whoever began it turns it into the problem that the page is told. */
export class LanFailure extends Error {
  readonly problem: LanProblem

  constructor(problem: LanProblem, detail?: string) {
    super(detail === undefined ? problem : `${problem}: ${detail}`)
    this.problem = problem
  }
}

/** What else can go wrong on an open connection is that it breaks. */
export const problemOf = (error: unknown): LanProblem => (error instanceof LanFailure ? error.problem : 'cut')
