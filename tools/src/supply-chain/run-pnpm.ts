import { spawnSync } from 'node:child_process'
import { root } from '../workspace.ts'

export interface Answer {
  readonly code: number
  readonly output: string
  readonly errors: string
}

/** The pnpm that `tools/run.mjs` has put on the path, in the root. */
export function runPnpm(...rest: string[]): Answer {
  const shell = process.platform === 'win32'
  const { status, stdout, stderr } = spawnSync('pnpm', rest, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28, shell })
  return { code: status ?? 127, output: stdout ?? '', errors: stderr ?? '' }
}
