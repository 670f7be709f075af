import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findBrowser } from './find-programs.ts'

/** This repository. */
export const root = path.resolve(import.meta.dirname, '../..')

interface StepOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Called with what the program prints, which is shown as well. */
  readonly onOutput?: (text: string) => void
}

/**
 * Runs a program, shows what it prints, and returns its exit code. What it leaves in the folder for temporary files
 * is removed when it ends.
 */
export async function step(title: string, command: readonly string[], options: StepOptions = {}): Promise<number> {
  process.stderr.write(`\natrium: ${title}\n`)
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'atrium-step-'))
  try {
    return await run(command, { ...options, env: { ...options.env, TMPDIR: scratch } })
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 })
  }
}

function run([program = '', ...rest]: readonly string[], { env, onOutput }: StepOptions): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, rest, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const) {
      from.on('data', (chunk: Buffer) => {
        to.write(chunk)
        onOutput?.(chunk.toString())
      })
    }
    child.on('error', () => resolve(127))
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

/** How many tests ran, and how they ended. */
export interface Counts {
  /** Those that passed at the second attempt included: Playwright lists them as flaky. */
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
    passed: last(output, /^\s+(\d+) passed\b/gm) + last(output, /^\s+(\d+) flaky$/gm),
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: last(output, /^\s+(\d+) skipped$/gm),
  }
}

export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
})

/** How the unit tests are started. */
export const jestCommand = (...rest: string[]): string[] => [
  process.execPath,
  path.join(root, 'node_modules/jest/bin/jest.js'),
  '--config',
  path.join(root, 'jest.config.mjs'),
  ...rest,
]

const programs = ['browser', 'node', 'tests']

/** Types, lint rules, format and unused code of every package. */
export async function checkSource(): Promise<boolean> {
  const codes: number[] = []
  for (const program of programs) {
    codes.push(await step(`types: ${program}`, ['tsc', '-p', `configs/tsconfig/${program}.json`]))
  }
  codes.push(await step('lint', ['oxlint']))
  codes.push(await step('format', ['oxfmt', '--check']))
  codes.push(await step('unused code', ['knip', '--no-progress', '--no-config-hints']))
  return codes.every((code) => code === 0)
}

/** Runs Playwright with a browser that is there. */
export async function runBrowserTests(rest: readonly string[] = []): Promise<Counts> {
  const browser = findBrowser()
  let output = ''
  const program = path.join(root, 'tests/node_modules/@playwright/test/cli.js')
  const config = path.join(root, 'configs/playwright.config.ts')
  const code = await step(
    `browser tests in ${browser}`,
    [process.execPath, program, 'test', '--config', config, ...rest],
    {
      env: { ATRIUM_BROWSER: browser },
      onOutput: (text) => (output += text),
    },
  )
  return playwrightCounts(output, code)
}
