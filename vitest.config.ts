import { fileURLToPath } from 'node:url'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { BROWSER_FLAGS, findBrowser } from './scripts/browser.mjs'

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const resolve = { alias: { '@shared': folder('src/shared'), '@memos': folder('src/memos') } }
/** What only ends that which hangs: a busy machine may take its time, and a condition that is waited for does not wait for less than a test. */
const PATIENCE = { hookTimeout: 120_000, expect: { poll: { timeout: 50_000 } } }
const node = (name: string, include: string[], more: { testTimeout: number; hookTimeout?: number; isolate?: boolean }) => ({
  resolve,
  test: { name, include, environment: 'node' as const, ...PATIENCE, ...more },
})

const executablePath = findBrowser()
const launchOptions = { args: [...BROWSER_FLAGS], ...(executablePath === null ? {} : { executablePath }) }

/** Specifications that need a page run in real Chromium by Playwright (playwright.config.ts). */
export default defineConfig({
  test: {
    // Modules that keep nothing between tests are loaded once a worker, not once a file: a third of the time of these projects.
    projects: [
      node('shared', ['tests/unit/shared/**/*.test.ts'], { testTimeout: 60_000, isolate: false }),
      node('memos', ['tests/unit/memos/**/*.test.ts'], { testTimeout: 120_000, isolate: false }),
      node('main', ['tests/unit/{main,scripts}/**/*.test.ts'], { testTimeout: 120_000 }),
      node('renderer', ['tests/unit/renderer/**/*.test.{ts,tsx}', 'tests/contract/renderer/**/!(*.browser).test.ts'], {
        testTimeout: 60_000,
        isolate: false,
      }),
      {
        resolve,
        // What only a worker asks for would be found in the middle of a test, and the page begun anew.
        optimizeDeps: { include: ['@xmldom/xmldom'] },
        test: {
          name: 'browser',
          include: ['tests/contract/renderer/**/*.browser.test.ts'],
          ...PATIENCE,
          testTimeout: 120_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions }),
            instances: [{ browser: 'chromium' as const }],
          },
        },
      },
      // One worker for all files, so that they share one database.
      node('simulation', ['tests/simulation/**/!(mutants).test.ts'], { testTimeout: 600_000, hookTimeout: 240_000, isolate: false }),
      node('simulation mutants', ['tests/simulation/mutants.test.ts'], { testTimeout: 600_000, hookTimeout: 240_000 }),
      node('server', ['tests/unit/server/**/*.test.ts', 'tests/contract/server/**/!(second-wall|memory).test.ts'], {
        testTimeout: 120_000,
        isolate: false,
      }),
      // What V8 has learnt from other tests stays in a process.
      node('server memory', ['tests/contract/server/memory.test.ts'], { testTimeout: 120_000 }),
      // It takes the checks out of the modules that the others use.
      node('server second wall', ['tests/contract/server/second-wall.test.ts'], { testTimeout: 120_000 }),
    ],
  },
})
