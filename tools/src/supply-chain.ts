import { spawnSync } from 'node:child_process'
import { root } from './steps.ts'

/** What one check of the supply chain found. What could not be requested has neither passed nor failed. */
export interface Finding {
  readonly what: string
  readonly result: 'passed' | 'failed' | 'not checked'
  readonly detail: string
}

export interface PnpmResult {
  readonly code: number
  readonly output: string
  readonly errors: string
}

/** Runs the pnpm that `tools/run.mjs` has put on the path, in the root. */
export function runPnpm(...rest: string[]): PnpmResult {
  const shell = process.platform === 'win32'
  const { status, stdout, stderr } = spawnSync('pnpm', rest, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28, shell })
  return { code: status ?? 127, output: stdout ?? '', errors: stderr ?? '' }
}

const what = 'known vulnerabilities, high and above'

/** Without a response from the advisory service, nothing was checked. */
export function judgeAudit({ code, output, errors }: PnpmResult): Finding {
  const said = `${output}\n${errors}`
  const report = /^\s*\{/.test(output)
    ? (JSON.parse(output) as { metadata?: { vulnerabilities?: Record<string, number> } })
    : {}
  const counts = report.metadata?.vulnerabilities
  if (!counts) {
    const reason = /responded with \d+|ERR_\w+|E[A-Z]{4,}/.exec(said)?.[0] ?? `pnpm ended with ${code}`
    return { what, result: 'not checked', detail: `the advisory service did not respond (${reason})` }
  }
  const grave = (counts['high'] ?? 0) + (counts['critical'] ?? 0)
  return { what, result: grave > 0 || code !== 0 ? 'failed' : 'passed', detail: `${grave} found; see pnpm audit` }
}

export const checkAdvisories = (): Finding => judgeAudit(runPnpm('audit', '--json', '--audit-level', 'high'))

/** Licences that only require attribution. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
])

/** Package → licence that is allowed for it alone, with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  // A table of browsers that the build reads; it is in no bundle.
  'caniuse-lite': 'CC-BY-4.0',
}

/** Whether an SPDX expression allows a choice of allowed licences only. */
export const isAllowedLicence = (expression: string, name = ''): boolean =>
  exceptions[name] === expression ||
  expression
    .replace(/[()]/g, '')
    .split(/\s+OR\s+/)
    .some((choice) => choice.split(/\s+AND\s+/).every((licence) => allowed.has(licence)))

/** Licence → packages, as `pnpm -r licenses list --json` prints. */
export function forbiddenLicences(list: Readonly<Record<string, readonly { readonly name: string }[]>>): string[] {
  return Object.entries(list).flatMap(([licence, packages]) =>
    packages.filter(({ name }) => !isAllowedLicence(licence, name)).map(({ name }) => `${name}: ${licence}`),
  )
}

export function checkLicences(): Finding {
  const what = 'licences of all dependencies'
  const { code, output, errors } = runPnpm('--recursive', 'licenses', 'list', '--json')
  if (code !== 0) return { what, result: 'not checked', detail: errors.trim() }
  const list = JSON.parse(output) as Parameters<typeof forbiddenLicences>[0]
  const forbidden = forbiddenLicences(list)
  const count = Object.values(list).flat().length
  if (forbidden.length > 0) return { what, result: 'failed', detail: forbidden.join(', ') }
  return { what, result: count > 0 ? 'passed' : 'not checked', detail: `${count} packages` }
}

/** Whether what is installed matches the lockfile, and the lockfile the package files. */
export function checkLockfile(): Finding {
  const { code, output, errors } = runPnpm('install', '--frozen-lockfile', '--prefer-offline')
  const detail = code === 0 ? 'up to date' : `${output}\n${errors}`.trim().split('\n').slice(-6).join('\n')
  return { what: 'lockfile', result: code === 0 ? 'passed' : 'failed', detail }
}
