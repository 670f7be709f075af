import { defineConfig } from '@playwright/test'

// `pnpm security`: every vector of the corpus, every heavy mail and every file of every package, which takes minutes.
// The workers of the test runner inherit it.
process.env['ATRIUM_WHOLE_CORPUS'] = '1'

export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: ['hostile-mail.spec.ts', 'heavy-mail.spec.ts', 'every-file.spec.ts'],
  globalSetup: '../e2e/publish-builds.ts',
  outputDir: process.env['ATRIUM_TEST_RESULTS'] ?? '../../test-results',
  // The walls are tried beside each other: each has a browser of its own.
  fullyParallel: true,
  workers: 2,
  timeout: 1_800_000,
  reporter: [['list']],
})
