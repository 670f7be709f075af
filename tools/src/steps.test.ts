import { expect, test } from '@jest/globals'
import { jestCounts, playwrightCounts } from './steps.ts'

test("jest's closing line is read", () => {
  const output = 'Test Suites: 1 failed, 3 passed, 4 total\nTests:       2 failed, 1 skipped, 40 passed, 43 total\n'
  expect(jestCounts(output, 1)).toEqual({ passed: 40, failed: 2, skipped: 1 })
})

test("playwright's closing lines are read", () => {
  expect(playwrightCounts('  1 failed\n    a test\n  2 skipped\n  17 passed (1.2m)\n', 1)).toEqual({
    passed: 17,
    failed: 1,
    skipped: 2,
  })
})

test('a browser test that passes at its second attempt counts as passed', () => {
  expect(playwrightCounts('  1 flaky\n    a test\n  17 passed (1.2m)\n', 0)).toEqual({
    passed: 18,
    failed: 0,
    skipped: 0,
  })
})

test('a run that broke down before its closing line counts as a failure', () => {
  expect(jestCounts('out of memory', 134).failed).toBe(1)
  expect(playwrightCounts('', 1).failed).toBe(1)
})
