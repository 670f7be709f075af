/** How many tests ran, and how they ended. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const last = (text: string, pattern: RegExp): number => Number([...text.matchAll(pattern)].at(-1)?.[1] ?? 0)

/** Reads jest's closing line. A run that broke down before it counts as one failure. */
export function jestCounts(output: string, exitCode: number): Counts {
  const line = /^Tests:.*$/m.exec(output)?.[0] ?? ''
  const failed = last(line, /(\d+) failed/g)
  return {
    passed: last(line, /(\d+) passed/g),
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: last(line, /(\d+) skipped/g),
  }
}

/** Reads Playwright's closing lines. */
export function playwrightCounts(output: string, exitCode: number): Counts {
  const failed = last(output, /^\s+(\d+) failed$/gm)
  return {
    passed: last(output, /^\s+(\d+) passed\b/gm),
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: last(output, /^\s+(\d+) skipped$/gm),
  }
}

export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
})
