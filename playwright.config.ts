import { defineConfig } from '@playwright/test'
import { BROWSER_FLAGS, findBrowser } from './scripts/browser.mjs'
import { findElectron } from './scripts/electron-runtime.mjs'

const executablePath = findBrowser()
const launchOptions = { args: [...BROWSER_FLAGS], ...(executablePath === null ? {} : { executablePath }) }

/** What is promised within seconds is measured by itself: beside two other laptops it would measure the machine. */
const ALONE = '**/{e2e,desktop}/live.spec.ts'

/**
 * `e2e` drives the browser edition against a real server. `desktop` drives the built main and preload through the stand-in for Electron;
 * `electron` runs the very same specifications on the real runtime and exists only where it is installed.
 * `alone` has those of both that have a time to keep.
 */
export default defineConfig({
  forbidOnly: Boolean(process.env.CI),
  // A test that passes at the second try is a test that fails.
  retries: 0,
  // On two processors: a third laptop works while the others wait for a save or for the network.
  workers: 3,
  // Only ends what hangs: how quick the app is says `npm run bench`, and a busy machine may take its time.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  use: { browserName: 'chromium', headless: true, actionTimeout: 60_000, launchOptions, screenshot: 'only-on-failure' },
  projects: [
    { name: 'e2e', testDir: 'tests/e2e', testIgnore: ALONE, outputDir: 'test-results/e2e' },
    { name: 'desktop', testDir: 'tests/desktop', testIgnore: ALONE, outputDir: 'test-results/desktop' },
    { name: 'alone', testDir: 'tests', testMatch: ALONE, outputDir: 'test-results/alone', workers: 1 },
    ...(findElectron() === null
      ? []
      : [{ name: 'electron', testDir: 'tests/desktop', testIgnore: '**/stand-in/**', outputDir: 'test-results/electron', workers: 1 }]),
  ],
})
