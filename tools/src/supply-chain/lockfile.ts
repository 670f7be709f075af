import type { Finding } from './finding.ts'
import { runPnpm } from './run-pnpm.ts'

/** Whether what is installed is what the lockfile lists, and the lockfile what the package files ask for. */
export function checkLockfile(): Finding {
  const { code, output, errors } = runPnpm('install', '--frozen-lockfile', '--prefer-offline')
  const detail = code === 0 ? 'up to date' : `${output}\n${errors}`.trim().split('\n').slice(-6).join('\n')
  return { what: 'lockfile', result: code === 0 ? 'passed' : 'failed', detail }
}
