/**
 * @typedef {object} Count
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * Counts a report of Vitest (its JSON reporter). A run that ended badly without a failed test counts as one failure: a file that does not load,
 * an error after the tests, a report that is missing.
 *
 * @param {unknown} report
 * @param {number} exitCode
 * @returns {Count}
 */
export function countVitest(report, exitCode) {
  const {
    numPassedTests = 0,
    numFailedTests = 0,
    numPendingTests = 0,
    numTodoTests = 0,
  } = /** @type {Record<string, number>} */ (report ?? {})
  return atLeastOneFailure({ passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }, exitCode)
}

/**
 * Counts a report of Playwright (its JSON reporter).
 * @param {unknown} report
 * @param {number} exitCode
 * @returns {Count}
 */
export function countPlaywright(report, exitCode) {
  const stats = /** @type {{ stats?: Record<string, number> } | null} */ (report)?.stats ?? {}
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats
  // Nothing is tried twice, so nothing can be flaky; if it ever is, it counts against us.
  return atLeastOneFailure({ passed: expected, failed: unexpected + flaky, skipped }, exitCode)
}

/** @param {readonly Count[]} counts @returns {Count} */
export function addCounts(counts) {
  const sum = (/** @type {keyof Count} */ key) => counts.reduce((total, count) => total + count[key], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

/** The last line of `npm test`. @param {Count} count */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** @param {Count} count @param {number} exitCode @returns {Count} */
function atLeastOneFailure(count, exitCode) {
  return exitCode !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}
