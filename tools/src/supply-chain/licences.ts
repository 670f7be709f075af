import type { Finding } from './finding.ts'
import { runPnpm } from './run-pnpm.ts'

/** Licences that ask for no more than to be named. */
const allowed = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0', 'MPL-2.0'])

/** Package → licence that is let in for it alone, with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  // A table of browsers that the build reads; it is in no bundle.
  'caniuse-lite': 'CC-BY-4.0',
}

/** Whether an SPDX expression leaves a choice of allowed licences. */
export const isAllowedLicence = (expression: string, name = ''): boolean =>
  exceptions[name] === expression ||
  expression
    .replace(/[()]/g, '')
    .split(/\s+OR\s+/)
    .some((choice) => choice.split(/\s+AND\s+/).every((licence) => allowed.has(licence)))

/** Licence → packages, as `pnpm -r licenses list --json` tells. */
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
