import { defineConfig } from '@playwright/test'

// `pnpm --filter @atrium/tests hostile-mail`: every vector of the corpus, which takes minutes.
// The workers of the test runner inherit it.
process.env['ATRIUM_WHOLE_CORPUS'] = '1'

export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: 'hostile-mail.spec.ts',
  outputDir: '../../test-results',
  workers: 1,
  reporter: [['list']],
})
