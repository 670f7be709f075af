import path from 'node:path'
import { defineConfig } from '@playwright/test'
import shared from '../../configs/playwright.config.ts'

// `pnpm hot-reload`: every piece under `pnpm dev`, in a checkout of its own; takes minutes.
export default defineConfig({
  ...shared,
  testDir: import.meta.dirname,
  testMatch: 'every-piece.spec.ts',
  testIgnore: [],
  outputDir: process.env['ATRIUM_TEST_RESULTS'] ?? path.resolve(import.meta.dirname, '../../test-results'),
})
