import path from 'node:path'
import { defineConfig } from '@playwright/test'

const browser = process.env['ATRIUM_BROWSER']
const root = path.resolve(import.meta.dirname, '..')
const tests = path.join(root, 'tests')

export default defineConfig({
  testMatch: '**/*.spec.ts',
  // Compiles the whole workspace for development: `pnpm hot-reload`.
  testIgnore: process.env['ATRIUM_EVERY_PACKAGE'] === '1' ? [] : '**/dev/every-package.spec.ts',
  // What needs several packages is in tests/; what is about one remote or package is in its own folder.
  projects: ['tests', 'remotes', 'platform'].map((name) => ({ name, testDir: path.join(root, name) })),
  outputDir: process.env['ATRIUM_TEST_RESULTS'] ?? path.resolve(import.meta.dirname, '../test-results'),
  globalSetup: path.join(tests, 'e2e/publish-builds.ts'),
  // Two cores: one for the browser, one for what it talks to.
  workers: 1,
  fullyParallel: false,
  // A busy machine fails a test by time alone. What passes only then is named at the end of the run.
  retries: 1,
  forbidOnly: process.env['CI'] === 'true',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Zurich',
    // Off: a trace injects scripts into every frame, which the mail frame refuses and reports.
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(browser ? { executablePath: browser } : {}),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    },
  },
})
