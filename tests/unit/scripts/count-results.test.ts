import { describe, expect, it } from 'vitest'
import { addCounts, countPlaywright, countVitest, summaryLine } from '../../../scripts/count-results.mjs'
import { judgeBoundaries } from '../../../scripts/check.mjs'

describe('the counts of npm test', () => {
  it('read the numbers of both runners', () => {
    expect(countVitest({ numPassedTests: 7, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 }, 1)).toEqual({
      passed: 7,
      failed: 2,
      skipped: 2,
    })
    expect(countPlaywright({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 4 } }, 1)).toEqual({
      passed: 3,
      failed: 2,
      skipped: 4,
    })
  })

  it('show a failure when a runner ends badly without naming a failed test', () => {
    expect(countVitest({ numPassedTests: 7, numFailedTests: 0 }, 1)).toEqual({ passed: 7, failed: 1, skipped: 0 })
    expect(countPlaywright(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('add up to the last line, which names skipped tests only where there are any', () => {
    const total = addCounts([
      { passed: 5, failed: 0, skipped: 0 },
      { passed: 3, failed: 1, skipped: 2 },
    ])
    expect(summaryLine(total)).toBe('8 passed, 1 failed, 2 skipped')
    expect(summaryLine({ passed: 8, failed: 0, skipped: 0 })).toBe('8 passed, 0 failed')
  })

  it('do not believe boundaries that were checked on next to nothing', () => {
    expect(judgeBoundaries('no dependency violations found (3 modules, 1 dependencies cruised)')).toContain('Only 3 modules')
    expect(judgeBoundaries('no dependency violations found (0 modules, 0 dependencies cruised)')).toContain('Only 0 modules')
    expect(judgeBoundaries('no dependency violations found (212 modules, 900 dependencies cruised)')).toBeNull()
  })
})
